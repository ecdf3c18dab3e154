"""The public notice of a plan, and objections to its lines (DL10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.public_notice import NoticeState
from casework.refusals import LineUnderObjection, NoticeNotOpen
from contracts.events.funding import AllocationPlanPublished, AwardComputed
from contracts.money import Money
from contracts.refusal import Invalid, NotAllowed
from contracts.working_days import WorkingDays
from services.funding.domain.states import TrancheState
from services.funding.use_cases.close_due_notices import close_due_notices
from services.funding.use_cases.decide_objection import decide_objection
from services.funding.use_cases.recompute_notices import recompute_notices
from tests import builders_funding as build
from tests.builders_funding import OFFICER, STRANGER
from tests.desk_funding import Desk
from tests.unit.funding.situations import pool, two_lines


def test_the_notice_runs_as_long_as_the_pack_says_and_shows_that_this_is_assumed() -> None:
    desk = Desk()
    desk.budget()

    plan = desk.planned(desk.accepted())

    notice = plan["notice"]
    assert (notice["days"], notice["unit"], notice["closes_on"].isoformat()) == (5, "working_day", "2025-06-11")
    assert "未规定期限" in notice["basis"].assumed
    assert isinstance(desk.uow.outbox.events[-1], AllocationPlanPublished)


def test_the_timer_closes_a_notice_that_is_over_and_no_other() -> None:
    desk = Desk()
    desk.budget()
    plan = desk.planned(desk.accepted())
    desk.act(OFFICER, lambda uow: close_due_notices(uow, desk.clock))
    assert desk.uow.notices.get(plan["notice"]["id"]).notice.state is NoticeState.OPEN

    desk.wait_for_the_end(plan)
    desk.act(OFFICER, lambda uow: close_due_notices(uow, desk.clock))

    assert desk.uow.notices.get(plan["notice"]["id"]).notice.state is NoticeState.CLOSED


def test_a_new_holiday_prolongs_a_running_notice() -> None:
    desk = Desk()
    desk.budget()
    plan = desk.planned(desk.accepted())
    holiday = build.TODAY + timedelta(days=1)
    desk.uow.facts.days = WorkingDays({holiday: False}, frozenset({2025}))

    desk.act(OFFICER, lambda uow: recompute_notices(uow, desk.clock))

    assert desk.uow.notices.get(plan["notice"]["id"]).notice.closes_on.isoformat() == "2025-06-12"


def test_an_objection_holds_its_own_line_and_no_other() -> None:
    desk = Desk()
    desk.budget()
    first, second = two_lines(desk)
    plan = desk.planned(first, second)
    desk.object_to(plan, line=0)
    desk.wait_for_the_end(plan)

    released = desk.release(plan)

    assert released["tranche_ids"] == (second,)
    assert [item["code"] for item in released["refused"]] == ["line_under_objection"]


def test_an_objection_that_is_not_upheld_frees_its_line() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    objection = desk.object_to(plan)
    desk.wait_for_the_end(plan)
    with pytest.raises(LineUnderObjection):
        desk.release(plan)

    desk.decide_objection(objection, is_upheld=False)
    desk.release(plan)

    assert desk.tranche(tranche_id).state is TrancheState.RELEASED


def test_an_upheld_objection_takes_the_line_out_and_gives_budget_and_cap_back() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)

    desk.decide_objection(desk.object_to(plan), is_upheld=True)

    tranche = desk.tranche(tranche_id)
    assert (tranche.state, tranche.reason) == (TrancheState.RECALLED, "经核查")
    assert desk.award(tranche_id).amount == Money(0)
    assert pool(desk) == Money(0)
    (allowance,) = desk.uow.allowances.rows.values()
    assert (allowance.held, allowance.approved) == (Money(0), Money(0))
    assert any(isinstance(event, AwardComputed) and event.award_fen == 0 for event in desk.uow.outbox.events)


def test_a_reduced_award_enters_another_plan_and_another_notice() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.decide_objection(desk.object_to(plan), is_upheld=True, corrected=Money.wan_yuan("12"))

    again = desk.draw_up(tranche_id)
    desk.decide(again["id"])

    assert again["total_fen"] == Money.wan_yuan("12").fen
    assert desk.award(tranche_id).computation.outcome["explanation"][-2]["requirement"] == "经核查"
    assert pool(desk) == Money.wan_yuan("6")
    assert desk.uow.snapshots.latest([tranche_id])[tranche_id].revision == 2


@pytest.mark.parametrize("wan", ["20", "25"])
def test_a_correction_is_a_reduction(wan: str) -> None:
    desk = Desk()
    desk.budget()
    plan = desk.planned(desk.accepted())

    with pytest.raises(Invalid) as refused:
        desk.decide_objection(desk.object_to(plan), is_upheld=True, corrected=Money.wan_yuan(wan))

    assert refused.value.problems[0].code == "not_a_reduction"


def test_after_the_period_nobody_objects() -> None:
    desk = Desk()
    desk.budget()
    plan = desk.planned(desk.accepted())
    desk.wait_for_the_end(plan)

    with pytest.raises(NoticeNotOpen):
        desk.object_to(plan)


def test_only_the_city_decides_an_objection() -> None:
    desk = Desk()
    desk.budget()
    objection = desk.object_to(desk.planned(desk.accepted()))

    with pytest.raises(NotAllowed):
        desk.act(
            STRANGER,
            lambda uow: decide_objection(
                uow,
                desk.packs,
                desk.clock,
                STRANGER,
                objection["notice_id"],
                objection["id"],
                is_upheld=False,
                findings="x",
            ),
        )
