"""Awards: what an accepted project gets, why, and from whom (DL9, DL11, ALL2, ALL4)."""

from __future__ import annotations

import pytest

from casework.common_facts import NotKnownHere
from contracts.money import Money
from contracts.refusal import Invalid
from services.funding.domain.refusals import NothingToAward
from services.funding.domain.states import TrancheState
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.choose_showcase import choose_showcase
from services.funding.use_cases.evaluate_performance import evaluate_performance
from services.funding.use_cases.recompute_award import recompute_award
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_funding import Desk


def test_forty_wan_of_eligible_spend_give_twenty_half_central_half_local() -> None:
    desk = Desk()

    award = desk.award(desk.accepted(yuan=400_000))

    assert award.amount == Money.wan_yuan("20")
    assert award.shares == {"central": Money.wan_yuan("10"), "local": Money.wan_yuan("10")}


def test_a_hundred_and_thirty_wan_are_cut_by_the_cap_and_the_cut_cites_its_article() -> None:
    desk = Desk()

    award = desk.award(desk.accepted(yuan=1_300_000))

    assert award.amount == Money.wan_yuan("50")
    cap = next(line for line in award.computation.outcome["explanation"] if line["code"] == "cap")
    assert cap["article"] == "指南 二、支持标准"
    assert cap["cuts"][0]["cut_fen"] == Money.wan_yuan("15").fen


def test_the_cap_runs_over_all_projects_of_an_enterprise() -> None:
    desk, applicant = Desk(), build.an_applicant()
    first = desk.accepted(applicant, "1", yuan=800_000)

    second = desk.award(desk.accepted(applicant, "2", yuan=800_000))

    assert desk.award(first).amount == Money.wan_yuan("40")
    assert second.amount == Money.wan_yuan("10")
    cap = next(line for line in second.computation.outcome["explanation"] if line["code"] == "cap")
    assert cap["inputs"]["awarded_before_fen"] == Money.wan_yuan("40").fen


def test_another_enterprise_has_a_cap_of_its_own() -> None:
    desk = Desk()
    desk.accepted(build.an_applicant("甲"), yuan=1_000_000)

    other = desk.award(desk.accepted(build.an_applicant("乙"), yuan=1_000_000))

    assert other.amount == Money.wan_yuan("50")


def test_what_is_assumed_is_shown_as_assumed() -> None:
    desk = Desk()

    award = desk.award(desk.accepted())

    parts = award.computation.outcome["explanation"][-1]
    assert parts["code"] == "split"
    assert "article" not in parts
    assert parts["assumed"] in award.computation.outcome["assumptions"]


def test_a_line_above_its_ceiling_counts_up_to_the_ceiling() -> None:
    desk, applicant = Desk(), build.an_applicant()
    acceptance = build.an_acceptance(
        applicant, lines=[build.an_eligible_line(300_000, product="MES", ceiling_yuan=200_000)]
    )

    desk.accept(acceptance)

    award = desk.award(desk.tranche_of(acceptance.project_id))
    assert award.amount == Money.wan_yuan("10")
    assert award.computation.outcome["explanation"][0]["cuts"][0]["reason"] == "over_price_ceiling"


def test_two_invoices_for_one_product_do_not_get_its_ceiling_twice() -> None:
    desk, applicant = Desk(), build.an_applicant()
    lines = [build.an_eligible_line(80_000, line=number, product="MES") for number in (1, 2)]
    contract = build.a_contract(applicant, lines=[build.a_contract_line("MES", ceiling_yuan=50_000, quantity="2")])
    acceptance = build.an_acceptance(applicant, lines=lines)

    desk.accept(acceptance, contract=contract)

    award = desk.award(desk.tranche_of(acceptance.project_id))
    assert award.computation.base == Money.wan_yuan("10")


def test_spend_outside_the_eligible_categories_counts_nothing_and_says_why() -> None:
    desk, applicant = Desk(), build.an_applicant()
    lines = [build.an_eligible_line(100_000), build.an_eligible_line(50_000, line=2, cost_category="other")]
    acceptance = build.an_acceptance(applicant, lines=lines)

    desk.accept(acceptance)

    award = desk.award(desk.tranche_of(acceptance.project_id))
    assert award.amount == Money.wan_yuan("5")
    assert award.computation.outcome["explanation"][1]["cuts"][0]["article"] == "指南 二、支持标准"


