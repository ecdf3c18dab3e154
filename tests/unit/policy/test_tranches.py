"""Tranches: together they are the award, or what was granted above it is named."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.money import Money
from policy.award import compute_award
from policy.canonical import canonical_json
from policy.claims import Claim
from policy.pack import Pack
from policy.split import split
from policy.tranche_due import NOTHING, PAYMENT, RECOVERY, due, plan
from policy.tranches import triggered
from tests.unit.policy.claims import DAYS, SMALL, claims

FEW = settings(max_examples=100, deadline=None)
LINES = ("transformation", "demonstration", "diagnosis")


@FEW
@given(claims(*LINES))
def test_the_tranches_add_up_to_the_award_or_say_what_becomes_of_the_rest(constructs: Pack, claim: Claim) -> None:
    parts = plan(constructs, claim)

    award = compute_award(constructs, claim).award_fen
    paid = sum(part.net_fen for part in parts)
    recovers = claim.line == "transformation"
    assert paid == award if recovers or paid <= award else parts[-1].lines[-1].code == "recovery"
    assert all(part.amount_fen >= 0 for part in parts)


@FEW
@given(claims(*LINES), SMALL)
def test_a_settling_tranche_brings_the_difference_whatever_was_granted(
    constructs: Pack, claim: Claim, granted: Money
) -> None:
    last = constructs.line(claim.line).tranches[-1]

    part = due(constructs, claim, last.key, {"before": granted})

    difference = compute_award(constructs, claim).award_fen - granted.fen
    below_zero = RECOVERY if claim.line == "transformation" else NOTHING
    assert part.outcome == (PAYMENT if difference > 0 else below_zero if difference < 0 else NOTHING)
    assert part.amount_fen == (abs(difference) if part.outcome != NOTHING else 0)


@FEW
@given(claims("transformation", "demonstration"))
def test_what_comes_before_the_award_stays_below_the_highest_that_it_may_be(constructs: Pack, claim: Claim) -> None:
    first = constructs.line(claim.line).tranches[0]

    part = due(constructs, claim, first.key, {})

    most = {"transformation": 40, "demonstration": 20}[claim.line] * 1_000_000
    assert part.amount_fen <= max(most - claim.awarded_before.fen, 0)
    if claim.line == "transformation":
        assert part.amount_fen <= 10 * 1_000_000
        assert part.amount_fen * 10 <= claim.facts["contract.down_payment"].fen * 4


@FEW
@given(claims("transformation"))
def test_an_advance_stays_below_what_supports_elsewhere_leave_of_the_highest_award(
    constructs: Pack, claim: Claim
) -> None:
    supports = claim.facts["supports.elsewhere"]
    held = sum(
        each["amount"].fen
        for each in supports
        if (each["purpose"], each["granted_by"], each["is_returned"]) == ("transformation", "city", False)
    )

    part = due(constructs, claim, "first", {})

    assert part.amount_fen <= max(40 * 1_000_000 - claim.awarded_before.fen - held, 0)


@FEW
@given(claims("transformation"), DAYS)
def test_every_tranche_is_split_to_the_fen(constructs: Pack, claim: Claim, planned_on: object) -> None:
    for part in plan(constructs, claim):
        rule = constructs.split_on(planned_on, part.line, part.tranche)  # type: ignore[arg-type]

        assert sum(split(part.amount_fen, rule).values()) == part.amount_fen


@FEW
@given(claims(*LINES))
def test_a_tranche_is_explained_the_same_way_twice(constructs: Pack, claim: Claim) -> None:
    again = Claim.from_wire(constructs, claim.as_wire())

    for one, other in zip(plan(constructs, claim), plan(constructs, again), strict=True):
        assert canonical_json(one.as_wire()) == canonical_json(other.as_wire())


@given(st.sets(st.sampled_from(["first", "rest"])))
def test_an_event_makes_the_next_tranche_due_and_nothing_after_the_settling_one(
    constructs: Pack, granted: set[str]
) -> None:
    line = constructs.line("transformation")

    on_contract, on_acceptance = (
        triggered(line, "contract_filed", granted),
        triggered(line, "acceptance_passed", granted),
    )

    assert (on_contract and on_contract.key) == (None if granted else "first")
    assert (on_acceptance and on_acceptance.key) == (None if "rest" in granted else "rest")
    assert triggered(line, "tranche_paid", granted) is None


def test_a_line_without_tranches_is_paid_at_once(constructs: Pack) -> None:
    (whole,) = constructs.line("diagnosis").tranches

    assert (whole.key, whole.settles, whole.triggers) == ("whole", True, ())


def test_a_recovery_says_what_was_granted_what_is_due_and_what_it_rests_on(constructs: Pack) -> None:
    facts = {"acceptance.level": 1, "applicant.other_projects": 0, "supports.elsewhere": ()}
    facts |= {"contract_on": date(2024, 5, 1), "applied_on": date(2025, 2, 1), "assessed_on": date(2025, 1, 20)}

    part = due(constructs, Claim(line="transformation", facts=facts), "rest", {"first": Money.wan_yuan("8")})

    assert (part.outcome, part.net_fen) == (RECOVERY, -8_000_000)
    assert [line.as_wire() for line in part.lines[-2:]] == [
        {
            "code": "granted_before",
            "title": "验收后拨付剩余资金",
            "requirement": "验收后拨付剩余资金：奖补0万元，此前已核定8万元",
            "inputs": {"award_fen": 0, "granted_fen": {"first": 8_000_000}},
            "result_fen": -8_000_000,
            "article": "办法 第七条",
        },
        {
            "code": "recovery",
            "title": "未达到等级的追回首期资金",
            "requirement": "未达到等级的追回首期资金：已核定金额超出奖补8万元，应予追回",
            "inputs": {"award_fen": 0, "granted_before_fen": 8_000_000, "recovers": True},
            "result_fen": -8_000_000,
            "assumed": "办法未规定追回，按专款专用原则追回",
        },
    ]
    assert part.assumptions[-1] == "办法未规定追回，按专款专用原则追回"
    assert [problem.code for problem in part.problems] == ["level_reached"]
