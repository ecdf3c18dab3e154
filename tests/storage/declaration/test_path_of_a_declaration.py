"""A declaration on PostgreSQL: what is written comes back, in few round trips."""

from __future__ import annotations

from uuid import uuid4

import pytest

from casework.refusals import DossierIncomplete
from contracts.events.registry import StandingChanged
from tests.builders_declaration import ASSESSOR, a_code, approval
from tests.storage.declaration.conftest import RealDesk, heard


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


def test_the_place_on_the_pilot_list_comes_back_with_its_reason(desk: RealDesk) -> None:
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)

    shown = desk.delist(declaration_id, "虚假改造")

    place = desk.stored(declaration_id).place
    assert (place.state, place.reason) == ("delisted", "虚假改造")
    assert shown["place"]["listed_at"] == desk.clock.now().isoformat()


def test_a_standing_that_was_heard_before_decides_and_an_older_one_that_comes_later_does_not(desk: RealDesk) -> None:
    declaration_id = desk.a_complete_draft()
    newer = StandingChanged(**heard(uuid4(), sequence=2), credit_code=a_code(), lists=("dishonest",))
    older = StandingChanged(**heard(uuid4(), sequence=1), credit_code=a_code(), lists=())
    desk.hear(newer, "keep_standing")
    desk.hear(older, "keep_standing")

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(declaration_id)

    assert [problem.code for problem in refusal.value.problems] == ["not_dishonest"]
