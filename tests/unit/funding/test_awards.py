"""Awards: what an accepted project gets, why, and from whom (DL9, DL11, ALL2, ALL4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.common_facts import NotKnownHere
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed, NotFound
from policy.claims import Claim
from policy.split import SplitRule, split
from services.funding.domain.award import compute
from services.funding.domain.bulk import sort_out
from services.funding.domain.refusals import DocumentUsed, NoneDone, NothingToAward
from services.funding.domain.shares import from_fen, must_add_up
from services.funding.domain.states import TrancheState
from services.funding.domain.trial import Trial, TrialLine, replay, trial_calculation
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.choose_showcase import choose_showcase
from services.funding.use_cases.evaluate_performance import evaluate_performance
from services.funding.use_cases.recompute_award import recompute_award
from tests import builders_funding as build
from tests.builders_funding import DISTRICT, OFFICER, OTHER_DISTRICT, PDF
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


def test_only_the_own_division_recommends() -> None:
    desk = Desk()
    tranche_id = desk.accepted()

    with pytest.raises(NotFound):
        desk.recommend(tranche_id, by=OTHER_DISTRICT)
    with pytest.raises(NotAllowed):
        desk.recommend(tranche_id, by=OFFICER)


def test_a_recommendation_needs_its_document() -> None:
    desk = Desk()
    tranche_id = desk.accepted()

    with pytest.raises(Invalid) as refused:
        desk.recommend(tranche_id, file=None)

    assert [problem.code for problem in refused.value.problems] == ["attachment_missing"]


def test_a_recommendation_has_a_result_for_each_item() -> None:
    desk = Desk()
    tranche_id, other = desk.accepted(), build.an_id("nothing")

    recommendation = desk.recommend(tranche_id, other)

    assert recommendation["tranche_ids"] == (tranche_id,)
    assert [(item["id"], item["code"]) for item in recommendation["refused"]] == [(str(other), "not_found")]
    assert desk.tranche(tranche_id).state is TrancheState.RECOMMENDED


def test_the_same_document_is_not_entered_twice() -> None:
    desk = Desk()
    desk.recommend(desk.accepted(build.an_applicant("甲")), number="甘工信2025-9")

    with pytest.raises(DocumentUsed):
        desk.recommend(desk.accepted(build.an_applicant("乙")), number="甘工信2025-9")


def test_with_nothing_done_a_shared_reason_rises_and_different_ones_are_listed() -> None:
    def refuse(name: str) -> None:
        raise (NotFound() if name == "absent" else ActionNotAllowed(state="paid", action="recommend"))

    with pytest.raises(NotFound):
        sort_out([build.an_id("a"), build.an_id("b")], lambda each: refuse("absent"))
    with pytest.raises(NoneDone) as refused:
        sort_out(
            [build.an_id("a"), build.an_id("b")], lambda each: refuse("absent" if each == build.an_id("a") else "")
        )

    assert [problem.code for problem in refused.value.problems] == ["not_found", "action_not_allowed"]


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


def test_a_trial_gives_what_the_award_would_be() -> None:
    lines = (
        TrialLine(
            category="software", link="production_control", amount_fen=Money.wan_yuan("40"), invoice_on=date(2024, 9, 1)
        ),
    )

    shown = trial_calculation(build.dalian(), Trial(spend=lines, contract_on=date(2024, 5, 6), level=2), on=build.TODAY)

    assert (shown["award_fen"], shown["shares"]) == (20_000_000, {"central": 10_000_000, "local": 10_000_000})


def test_a_replay_says_what_another_rate_would_have_given() -> None:
    desk = Desk()
    award = desk.award(desk.accepted())
    lines = [dict(line) for line in build.dalian().compiled["subsidy"]["lines"]]
    tier = dict(lines[0]["tiers"][0])
    tier["rate"] = {**tier["rate"], "values": [{**tier["rate"]["values"][0], "value": "0.40"}]}
    lines[0]["tiers"] = [tier]
    other = build.with_changes(build.dalian(), {"subsidy.lines": lines})

    shown = replay(award, other, on=build.TODAY)

    assert (shown["replayed"]["award_fen"], shown["difference_fen"]) == (16_000_000, -4_000_000)


def test_the_split_is_that_of_the_day_on_which_the_plan_is_drawn_up() -> None:
    compiled = build.dalian().compiled["split"]
    earlier, later = dict(compiled["values"][0]), dict(compiled["values"][0])
    earlier["until"] = "2025-06-30"
    later |= {"from": "2025-07-01", "value": {"shares": {"central": "0.3", "local": "0.7"}, "remainder": "local"}}
    desk = Desk(build.with_changes(build.dalian(), {"split.values": [earlier, later]}))
    ref = desk.pack.ref
    acceptance = build.an_acceptance(build.an_applicant(), pack=ref.text, pack_sha256=ref.sha256)
    desk.accept(acceptance)
    tranche_id = desk.tranche_of(acceptance.project_id)
    desk.recommend(tranche_id)
    desk.wait_until(build.NOON.replace(month=7, day=2))

    desk.draw_up(tranche_id)

    shares = {"central": Money.wan_yuan("6"), "local": Money.wan_yuan("14")}
    assert desk.tranche(tranche_id).shares == desk.award(tranche_id).shares == shares


@given(
    st.integers(min_value=0, max_value=10**13),
    st.lists(st.integers(min_value=1, max_value=1_000), min_size=1, max_size=5),
)
def test_the_parts_of_any_amount_add_up_to_it(award_fen: int, weights: list[int]) -> None:
    whole = sum(weights)
    shares = {f"source{number}": Decimal(weight) / whole for number, weight in enumerate(weights)}

    parts = split(award_fen, SplitRule(shares, "source0", build.dalian().split_on(build.TODAY).basis))

    must_add_up(from_fen(parts), Money(award_fen))


def test_a_computation_is_the_same_however_often_it_is_made() -> None:
    desk = Desk()
    award = desk.award(desk.accepted(yuan=1_300_000))

    again = compute(desk.pack, Claim.from_wire(desk.pack, award.claim), on=build.TODAY)

    assert again == award.computation


def test_the_document_of_a_district_is_a_pdf() -> None:
    desk = Desk()
    picture = type(PDF)(sha256="c" * 64, size=10, media_type="image/png", name="x.png")

    with pytest.raises(Invalid) as refused:
        desk.recommend(desk.accepted(), file=picture, by=DISTRICT)

    assert refused.value.problems[0].code == "media_type_not_allowed"
