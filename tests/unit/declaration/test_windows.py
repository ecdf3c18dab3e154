"""A window that an officer makes longer: for everybody, or for those who had begun in time (a jam at the deadline)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.refusals import DossierIncomplete
from contracts.refusal import Invalid
from services.declaration.domain.errors import CallNotOpen
from services.declaration.use_cases.extend_call import extend_call
from tests.builders_declaration import NOON, OFFICER, STRANGER, a_code, a_pack, a_return, an_organisation, with_window
from tests.builders_platforms import a_platform, platforms_pack
from tests.desk_declaration import Desk
from tests.desk_platforms import PlatformDesk

LAST_SECOND = datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in China
A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    """Open until the end of November."""
    desk = Desk(a_pack(with_window("2026-11-01T00:00:00", "2026-11-30T23:59:59")))
    desk.uow.facts.keep(an_organisation("stranger", credit_code=a_code(2)))
    desk.turn_calls()
    return desk


def at(desk: Desk, moment: datetime) -> None:
    """Let it be that moment, the timer included."""
    desk.clock.advance(moment - desk.clock.now())
    desk.turn_calls()


def extended(desk: Desk, by: timedelta = A_DAY, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"window_of": "applicant", "reason": "系统拥堵", "drafts_before": None}
    values |= {"closes_at": LAST_SECOND + by, "expected_version": None, **given}
    shown: dict[str, Any] = desk.act(
        OFFICER, lambda uow: extend_call(uow, desk.packs, desk.clock, OFFICER, desk.call_id, **values)
    )
    return shown


def test_extended_for_everybody_the_call_is_open_again_to_its_new_last_second(desk: Desk) -> None:
    at(desk, LAST_SECOND + A_SECOND)
    with pytest.raises(CallNotOpen):
        desk.start()

    shown = extended(desk)
    at(desk, LAST_SECOND + A_DAY)
    desk.start()
    at(desk, LAST_SECOND + A_DAY + A_SECOND)

    assert (shown["state"], shown["is_open"], shown["extensions"][0]["reason"]) == ("open", True, "系统拥堵")
    with pytest.raises(CallNotOpen):
        desk.start(STRANGER)


def test_extended_for_begun_drafts_only_these_are_handed_in(desk: Desk) -> None:
    in_time = desk.a_complete_draft()
    at(desk, LAST_SECOND)
    too_late = desk.a_complete_draft(STRANGER)
    at(desk, LAST_SECOND + A_SECOND)
    extended(desk, drafts_before=NOON + A_DAY)

    submitted = desk.submit(in_time)
    with pytest.raises(DossierIncomplete) as refused:
        desk.submit(too_late, STRANGER)

    assert submitted["state"] == "in_review"
    assert [problem.code for problem in refused.value.problems] == ["window_over"]
    with pytest.raises(CallNotOpen):
        desk.start()


def test_what_an_extension_lacks_is_said_at_once(desk: Desk) -> None:
    at(desk, LAST_SECOND + A_DAY)

    with pytest.raises(Invalid) as refused:
        extended(desk, timedelta(0), reason=" ", drafts_before=LAST_SECOND + 2 * A_DAY)

    assert {(each.code, each.field) for each in refused.value.problems} == {
        ("required", "reason"),
        ("in_the_past", "closes_at"),
        ("not_later", "closes_at"),
        ("in_the_future", "drafts_before"),
    }


def test_a_window_without_end_needs_no_extension() -> None:
    desk = Desk()

    with pytest.raises(Invalid) as refused:
        extended(desk, 400 * A_DAY)

    assert [each.code for each in refused.value.problems] == ["window_without_end"]


def test_a_later_version_of_the_pack_does_not_take_an_extension_back_and_closing_by_hand_does(desk: Desk) -> None:
    extended(desk)
    desk.release(a_pack(with_window("2026-11-01T00:00:00", "2026-11-30T23:59:59"), version="3"))
    at(desk, LAST_SECOND + A_DAY / 2)
    draft = desk.a_complete_draft()

    desk.close_call("名额已满")
    at(desk, desk.clock.now() + A_SECOND)

    with pytest.raises(DossierIncomplete):
        desk.submit(draft)
    with pytest.raises(CallNotOpen):
        desk.start(STRANGER)


def test_the_window_of_a_league_is_made_longer_for_it_alone() -> None:
    def with_deadline(compiled: dict[str, Any]) -> None:
        step = next(each for each in compiled["routes"]["declaration"]["steps"] if each["step"] == "league_review")
        step["actor"] = "league"
        window = {"stage": "declaration", "actor": "league", "opens_at": None, "closes_at": "2026-11-30T23:59:59"}
        compiled["pack"]["calls"][0]["windows"].append({**window, "assumed": "测试"})

    desk = PlatformDesk(letters=True, pack=platforms_pack(and_then=with_deadline))
    recommendation = desk.draw_up(desk.a_passed_by_county(a_platform()))
    at(desk, LAST_SECOND + A_SECOND)

    extended(desk, window_of="league")
    submitted = desk.recommend(recommendation["id"])

    assert submitted["state"] == "submitted"
    assert desk.act(OFFICER, lambda uow: uow.calls.get(desk.call_id)).closes_at is None


def test_a_correction_needs_no_window(desk: Desk) -> None:
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, a_return("needs.scenarios"))
    at(desk, LAST_SECOND + 9 * A_DAY)

    stored = desk.stored(declaration_id)
    desk.save(declaration_id, "needs", dict(stored.dossier.answers["needs"]))

    assert desk.submit(declaration_id)["state"] == "in_review"
