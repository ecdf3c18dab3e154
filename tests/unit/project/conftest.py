"""A desk to work at: the use cases with fakes of their ports, and the way of a filing in a few words."""

from __future__ import annotations

import pytest

from tests.desk_project import Desk


@pytest.fixture
def desk() -> Desk:
    """Everything of one test: unit, packs, clock."""
    return Desk()
