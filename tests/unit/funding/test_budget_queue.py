"""A pack says in which order a budget serves, and what becomes of whom it cannot carry (`policy.budget_service`)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from contracts.money import Money
from services.funding.domain.budget_queue import Place, places
from services.funding.domain.refusals import BudgetWaits
from services.funding.domain.states import TrancheState
from services.funding.use_cases.recompute_award import recompute_award
from services.funding.use_cases.withdraw_plan import withdraw_plan
from tests import builders_funding as build
from tests.builders_budget_rules import with_budget_rules
from tests.builders_funding import CATEGORY, OFFICER, PROGRAMME, TODAY
from tests.desk_funding import Desk

ARTICLE = "指南 五、资金拨付（二）"


def a_desk(exhaustion: str, *, budget_wan_yuan: int) -> tuple[Desk, list[UUID]]:
    """甲, 乙 and 丙 are due 20万元 each; 乙 completed first, then 丙, then 甲. The budget has so much in all."""
    desk = Desk(with_budget_rules(exhaustion))
    desk.budget(budget_wan_yuan * 10_000 // 2)
    ids = []
    for name, completed_on in (("甲", date(2025, 3, 3)), ("乙", date(2025, 3, 1)), ("丙", date(2025, 3, 2))):
        ref, applicant = desk.pack.ref, build.an_applicant(name)
        acceptance = build.an_acceptance(applicant, pack=ref.text, pack_sha256=ref.sha256, completed_on=completed_on)
        desk.accept(acceptance)
        ids.append(desk.tranche_of(acceptance.project_id))
    desk.recommend(*ids)
    return desk, ids


def queue(desk: Desk) -> list[Place]:
    waiting, pools = desk.uow.budget_queue.waiting(PROGRAMME, CATEGORY), desk.uow.budget_queue.pools(2025, CATEGORY)
    return list(places(desk.pack, waiting, pools, fund_year=2025, on=TODAY))


def test_the_budget_serves_in_the_order_of_the_pack_and_says_who_waits_and_by_which_article() -> None:
    desk, (first, second, third) = a_desk("queue", budget_wan_yuan=45)

    found = queue(desk)

    assert [each.waiting.tranche.id for each in found] == [second, third, first]
    assert [each.served.status for each in found] == ["served", "served", "queued"]
    waits = found[-1].as_wire()
    assert (waits["place"], waits["ahead_fen"], waits["amount_fen"]) == (3, Money.wan_yuan("40").fen, 0)
    assert (waits["requirement"], waits["article"]) == ("预算不足的处理", ARTICLE)


@pytest.mark.parametrize("exhaustion", ["queue", "stop"])
def test_who_does_not_fit_is_refused_by_the_plan_with_the_article_and_the_others_enter_it(exhaustion: str) -> None:
    desk, (first, second, third) = a_desk(exhaustion, budget_wan_yuan=45)

    plan = desk.draw_up(first, second, third)

    assert {line["tranche_id"] for line in plan["lines"]} == {second, third}
    (refused,) = plan["refused"]
    assert (refused["id"], refused["code"]) == (str(first), "budget_waits")
    (problem,) = refused["problems"]
    assert (problem["article"], problem["inputs"]["place"]) == (ARTICLE, 3)
    assert desk.tranche(first).state is TrancheState.RECOMMENDED


def test_nobody_overtakes_who_waits_before() -> None:
    desk, (first, _, third) = a_desk("queue", budget_wan_yuan=25)

    with pytest.raises(BudgetWaits):
        desk.draw_up(first, third)


def test_what_stands_in_a_plan_keeps_its_money() -> None:
    desk, (first, second, third) = a_desk("queue", budget_wan_yuan=45)
    desk.draw_up(second)

    assert [(each.waiting.tranche.id, each.served.status) for each in queue(desk)] == [
        (third, "served"),
        (first, "queued"),
    ]


def test_pro_rata_everybody_enters_the_plan_with_the_same_part_and_the_award_says_why() -> None:
    desk, ids = a_desk("pro_rata", budget_wan_yuan=45)

    plan = desk.draw_up(*ids)

    assert [line["amount_fen"] for line in plan["lines"]] == [Money.wan_yuan("15").fen] * 3
    award = desk.award(ids[0])
    assert award.amount == desk.tranche(ids[0]).amount == Money.wan_yuan("15")
    line = next(each for each in award.computation.outcome["explanation"] if each["code"] == "budget")
    assert (line["article"], line["cuts"][0]["cut_fen"]) == (ARTICLE, Money.wan_yuan("5").fen)
    key = (PROGRAMME, "transformation", build.an_applicant("甲").credit_code)
    assert desk.uow.allowances.rows[key].held == Money.wan_yuan("15")


def test_a_plan_that_was_cut_is_approved_and_uses_the_whole_budget() -> None:
    desk, ids = a_desk("pro_rata", budget_wan_yuan=45)
    plan = desk.draw_up(*ids)

    approved = desk.decide(plan["id"])

    assert approved["total_fen"] == Money.wan_yuan("45").fen
    assert {pool.available.fen for pool in desk.uow.budget.held.values()} == {0}


def test_a_cut_lasts_until_the_award_is_computed_again() -> None:
    desk, ids = a_desk("pro_rata", budget_wan_yuan=45)
    plan = desk.draw_up(*ids)
    desk.act(OFFICER, lambda uow: withdraw_plan(uow, desk.packs, OFFICER, plan["id"], reason="重新编制"))

    award = desk.award(ids[0])
    desk.act(OFFICER, lambda uow: recompute_award(uow, desk.packs, desk.clock, OFFICER, award.id))

    assert (desk.award(ids[0]).amount, desk.award(ids[0]).correction) == (Money.wan_yuan("20"), None)


def test_a_pack_without_rules_leaves_it_to_whoever_plans() -> None:
    desk = Desk()
    desk.budget(100)
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)

    plan: dict[str, Any] = desk.draw_up(tranche_id)

    assert (len(plan["lines"]), queue(desk)) == (1, [])
