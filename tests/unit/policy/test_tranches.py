"""Tranches: together they are the award, or what was granted above it is named."""

from __future__ import annotations

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
