"""Awards (核算出的奖补): one pure function for the trial calculation, the award, and the replay under another version.

Every computed line explains itself: what it rests on, its inputs, the rate, the cap, what was cut and
why (requirement ALL4). Nothing is ever awarded through a failed gate or outside a window, but the
calculation is still shown, so that an applicant sees what a passed gate would bring.

The order is fixed: base, tier with its formula and cap, the sum of rows, caps over several awards, overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contracts.money import Money
from contracts.refusal import Problem
from policy.award_base import Counted, of_fact, of_growth, of_spend
from policy.award_formula import Ground, Outcome, by_tiers
from policy.award_limits import within_limits
from policy.award_lines import Award, AwardLine, Cut, RowAward
from policy.award_periods import period_in
from policy.award_rows import BASE_AMOUNT, after_cuts, excess_line, of_rows
from policy.claims import Claim
from policy.conditions import Condition, Situation, comparisons_in
from policy.gates import Rule
from policy.refs import Basis
from policy.subsidy import SubsidyLine
from policy.subsidy_base import FACT, ROWS, SPEND

if TYPE_CHECKING:
    from policy.pack import Pack

__all__ = ["Award", "AwardLine", "Cut", "RowAward", "compute_award", "outside"]


def compute_award(pack: Pack, claim: Claim, *, gate: str | None = None) -> Award:
    """What the pack gives for the claim. Deterministic; KeyError for a subsidy line that the pack does not have.

    `gate` judges in place of the line's own: that of a tranche which is due before the award is.
    """
    line = pack.line(claim.line)
    situation = Situation(claim.facts, pack.values)
    problems = pack.gate(gate or line.gate).failed(claim.facts)
    problems += outside(line.windows, situation)

    counted, outcome, rows = _calculated(line, claim, situation)
    limits = within_limits(line, outcome.amount, claim, situation.in_row({BASE_AMOUNT: Money(counted.fen)}))
    lines = [*counted.lines, *outcome.lines, *limits.lines]
    if rows:
        rows = after_cuts(rows, limits.amount, line)
        lines += excess_line(line, outcome.amount, limits.amount)

    problems += [*counted.problems, *outcome.problems, *limits.problems]
    return Award(
        pack=pack.ref,
        line=line.key,
        award_fen=0 if problems else limits.amount.fen,
        calculated_fen=limits.amount.fen,
        base_fen=counted.fen,
        lines=tuple(lines),
        rows=rows,
        problems=tuple(problems),
        assumptions=_assumptions(line, lines, situation),
    )


def _calculated(line: SubsidyLine, claim: Claim, situation: Situation) -> tuple[Counted, Outcome, tuple[RowAward, ...]]:
    """The base, the amount by the tier that holds, and its rows, where it has rows."""
    if line.base.of == ROWS:
        found = of_rows(line, claim, situation)
        return Counted(found.base_fen), found.outcome, found.rows
    counted = _counted(line, claim, situation)
    with_base = situation.in_row({BASE_AMOUNT: Money(counted.fen)})
    ground = Ground(counted.fen, claim.awarded_before, line.rounding_fen, with_base)
    outcome = by_tiers(line.tiers, line.basis, ground)
    return counted, outcome, ()


def _counted(line: SubsidyLine, claim: Claim, situation: Situation) -> Counted:
    if line.base.of == SPEND:
        return of_spend(line.base, claim.spend, situation)
    if line.base.growth is not None:
        return of_growth(line.base, line.base.growth, situation)
    return of_fact(line.base, situation) if line.base.of == FACT else Counted(0)


def outside(windows: tuple[Rule, ...], situation: Situation, *, if_known: bool = False) -> list[Problem]:
    """The windows in which the claim does not lie; with `if_known` a date that is still to come is not judged."""
    judged = [each for each in windows if not if_known or each.condition.holds(situation) is not None]
    found = (window.failed(situation) for window in judged)
    return [problem for problem in found if problem is not None]


def _assumptions(line: SubsidyLine, lines: list[AwardLine], situation: Situation) -> tuple[str, ...]:
    """The reason of everything assumed that the award rests on, each once."""
    bases = (line.base.tax_basis, line.rounding_basis, *_value_bases(line, situation))
    bases += tuple(basis for each in lines for basis in (each.basis, *(cut.basis for cut in each.cuts)))
    return tuple(dict.fromkeys(basis.assumed for basis in bases if basis.assumed is not None))


def _value_bases(line: SubsidyLine, situation: Situation) -> Iterator[Basis]:
    """What windows and category lists rest on, and the values that rules, tiers and limits compare with."""
    yield from (window.basis for window in (*line.windows, *line.base.line_rules))
    for listed in line.base.categories:
        listing, _ = period_in(listed.listed, situation)
        if listing is not None:
            yield listing.basis
    for condition in _conditions(line):
        for comparison in comparisons_in(condition):
            key = comparison.operand.value
            period = situation.period(key) if key is not None else None
            if period is not None:
                yield period.basis


def _conditions(line: SubsidyLine) -> Iterator[Condition]:
    yield from (rule.condition for rule in line.base.line_rules)
    whens = [tier.when for tier in line.tiers]
    whens += [limit.when for cap in line.caps for limit in cap.limits]
    yield from (when for when in whens if when is not None)
    yield from (overlap.counts for overlap in line.overlaps)
