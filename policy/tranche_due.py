"""What is due of an award on an event, given what was granted before; below zero it is a recovery (XB18, ZS8).

    tranche = triggered(pack.line("transformation"), "contract_filed", granted=())
    due(pack, claim, tranche.key, granted={})            -> Due(outcome="payment", amount_fen=…)
    due(pack, claim, "rest", granted={"first": Money.wan_yuan("8")})

Payments less recoveries add up to the award, unless the pack leaves what was granted above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from policy.award import compute_award, outside
from policy.award_base import of_spend
from policy.award_formula import Outcome, cap_line, highest_of
from policy.award_limits import advance_beside_supports, under_caps
from policy.award_lines import Award, AwardLine
from policy.award_periods import period_in
from policy.claims import Claim
from policy.conditions import Situation
from policy.dated import Dated, Period
from policy.sentences import in_words
from policy.subsidy import SubsidyLine
from policy.subsidy_base import ROWS, SPEND
from policy.tranches import OF_AWARD, OF_BASE, Tranche

if TYPE_CHECKING:
    from policy.pack import Pack

OUTCOMES = PAYMENT, RECOVERY, NOTHING = ("payment", "recovery", "nothing")


@dataclass(frozen=True, kw_only=True)
class Due:
    """`amount_fen` is never negative: `outcome` says whether it is paid, claimed back, or nothing is due.

    `lines` explain it, those of the award before those of the tranche. `problems` are the rules for which nothing
    is due. `award` is what it was computed from; None for a tranche of a fact, which comes before any award.
    """

    line: str
    tranche: str
    title: str
    outcome: str
    amount_fen: int
    granted_before_fen: int
    award: Award | None
    lines: tuple[AwardLine, ...]
    problems: tuple[Problem, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def net_fen(self) -> int:
        """What it adds to what the recipient holds: below zero for a recovery."""
        return -self.amount_fen if self.outcome == RECOVERY else self.amount_fen

    def as_wire(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "tranche": self.tranche,
            "title": self.title,
            "outcome": self.outcome,
            "amount_fen": self.amount_fen,
            "granted_before_fen": self.granted_before_fen,
            "award_fen": self.award.award_fen if self.award is not None else None,
            "explanation": [line.as_wire() for line in self.lines],
            "assumptions": list(self.assumptions),
            "problems": [problem.as_wire() for problem in self.problems],
        }


def due(pack: Pack, claim: Claim, tranche: str, granted: Mapping[str, Money]) -> Due:
    """What the tranche brings; `granted` is what earlier tranches of this award brought, recoveries taken off.

    KeyError for a line or a tranche that the pack does not have.
    """
    line = pack.line(claim.line)
    part = line.tranche(tranche)
    asked = _Asked(line, part, claim, granted, Situation(claim.facts, pack.values))
    if part.settles:
        return _settled(asked, compute_award(pack, claim, gate=part.gate))
    if part.of == OF_AWARD:
        award = compute_award(pack, claim, gate=part.gate)
        return _paid(asked, Outcome(Money(award.calculated_fen), award.lines, award.problems), award)
    gate = pack.gate(part.gate or line.gate).failed(claim.facts)
    late = outside(line.windows, asked.situation, if_known=True)
    found = _basis_of(asked)
    return _paid(asked, replace(found, problems=(*gate, *late, *found.problems)), None)


def plan(pack: Pack, claim: Claim) -> tuple[Due, ...]:
    """What every tranche would bring if all of the claim came true: the trial calculation of a line with tranches."""
    granted: dict[str, Money] = {}
    found = []
    for tranche in pack.line(claim.line).tranches:
        found.append(due(pack, claim, tranche.key, granted))
        granted[tranche.key] = Money(found[-1].net_fen)
    return tuple(found)


@dataclass(frozen=True)
class _Asked:
    """What is asked: one tranche of one claim, after what was granted."""

    line: SubsidyLine
    part: Tranche
    claim: Claim
    granted: Mapping[str, Money]
    situation: Situation

    @property
    def before(self) -> Money:
        return Money(sum(amount.fen for amount in self.granted.values()))

    def day(self, dated: Dated) -> dict[str, str]:
        """The date that a value was looked up by, for the explanation."""
        return {dated.by: self.situation.facts[dated.by].isoformat()}


def _basis_of(asked: _Asked) -> Outcome:
    """What the rate of a tranche is applied to, where that is not the award."""
    base, part = asked.line.base, asked.part
    if part.of == OF_BASE and base.of == SPEND:
        counted = of_spend(base, asked.claim.spend, asked.situation)
        return Outcome(Money(counted.fen), counted.lines, counted.problems)
    fact = base.fact if part.of == OF_BASE else part.of
    amount = asked.situation.facts.get(fact)
    if amount is None:
        problem = Problem(code="fact_unknown", field=fact, article=part.basis.article, requirement=part.title)
        return Outcome(problems=(problem,))
    return Outcome(amount)


def _paid(asked: _Asked, basis: Outcome, award: Award | None) -> Due:
    """A part of its basis, under its own cap and under every cap that the award has or will have."""
    shared = _part(asked, basis.amount)
    problems = (*basis.problems, *shared.problems)
    amount = ZERO if problems else shared.amount
    outcome = PAYMENT if amount > ZERO else NOTHING
    return _due(asked, outcome, amount, award, (*basis.lines, *shared.lines), problems)


def _part(asked: _Asked, basis: Money) -> Outcome:
    """The rate of its basis, then its own cap, then what the caps of the award leave."""
    part = asked.part
    if part.rate is None:
        raise ValueError(f"a tranche that neither settles nor has a rate: {part.key}")
    rate, problem = period_in(part.rate, asked.situation)
    cap, missing = period_in(part.cap, asked.situation) if part.cap is not None else (None, None)
    problems = tuple(each for each in (problem, missing) if each is not None)
    if rate is None or problems:
        return Outcome(problems=problems)
    lines = [_rate_line(asked, rate, part.rate, basis)]
    if cap is not None and part.cap is not None:
        amount = Money(lines[-1].result_fen)
        lines.append(cap_line("tranche_cap", part.cap.title, cap, amount, before=ZERO, inputs=asked.day(part.cap)))
    limited = _within_award(asked, Money(lines[-1].result_fen), basis)
    return Outcome(limited.amount, (*lines, *limited.lines), limited.problems)


def _rate_line(asked: _Asked, rate: Period, dated: Dated, basis: Money) -> AwardLine:
    part = asked.part
    return AwardLine(
        code="tranche",
        title=part.title,
        basis=rate.basis,
        requirement=f"{part.title}：{dated.title}{(rate.value * 100).normalize():f}%",
        inputs={"of": part.of, "of_fen": basis.fen, **asked.day(dated)},
        rate=str(rate.value),
        result_fen=basis.at_rate(rate.value, unit_fen=asked.line.rounding_fen).fen,
    )


def _within_award(asked: _Asked, amount: Money, basis: Money) -> Outcome:
    """Not more than is left of the award; while there is none, not more than the highest one that may come."""
    line, claim = asked.line, asked.claim
    if asked.part.of == OF_AWARD:
        left = _award_cap(asked, "奖补总额", basis, amount, used=asked.before)
        return Outcome(Money(left.result_fen), (left,))
    highest = highest_of(line.tiers, asked.situation) if line.base.of != ROWS else None
    lines = []
    if highest is not None:
        title, used = f"{line.title}各档中的最高限额", claim.awarded_before + asked.before
        lines.append(_award_cap(asked, title, highest, amount, used=used))
        amount = Money(lines[-1].result_fen)
    held = {cap.key: claim.awarded_by_cap.get(cap.key, ZERO) + asked.before for cap in line.caps}
    capped = under_caps(line, amount, replace(claim, awarded_by_cap=held), asked.situation)
    most = max(highest - claim.awarded_before, ZERO) if highest is not None else None
    beside = advance_beside_supports(line, capped.amount, asked.situation, most=most, before=asked.before)
    return Outcome(beside.amount, (*lines, *capped.lines, *beside.lines), (*capped.problems, *beside.problems))


def _award_cap(asked: _Asked, title: str, most: Money, amount: Money, *, used: Money) -> AwardLine:
    period = Period(None, None, most, asked.line.basis)
    return cap_line("award_cap", title, period, amount, before=used, inputs={})


def _settled(asked: _Asked, award: Award) -> Due:
    """The award minus what was granted before."""
    part, before = asked.part, asked.before
    left = award.award_fen - before.fen
    lines = award.lines
    if asked.granted:
        lines = (*lines, _settling_line(asked, award.award_fen))
    if left >= 0 or part.recovery is None:
        outcome = PAYMENT if left > 0 else NOTHING
        return _due(asked, outcome, Money(max(left, 0)), award, lines, award.problems)
    recovers = part.recovery.recovers
    words = f"已核定金额超出奖补{in_words(Money(-left))}，{'应予追回' if recovers else '不予追回'}"
    claimed_back = AwardLine(
        code="recovery",
        title=part.recovery.title,
        basis=part.recovery.basis,
        requirement=f"{part.recovery.title}：{words}",
        inputs={"award_fen": award.award_fen, "granted_before_fen": before.fen, "recovers": recovers},
        result_fen=left if recovers else 0,
    )
    outcome, amount = (RECOVERY, Money(-left)) if recovers else (NOTHING, ZERO)
    return _due(asked, outcome, amount, award, (*lines, claimed_back), award.problems)


def _settling_line(asked: _Asked, award_fen: int) -> AwardLine:
    part, before = asked.part, asked.before
    return AwardLine(
        code="granted_before",
        title=part.title,
        basis=part.basis,
        requirement=f"{part.title}：奖补{in_words(Money(award_fen))}，此前已核定{in_words(before)}",
        inputs={"award_fen": award_fen, "granted_fen": {key: amount.fen for key, amount in asked.granted.items()}},
        result_fen=award_fen - before.fen,
    )


def _due(
    asked: _Asked,
    outcome: str,
    amount: Money,
    award: Award | None,
    lines: tuple[AwardLine, ...],
    problems: tuple[Problem, ...],
) -> Due:
    bases = [basis for each in lines for basis in (each.basis, *(cut.basis for cut in each.cuts))]
    assumed = [basis.assumed for basis in (*bases, asked.part.basis) if basis.assumed is not None]
    return Due(
        line=asked.line.key,
        tranche=asked.part.key,
        title=asked.part.title,
        outcome=outcome,
        amount_fen=amount.fen,
        granted_before_fen=asked.before.fen,
        award=award,
        lines=lines,
        problems=problems,
        assumptions=tuple(dict.fromkeys([*(award.assumptions if award is not None else ()), *assumed])),
    )