def test_below_level_two_nothing_is_due_and_the_failed_rule_is_named() -> None:
    desk, applicant = Desk(), build.an_applicant()
    acceptance = build.an_acceptance(applicant, level=1)

    desk.accept(acceptance)

    award = desk.award(desk.tranche_of(acceptance.project_id))
    assert award.amount == Money(0)
    assert [problem["code"] for problem in award.computation.outcome["problems"]] == ["level_reached"]
    with pytest.raises(NothingToAward):
        desk.recommend(desk.tranche_of(acceptance.project_id))


def test_an_award_waits_for_the_contract() -> None:
    desk, applicant = Desk(), build.an_applicant()
    desk.hear(build.an_organisation(applicant))

    with pytest.raises(NotKnownHere):
        desk.compute(build.an_acceptance(applicant))


def test_a_repeated_acceptance_changes_nothing() -> None:
    desk, applicant = Desk(), build.an_applicant()
    acceptance = build.an_acceptance(applicant)
    desk.accept(acceptance)
    before = desk.award(desk.tranche_of(acceptance.project_id))

    desk.compute(acceptance)

    assert desk.award(desk.tranche_of(acceptance.project_id)) == before


def test_a_later_acceptance_is_computed_again_while_no_plan_holds_the_award() -> None:
    desk, applicant = Desk(), build.an_applicant()
    acceptance = build.an_acceptance(applicant)
    desk.accept(acceptance)

    desk.compute(build.an_acceptance(applicant, yuan=200_000, sequence=4))

    tranche_id = desk.tranche_of(acceptance.project_id)
    assert desk.award(tranche_id).amount == desk.tranche(tranche_id).amount == Money.wan_yuan("10")


def test_a_later_acceptance_does_not_move_what_a_plan_holds() -> None:
    desk, applicant = Desk(), build.an_applicant()
    tranche_id = desk.accepted(applicant)
    desk.recommend(tranche_id)
    desk.draw_up(tranche_id)

    desk.compute(build.an_acceptance(applicant, yuan=200_000, sequence=4))

    assert desk.award(tranche_id).amount == Money.wan_yuan("20")


def test_what_was_called_off_frees_the_cap_for_the_other_projects() -> None:
    desk, applicant = Desk(), build.an_applicant()
    first = desk.accepted(applicant, "1", yuan=1_000_000)
    second = desk.accepted(applicant, "2", yuan=1_000_000)
    assert desk.award(second).amount == Money(0)

    desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, first, reason="项目终止"))
    desk.act(OFFICER, lambda uow: recompute_award(uow, desk.packs, desk.clock, OFFICER, desk.award(second).id))

    assert desk.tranche(first).state is TrancheState.REVOKED
    assert desk.award(first).amount == Money(0)
    assert desk.award(second).amount == Money.wan_yuan("50")


def test_the_enterprise_is_told_of_the_evaluation_and_why_it_is_a_showcase() -> None:
    desk = Desk()
    award_id = desk.award(desk.accepted()).id

    desk.act(
        OFFICER,
        lambda uow: evaluate_performance(uow, desk.clock, OFFICER, award_id, is_done=True, is_passed=True),
    )
    shown = desk.act(
        OFFICER, lambda uow: choose_showcase(uow, desk.clock, OFFICER, award_id, is_chosen=True, reason="轴承行业样板")
    )

    assert shown["performance_evaluation"].is_passed is True
    assert (shown["showcase"].is_chosen, shown["showcase"].reason) == (True, "轴承行业样板")


def test_a_showcase_needs_a_reason_and_an_evaluation_a_result() -> None:
    desk = Desk()
    award_id = desk.award(desk.accepted()).id

    with pytest.raises(Invalid):
        desk.act(OFFICER, lambda uow: choose_showcase(uow, desk.clock, OFFICER, award_id, is_chosen=True))
    with pytest.raises(Invalid):
        desk.act(
            OFFICER,
            lambda uow: evaluate_performance(uow, desk.clock, OFFICER, award_id, is_done=True, is_passed=None),
        )
