"""A declaration on PostgreSQL: what is written comes back, in few round trips."""

from __future__ import annotations

from tests.builders_declaration import ASSESSOR, approval
from tests.storage.declaration.conftest import RealDesk


def test_what_was_saved_comes_back_as_it_was(desk: RealDesk) -> None:
    declaration_id = desk.an_approved()

    stored = desk.stored(declaration_id)

    assert stored.state == "approved"
    assert [review.verdict for review in stored.dossier.reviews] == ["approved", "approved"]
    assert stored.assignee_id == ASSESSOR.organisation_id
    assert stored.version == 14


def test_submitting_costs_two_round_trips(desk: RealDesk) -> None:
    declaration_id = desk.a_complete_draft()

    desk.submit(declaration_id)

    assert desk.round_trips == 2
    desk.review(declaration_id, approval())
    assert desk.round_trips == 2
