"""Allocation plans, their approval and their public notice (DL10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.public_notice import NoticeState
from casework.refusals import LineUnderObjection, NoticeNotOpen, NoticeStillOpen
from contracts.events.funding import AllocationPlanApproved, AllocationPlanPublished, AwardComputed, TrancheReleased
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed, StaleVersion
from contracts.working_days import WorkingDays
from services.funding.domain.allocation_plan import MeetingVerdict
from services.funding.domain.refusals import (
    AlreadyInPlan,
    BudgetExceeded,
    NotPayable,
    PayeeNameDiffers,
    PayeeUnknown,
    PlanNotPublished,
)
from services.funding.domain.states import PlanState, TrancheState
from services.funding.use_cases.add_plan_lines import add_plan_lines
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.close_due_notices import close_due_notices
from services.funding.use_cases.decide_objection import decide_objection
from services.funding.use_cases.recompute_notices import recompute_notices
from services.funding.use_cases.remove_plan_line import remove_plan_line
from services.funding.use_cases.withdraw_plan import withdraw_plan
from tests import builders_funding as build
from tests.builders_funding import CATEGORY, CHECKER, MAKER, OFFICER, STRANGER
from tests.desk_funding import ONE_SECOND, Desk


def pool(desk: Desk, source: str = "central") -> Money:
    committed: Money = desk.uow.budget.held[source, 2025, CATEGORY].committed
    return committed


def two_lines(desk: Desk) -> tuple[object, object]:
    return desk.accepted(build.an_applicant("甲")), desk.accepted(build.an_applicant("乙"))


def test_a_plan_holds_its_lines_and_its_totals_by_source() -> None:
    desk = Desk()
    first, second = two_lines(desk)
    desk.recommend(first, second)

    plan = desk.draw_up(first, second)

    assert (plan["number"], plan["total_fen"]) == ("DLFA2025001", 40_000_000)
    assert plan["shares"] == {"central": 20_000_000, "local": 20_000_000}
    assert desk.tranche(first).state is TrancheState.PLANNED


def test_what_is_not_recommended_is_refused_and_the_rest_is_planned() -> None:
    desk = Desk()
    first, second = two_lines(desk)
    desk.recommend(first)

    plan = desk.draw_up(first, second)

    assert [line["tranche_id"] for line in plan["lines"]] == [first]
    assert [(item["id"], item["code"]) for item in plan["refused"]] == [(str(second), "action_not_allowed")]


def test_only_the_city_draws_up_a_plan() -> None:
    desk = Desk()
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)

    with pytest.raises(NotAllowed):
        desk.draw_up(tranche_id, by=MAKER)


def test_a_line_leaves_the_plan_before_the_meeting_and_can_enter_another() -> None:
    desk = Desk()
    first, second = two_lines(desk)
    desk.recommend(first, second)
    plan = desk.draw_up(first, second)
    line_id = plan["lines"][0]["id"]

    changed = desk.act(
        OFFICER,
        lambda uow: remove_plan_line(
            uow, desk.packs, OFFICER, plan["id"], line_id, reason="材料待核", expected_version=1
        ),
    )
    other = desk.draw_up(first)

    assert changed["total_fen"] == other["total_fen"] == 20_000_000
    with pytest.raises(StaleVersion):
        desk.act(
            OFFICER,
            lambda uow: remove_plan_line(uow, desk.packs, OFFICER, plan["id"], line_id, reason="", expected_version=1),
        )


def test_more_lines_enter_a_plan_that_is_being_drawn_up() -> None:
    desk = Desk()
    first, second = two_lines(desk)
    desk.recommend(first, second)
    plan = desk.draw_up(first)

    changed = desk.act(
        OFFICER,
        lambda uow: add_plan_lines(uow, desk.packs, desk.clock, OFFICER, plan["id"], tranche_ids=(second,)),
    )

    assert changed["total_fen"] == 40_000_000
    assert changed["version"] == 2


def test_a_tranche_stands_in_one_plan_only() -> None:
    desk = Desk()
    first, second = two_lines(desk)
    desk.recommend(first, second)
    desk.draw_up(first)

    with pytest.raises((ActionNotAllowed, AlreadyInPlan)):
        desk.draw_up(first)


def test_a_withdrawn_plan_frees_what_it_held() -> None:
    desk = Desk()
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)
    plan = desk.draw_up(tranche_id)

    desk.act(OFFICER, lambda uow: withdraw_plan(uow, desk.packs, OFFICER, plan["id"], reason="重做"))

    assert desk.tranche(tranche_id).state is TrancheState.RECOMMENDED
    assert desk.draw_up(tranche_id)["total_fen"] == 20_000_000


def test_the_meeting_commits_the_budget_and_freezes_the_payee() -> None:
    desk = Desk()
    desk.budget(200_000)
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)

    plan = desk.decide(desk.draw_up(tranche_id)["id"])

    assert plan["state"] is PlanState.APPROVED
    assert pool(desk) == Money.wan_yuan("10")
    snapshot = desk.uow.snapshots.latest([tranche_id])[tranche_id]
    assert (snapshot.payee.number.last4, snapshot.revision) == ("5678", 1)
    assert isinstance(desk.uow.outbox.events[-1], AllocationPlanApproved)


def test_the_pack_says_what_the_meeting_may_decide() -> None:
    desk = Desk()
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)
    plan = desk.draw_up(tranche_id)

    returned = desk.decide(plan["id"], MeetingVerdict.RETURNED)
    rejected = desk.decide(plan["id"], MeetingVerdict.REJECTED)

    assert (returned["state"], rejected["state"]) == (PlanState.DRAWN_UP, PlanState.WITHDRAWN)
    assert desk.tranche(tranche_id).state is TrancheState.RECOMMENDED


def test_no_plan_is_approved_above_the_budget_and_each_short_source_is_named() -> None:
    desk = Desk()
    desk.confirm(desk.enter("central", 100_000)["id"])
    desk.confirm(desk.enter("local", 99_999)["id"])
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)

    with pytest.raises(BudgetExceeded) as refused:
        desk.decide(desk.draw_up(tranche_id)["id"])

    (problem,) = refused.value.problems
    assert problem.field == "shares.local"
    assert (problem.inputs["needed_fen"], problem.inputs["available_fen"]) == (10_000_000, 9_999_900)


def test_the_budget_of_another_year_does_not_help() -> None:
    desk = Desk()
    desk.budget(year=2024)
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)

    with pytest.raises(BudgetExceeded):
        desk.decide(desk.draw_up(tranche_id, year=2025)["id"])


def test_an_account_in_another_name_stops_the_approval_and_full_width_brackets_do_not() -> None:
    desk = Desk()
    desk.budget()
    first, second = two_lines(desk)
    desk.hear(build.an_account(build.an_applicant("甲"), name="大连甲轴承(集团)有限公司", sequence=2))
    desk.hear(build.an_account(build.an_applicant("乙"), name="大连丙轴承（集团）有限公司", sequence=2))
    desk.recommend(first, second)

    assert desk.decide(desk.draw_up(first)["id"])["state"] is PlanState.APPROVED
    with pytest.raises(PayeeNameDiffers) as refused:
        desk.decide(desk.draw_up(second)["id"])

    assert refused.value.facts["account_name"] == "大连丙轴承（集团）有限公司"


def test_somebody_elses_account_is_no_payee() -> None:
    desk = Desk()
    desk.budget()
    applicant, other = build.an_applicant("甲"), build.an_applicant("乙")
    tranche_id = desk.accepted(applicant)
    account = build.an_account(applicant, sequence=2)
    desk.hear(type(account)(**{**vars(account), "organisation_id": other.id}))
    desk.recommend(tranche_id)

    with pytest.raises(PayeeUnknown):
        desk.decide(desk.draw_up(tranche_id)["id"])


def test_a_later_account_does_not_move_an_approved_plan() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.hear(build.an_account(build.an_applicant(), number="9999888877776666", sequence=2))
    desk.wait_for_the_end(plan)
    desk.release(plan)

    batch = desk.instruct(tranche_id)

    assert batch["instructions"][0]["payee"]["last4"] == "5678"


def test_the_notice_runs_as_long_as_the_pack_says_and_shows_that_this_is_assumed() -> None:
    desk = Desk()
    desk.budget()

    plan = desk.planned(desk.accepted())

    notice = plan["notice"]
    assert (notice["days"], notice["unit"], notice["closes_on"].isoformat()) == (5, "working_day", "2025-06-11")
    assert "未规定期限" in notice["basis"].assumed
    assert isinstance(desk.uow.outbox.events[-1], AllocationPlanPublished)


def test_one_second_before_the_notice_ends_nothing_is_released_and_one_later_it_is() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.wait_until(plan["notice"]["closes_at"] - ONE_SECOND)

    with pytest.raises(NoticeStillOpen) as refused:
        desk.release(plan)
    desk.clock.advance(ONE_SECOND)
    desk.release(plan)

    assert refused.value.facts["closes_at"] == plan["notice"]["closes_at"].isoformat()
    assert desk.tranche(tranche_id).state is TrancheState.RELEASED
    assert isinstance(desk.uow.outbox.events[-1], TrancheReleased)


def test_a_plan_that_was_not_published_is_not_released() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)
    plan = desk.draw_up(tranche_id)
    desk.decide(plan["id"])

    with pytest.raises(PlanNotPublished):
        desk.release(plan)


def test_the_release_is_the_finance_bureaus() -> None:
    desk = Desk()
    desk.budget()
    plan = desk.planned(desk.accepted())
    desk.wait_for_the_end(plan)

    with pytest.raises(NotAllowed):
        desk.release(plan, by=OFFICER)


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


def test_a_lost_standing_stops_the_release_with_its_article() -> None:
    desk = Desk()
    desk.budget()
    applicant = build.an_applicant()
    plan = desk.planned(desk.accepted(applicant))
    desk.wait_for_the_end(plan)
    desk.uow.known.keep_organisation(build.an_organisation(applicant), lists=["dishonest"])

    with pytest.raises(NotPayable) as refused:
        desk.release(plan)

    assert [(each.code, each.article) for each in refused.value.problems] == [
        ("not_dishonest", "指南 一、申报条件（四）")
    ]


def test_delisting_termination_and_a_changed_name_stop_the_release_all_at_once() -> None:
    desk = Desk()
    desk.budget()
    applicant = build.an_applicant()
    tranche_id = desk.accepted(applicant)
    plan = desk.planned(tranche_id)
    desk.wait_for_the_end(plan)
    desk.uow.known.delisted.add(build.a_case_id(applicant))
    desk.uow.known.ended.add(build.a_project_id(applicant))
    desk.hear(build.an_organisation(applicant, name="大连改名有限公司", sequence=2))

    with pytest.raises(NotPayable) as refused:
        desk.release(plan)

    assert [each.code for each in refused.value.problems] == [
        "pilot_delisted",
        "project_terminated",
        "payee_name_differs",
    ]


def test_what_was_released_can_be_recalled_before_it_is_paid() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)

    desk.act(
        OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, tranche_id, reason="企业被移出名单")
    )

    assert desk.tranche(tranche_id).state is TrancheState.RECALLED
    assert pool(desk) == Money(0)
    with pytest.raises(ActionNotAllowed):
        desk.instruct(tranche_id, by=MAKER)


def test_nothing_is_recalled_while_the_bank_has_it() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    desk.check(desk.instruct(tranche_id), by=CHECKER)

    with pytest.raises(ActionNotAllowed):
        desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, tranche_id, reason="x"))
