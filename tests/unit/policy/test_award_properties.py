"""What holds for every award, whatever is claimed: caps, cuts, overlap, the same answer twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.money import ZERO, Money
from policy.award import Award, compute_award
from policy.canonical import canonical_json
from policy.claims import Claim
from policy.conditions import Situation
from policy.pack import Pack
from tests.unit.policy.claims import ROWS, SMALL, SUPPORTS, claims

WAN_YUAN = 1_000_000
LINES = (
    "transformation", "diagnosis", "chain_reward", "equipment", "cloud", "enabling_platform", "assessment", "training",
    "demonstration", "platform", "platform_in_order", "growth",
)  # fmt: skip
FEW = settings(max_examples=150, deadline=None)

Most = Callable[[Claim], int]
MOST: dict[str, Most] = {
    "transformation": lambda claim: {2: 25, 3: 35, 4: 40}.get(claim.facts["acceptance.level"], 0) * WAN_YUAN,
    "diagnosis": lambda _: 6 * WAN_YUAN,
    "assessment": lambda _: 3 * WAN_YUAN,
    "growth": lambda _: 100 * WAN_YUAN,
}
"""The cap of a tier, which the notice gives for every claim; what was awarded before counts against it."""

NAMED: dict[str, tuple[str, Most]] = {
    "diagnosis": ("support_in_a_year", lambda _: 50 * WAN_YUAN),
    "training": ("support_in_a_year", lambda _: 50 * WAN_YUAN),
    "cloud": ("yearly", lambda _: 30 * WAN_YUAN),
    "platform_in_order": ("platform", lambda _: 5 * WAN_YUAN),
    "enabling_platform": (
        "cumulative",
        lambda claim: (1000 if claim.facts["platform.is_nationally_recognised"] else 500) * WAN_YUAN,
    ),
}
"""Caps over several awards, with the key under which the claim says what they were used for."""


@FEW
@given(claims(*LINES))
def test_an_award_passes_none_of_its_caps(constructs: Pack, claim: Claim) -> None:
    award = compute_award(constructs, claim)

    assert 0 <= award.award_fen <= award.calculated_fen
    if claim.line in MOST:
        assert award.calculated_fen <= max(MOST[claim.line](claim) - claim.awarded_before.fen, 0)
    if claim.line in NAMED:
        key, most = NAMED[claim.line]
        assert award.calculated_fen <= max(most(claim) - claim.awarded_by_cap.get(key, ZERO).fen, 0)
    if claim.line == "platform":
        assert award.calculated_fen <= 200 * WAN_YUAN


@FEW
@given(claims(*LINES))
def test_the_same_claim_gives_the_same_award_word_for_word(constructs: Pack, claim: Claim) -> None:
    again = Claim.from_wire(constructs, claim.as_wire())

    first, second = compute_award(constructs, claim), compute_award(constructs, again)
    assert canonical_json(first.as_wire()) == canonical_json(second.as_wire())


@FEW
@given(claims(*LINES))
def test_every_line_of_an_explanation_says_what_it_rests_on(constructs: Pack, claim: Claim) -> None:
    for line in compute_award(constructs, claim).lines:
        assert line.article or line.assumed, line.code
        assert line.requirement, line.code


@FEW
@given(claims("transformation"))
def test_no_category_counts_more_than_its_cap(constructs: Pack, claim: Claim) -> None:
    award = compute_award(constructs, claim)

    spend = [line for line in award.lines if line.code == "spend"]
    counted = sum(line.result_fen for line in spend)
    others = sum(line.result_fen for line in spend if line.inputs["category"] != "gateway")
    assert award.base_fen - others <= min(20 * WAN_YUAN, counted * 30 // 100)
    assert award.base_fen <= counted


@FEW
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_enterprises_does_not_change_a_platforms_total(constructs: Pack, rows: Any, random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)

    for line in ("platform", "platform_in_order"):
        assert total(constructs, line, rows) == total(constructs, line, tuple(shuffled))


@FEW
@given(ROWS)
def test_the_rows_of_a_platform_add_up_and_no_enterprise_passes_its_own_cap(constructs: Pack, rows: Any) -> None:
    award = of_rows(constructs, "platform", rows)

    assert sum(row.award_fen for row in award.rows) == award.calculated_fen
    for row, enterprise in zip(award.rows, rows, strict=True):
        before = enterprise.get("awarded_before", ZERO)
        assert row.award_fen <= row.before_fen <= max(20 * WAN_YUAN - before.fen, 0)
        assert row.before_fen * 5 <= enterprise["actual_cost"].fen


@FEW
@given(ROWS)
def test_rows_served_in_order_leave_nothing_to_those_behind_the_first_that_was_cut(constructs: Pack, rows: Any) -> None:
    award = of_rows(constructs, "platform_in_order", rows)

    first_cut = next((at for at, row in enumerate(award.rows) if row.award_fen < row.before_fen), len(award.rows))
    assert sum(row.award_fen for row in award.rows) == award.calculated_fen
    assert all(row.award_fen == 0 for row in award.rows[first_cut + 1 :])


@FEW
@given(claims("transformation", "cloud"), SUPPORTS)
def test_two_supports_for_the_same_are_never_both_held(constructs: Pack, claim: Claim, supports: Any) -> None:
    alone = compute_award(constructs, with_facts(claim, {"supports.elsewhere": ()})).calculated_fen

    beside = compute_award(constructs, with_facts(claim, {"supports.elsewhere": supports})).calculated_fen

    held = sum(each["amount"].fen for each in supports if counts(claim, each))
    if claim.line == "transformation":
        assert beside + held == max(alone, held)
    else:
        assert beside == (0 if held else alone)


@FEW
@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_a_day_belongs_to_one_period_of_a_tier(constructs: Pack, day: date) -> None:
    for line in constructs.lines:
        for dated in (each for tier in line.tiers for each in (tier.rate, tier.cap, tier.flat) if each is not None):
            assert len([period for period in dated.periods if period.covers(day)]) == 1


@FEW
@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_a_day_belongs_to_one_tier(constructs: Pack, day: date) -> None:
    situation = Situation({"diagnosed_on": day}, constructs.values)

    holding = [number for number, tier in enumerate(constructs.line("diagnosis").tiers) if tier.when.holds(situation)]
    assert holding[0] == (0 if day < date(2025, 7, 1) else 1)


@FEW
@given(st.integers(0, 10**11), st.integers(0, 4))
def test_a_figure_belongs_to_one_tier(constructs: Pack, fen: int, level: int) -> None:
    facts = {"equipment.investment_last_year": Money(fen), "base.amount": Money(fen), "acceptance.level": level}
    situation = Situation(facts, constructs.values)

    holding = [
        [number for number, tier in enumerate(constructs.line(key).tiers) if tier.when and tier.when.holds(situation)]
        for key in ("equipment", "transformation")
    ]
    assert holding[0][:1] == ([] if fen < 100 * WAN_YUAN else [0] if fen >= 500 * WAN_YUAN else [1])
    assert holding[1] == ([] if level < 2 else [4 - level])


@FEW
@given(st.integers(0, 10**11), SMALL)
def test_a_higher_base_never_brings_less_within_a_tier(constructs: Pack, fen: int, more: Money) -> None:
    def diagnosis(fee: int) -> int:
        facts = {"diagnosis.fee": Money(fee), "standing.lists": frozenset()}
        facts |= dict.fromkeys(("applied_on", "diagnosed_on"), date(2025, 1, 1))
        return compute_award(constructs, Claim(line="diagnosis", facts=facts)).award_fen

    assert diagnosis(fen) <= diagnosis(fen + more.fen)


@FEW
@given(SMALL, SMALL, SMALL, st.decimals(-100, 1000, places=2))
def test_who_grew_more_never_gets_less_and_who_grew_by_the_average_or_less_nothing(
    constructs: Pack, this_year: Money, more: Money, last_year: Money, average: Decimal
) -> None:
    def growth(amount: Money) -> Award:
        answers = {"this_year": amount, "last_year": last_year, "average_percent": average}
        facts: dict[str, Any] = {f"declaration.growth.{name}": answer for name, answer in answers.items()}
        return compute_award(constructs, Claim(line="growth", facts={**facts, "applied_on": date(2025, 1, 1)}))

    award = growth(this_year)
    assert award.award_fen <= growth(this_year + more).award_fen
    assert award.base_fen >= 0
    assert (award.base_fen == 0) is (this_year.fen - 1 < last_year.fen * (100 + average) / 100)


def of_rows(pack: Pack, line: str, rows: Any) -> Award:
    return compute_award(pack, Claim(line=line, facts={"platform.enterprises": rows, "applied_on": date(2025, 1, 1)}))


def total(pack: Pack, line: str, rows: Any) -> int:
    return of_rows(pack, line, rows).calculated_fen


def with_facts(claim: Claim, facts: dict[str, Any]) -> Claim:
    return replace(claim, facts={**claim.facts, **facts})


def counts(claim: Claim, support: dict[str, Any]) -> bool:
    if support["is_returned"] or support["purpose"] != claim.line:
        return False
    if claim.line == "cloud":
        return bool(support["year"] == claim.facts["applied_on"].year)
    return bool(support["granted_by"] == "city")
