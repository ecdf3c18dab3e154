"""The pilot list: at once, or by way of a public notice where the pack asks; an objection holds its own line."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from casework.refusals import NoticeNotOpen
from contracts.refusal import ActionNotAllowed, Invalid
from services.declaration.domain.errors import NoNoticeNeeded, NotProposed
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.shown_notice import shown_objections
from tests.builders_declaration import (
    PHONE,
    a_code,
    a_pack,
    an_organisation,
    somebody,
    with_pilot_notice,
)
from tests.desk_declaration import Desk


class PublishingDesk(Desk):
    """A city whose pack asks for a notice of the pilot list."""

    def __init__(self) -> None:
        super().__init__(a_pack(with_pilot_notice))


def place(desk: Desk, declaration_id: str) -> PilotState:
    return desk.stored(declaration_id).place.state


def test_without_a_notice_in_the_pack_listing_takes_effect_at_once() -> None:
    desk = Desk()
    declaration_id = desk.an_approved()

    [result] = desk.list_pilots(declaration_id)

    assert result == {"declaration_id": declaration_id, "pilot_state": "listed", "refusal": None}
    assert desk.uow.told[-1] == "pilot_listed"


def test_of_several_each_has_its_own_result() -> None:
    desk = Desk()
    approved, unknown = desk.an_approved(), str(uuid4())

    results = desk.list_pilots(approved, unknown, approved)

    assert [result["pilot_state"] for result in results] == ["listed", None]
    assert results[1]["refusal"]["code"] == "not_found"
    [again] = desk.list_pilots(approved)
    assert again["refusal"]["code"] == "action_not_allowed"


def test_what_is_still_in_review_is_not_listed() -> None:
    desk = Desk()

    [result] = desk.list_pilots(desk.a_submitted())

    assert result["refusal"]["facts"] == {"state": "in_review", "action": "list"}


def test_where_the_pack_asks_for_a_notice_nobody_is_listed_before_it_ended() -> None:
    desk = PublishingDesk()
    declaration_id = desk.an_approved()
    [proposed] = desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    assert (proposed["pilot_state"], notice["closes_on"]) == ("proposed", "2026-11-27")

    desk.clock.advance(timedelta(days=7))  # noon of the last day
    desk.close_notices()
    still_published = place(desk, declaration_id)
    desk.clock.advance(timedelta(hours=12))
    desk.close_notices()

    assert still_published is PilotState.PUBLISHED
    assert place(desk, declaration_id) is PilotState.LISTED
    assert desk.uow.told[-2:] == ["notice_closed", "pilot_listed"]


def test_an_objection_holds_only_its_own_line() -> None:
    desk = PublishingDesk()
    held, clear = desk.an_approved(), another_approved(desk)
    desk.list_pilots(held, clear)
    notice = desk.publish(held, clear)
    desk.object_to(notice["id"], held)
    desk.clock.advance(timedelta(days=8))

    desk.close_notices()

    assert (place(desk, held), place(desk, clear)) == (PilotState.HELD, PilotState.LISTED)


@pytest.mark.parametrize(("is_upheld", "state"), [(True, PilotState.REFUSED), (False, PilotState.LISTED)])
def test_a_line_that_was_held_is_settled_when_its_objection_is_decided(is_upheld: bool, state: PilotState) -> None:
    desk = PublishingDesk()
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    objection_id = desk.object_to(notice["id"], declaration_id)
    desk.clock.advance(timedelta(days=8))
    desk.close_notices()

    desk.decide(notice["id"], objection_id, is_upheld=is_upheld)

    assert place(desk, declaration_id) is state


def test_an_objection_that_is_dismissed_in_time_changes_nothing() -> None:
    desk = PublishingDesk()
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    desk.decide(notice["id"], desk.object_to(notice["id"], declaration_id), is_upheld=False)
    assert place(desk, declaration_id) is PilotState.PUBLISHED
    desk.clock.advance(timedelta(days=8))

    desk.close_notices()

    assert place(desk, declaration_id) is PilotState.LISTED


def test_whoever_was_refused_by_an_objection_can_be_published_anew() -> None:
    desk = PublishingDesk()
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    desk.decide(notice["id"], desk.object_to(notice["id"], declaration_id), is_upheld=True)
    desk.clock.advance(timedelta(days=8))
    desk.close_notices()

    [again] = desk.list_pilots(declaration_id)

    assert again["pilot_state"] == "proposed"


def test_objections_are_taken_during_the_period_only_and_contacts_stay_sealed() -> None:
    desk = PublishingDesk()
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    desk.object_to(notice["id"], declaration_id)
    [stored] = desk.uow.notices.rows.values()

    assert shown_objections(stored)[0]["contact_last4"] == "5678"
    assert PHONE not in str(stored)
    desk.clock.advance(timedelta(days=8))
    with pytest.raises(NoticeNotOpen):
        desk.object_to(notice["id"], declaration_id)


def test_only_what_was_proposed_is_published() -> None:
    desk = PublishingDesk()
    declaration_id = desk.an_approved()

    with pytest.raises(NotProposed) as refusal:
        desk.publish(declaration_id)

    [problem] = refusal.value.problems
    assert (problem.field, problem.inputs) == ("declaration_ids.0", {"state": "unlisted"})
    with pytest.raises(Invalid):
        desk.publish()


def test_a_pack_without_a_notice_has_nothing_to_publish() -> None:
    desk = Desk()

    with pytest.raises(NoNoticeNeeded):
        desk.publish(desk.an_approved())


def test_an_enterprise_is_taken_off_the_list_with_a_reason() -> None:
    desk = Desk()
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    with pytest.raises(Invalid):
        desk.delist(declaration_id, " ")

    shown = desk.delist(declaration_id, "虚假改造")

    assert (shown["place"]["state"], shown["place"]["reason"]) == ("delisted", "虚假改造")
    assert desk.uow.told[-1] == "pilot_delisted"
    with pytest.raises(ActionNotAllowed):
        desk.delist(declaration_id, "again")


def test_whoever_was_listed_by_a_declaration_that_is_void_is_delisted() -> None:
    desk = Desk()
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)

    shown = desk.void(declaration_id)

    assert (shown["state"], shown["place"]["state"]) == ("voided", "delisted")
    assert desk.uow.told[-2:] == ["declaration_withdrawn", "pilot_delisted"]
    assert desk.uow.outbox.events[-2].reason == "材料不实"


def test_a_declaration_that_became_void_while_published_is_not_listed() -> None:
    desk = PublishingDesk()
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    desk.publish(declaration_id)
    desk.void(declaration_id)
    desk.clock.advance(timedelta(days=8))

    desk.close_notices()

    assert place(desk, declaration_id) is PilotState.PUBLISHED
    assert "pilot_listed" not in desk.uow.told


def another_approved(desk: Desk) -> str:
    """Approved, of another enterprise."""
    other = an_organisation("second", credit_code=a_code(7), name="大连第二轴承有限公司")
    desk.uow.facts.keep(other)
    return desk.an_approved(somebody("enterprise", name="second", organisation=other))
