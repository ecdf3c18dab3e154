"""A desk to work at: the use cases with fakes of their ports, and the way of a filing in a few words."""

from __future__ import annotations

import pytest

from tests.desk_project import Desk
from tests.unit.project.staged_desk import StagedDesk


@pytest.fixture
def desk() -> Desk:
    """Everything of one test: unit, packs, clock."""
    return Desk()


@pytest.fixture
def staged_desk() -> StagedDesk:
    """The same for a programme whose projects have several stages."""
    return StagedDesk()
