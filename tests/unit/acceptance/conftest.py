"""A desk to work at: the use cases with fakes of their ports."""

from __future__ import annotations

import pytest

from tests.desk_acceptance import Desk


@pytest.fixture
def desk() -> Desk:
    """Everything of one test: unit, packs, clock."""
    return Desk()
