"""Allocation plans, their approval and their public notice (DL10)."""

from __future__ import annotations

import pytest

from contracts.events.funding import AllocationPlanApproved
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, NotAllowed, StaleVersion
from services.funding.domain.allocation_plan import MeetingVerdict
from services.funding.domain.refusals import (
    AlreadyInPlan,
    BudgetExceeded,
    PayeeNameDiffers,
    PayeeUnknown,
)
from services.funding.domain.states import PlanState, TrancheState
from services.funding.use_cases.add_plan_lines import add_plan_lines
from services.funding.use_cases.remove_plan_line import remove_plan_line
from services.funding.use_cases.withdraw_plan import withdraw_plan
from tests import builders_funding as build
from tests.builders_funding import MAKER, OFFICER
from tests.desk_funding import Desk
from tests.unit.funding.situations import pool, two_lines


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
