"""Awards (核算出的奖补): what a pack gives for an accepted project, every fen explained, split by fund source.

The calculation is policy's; here it gets its shares, its correction after an upheld objection, and its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from contracts.events.declaration import Applicant
from contracts.money import Money
from contracts.refusal import Invalid, Problem
from policy.award import compute_award
from policy.claims import Claim
from policy.refs import PackRef
from policy.split import SplitRule, split
from services.funding.domain.shares import Shares, as_fen, from_fen, must_add_up

if TYPE_CHECKING:
    from policy.pack import Pack


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Not more than `amount` is due, whatever is computed: an objection was upheld, or money was recalled."""

    amount: Money
    findings: str
    by: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PerformanceEvaluation:
    """绩效评价 (DL11): whether it was done, and with what result. `is_passed` is None until it is done."""

    is_done: bool
    is_passed: bool | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Showcase:
    """样板 (DL11): whether the enterprise was chosen, and why."""

    is_chosen: bool
    reason: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Computation:
    """The result of one calculation. `outcome` is JSON: the explanation with articles, problems, assumptions."""

    amount: Money
    calculated: Money
    base: Money
    cap: Money | None
    shares: Shares
    outcome: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Award:
    """One subsidy line for one project. `claim` is the JSON of what it was computed from, kept for the replay."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    acceptance_id: UUID
    acceptance_sequence: int
    applicant: Applicant
    division: str
    pack: PackRef
    line: str
    title: str
    number: str
    claim: Mapping[str, Any]
    computation: Computation
    computed_at: datetime
    correction: Correction | None = None
    performance: PerformanceEvaluation = PerformanceEvaluation(is_done=False)
    showcase: Showcase = Showcase(is_chosen=False)

    def __post_init__(self) -> None:
        must_add_up(self.computation.shares, self.computation.amount)

    @property
    def amount(self) -> Money:
        return self.computation.amount

    @property
    def shares(self) -> Shares:
        return self.computation.shares

    def computed_again(
        self, pack: PackRef, claim: Claim, computation: Computation, *, at: datetime, acceptance_sequence: int
    ) -> Award:
        """The same award by newer facts."""
        return self._changed(
            pack=pack,
            claim=claim.as_wire(),
            computation=computation,
            computed_at=at,
            acceptance_sequence=acceptance_sequence,
        )

    def with_split(self, computation: Computation) -> Award:
        """The award by the split of the day on which it is planned."""
        return self._changed(computation=computation)

    def corrected(self, computation: Computation, correction: Correction) -> Award:
        """Reduced after an upheld objection."""
        return self._changed(computation=computation, correction=correction)

    def evaluated(self, *, is_done: bool, is_passed: bool | None, at: datetime) -> Award:
        """`Invalid` for a result of an evaluation that was not done, or none of one that was."""
        if is_done != (is_passed is not None):
            raise Invalid(problems=[Problem(code="evaluation_result", field="is_passed")])
        return self._changed(performance=PerformanceEvaluation(is_done=is_done, is_passed=is_passed, recorded_at=at))

    def shown_as_example(self, *, is_chosen: bool, reason: str, at: datetime) -> Award:
        """`Invalid` for a choice without its reason."""
        if is_chosen and not reason.strip():
            raise Invalid(problems=[Problem(code="required", field="reason")])
        return self._changed(showcase=Showcase(is_chosen=is_chosen, reason=reason.strip(), recorded_at=at))

    def _changed(self, **changes: Any) -> Award:
        return replace(self, version=self.version + 1, **changes)


def award_id_of(project_id: UUID, line: str) -> UUID:
    """One award per project and subsidy line: computed, so that a repeated message finds it."""
    return uuid5(project_id, f"award/{line}")


def tranche_id_of(award_id: UUID, number: int) -> UUID:
    """One tranche per award and number."""
    return uuid5(award_id, f"tranche/{number}")


def compute(pack: Pack, claim: Claim, *, on: date, correction: Correction | None = None) -> Computation:
    """What the pack gives on that day: amount, shares by source, and the explanation of both."""
    result = compute_award(pack, claim)
    amount = Money(result.award_fen)
    outcome = result.as_wire()
    if correction is not None and correction.amount < amount:
        outcome["explanation"].append(_correction_line(correction, before=amount))
        amount = correction.amount
    rule = pack.split_on(on, claim.line)
    shares = from_fen(split(amount.fen, rule))
    outcome["explanation"].append(_split_line(pack, rule, amount, shares))
    if rule.basis.assumed is not None and rule.basis.assumed not in outcome["assumptions"]:
        outcome["assumptions"].append(rule.basis.assumed)
    outcome["sources"] = dict(pack.fund_sources)
    return Computation(
        amount=amount,
        calculated=Money(result.calculated_fen),
        base=Money(result.base_fen),
        cap=Money(result.cap_fen) if result.cap_fen is not None else None,
        shares=shares,
        outcome={**outcome, "award_fen": amount.fen},
    )


def split_again(pack: Pack, computation: Computation, *, line: str, on: date) -> Computation:
    """The same amount by the split of another day: the plan's date decides (`by: planned_on` in the pack)."""
    rule = pack.split_on(on, line)
    shares = from_fen(split(computation.amount.fen, rule))
    explanation = [*computation.outcome["explanation"][:-1], _split_line(pack, rule, computation.amount, shares)]
    return replace(computation, shares=shares, outcome={**computation.outcome, "explanation": explanation})


def _correction_line(correction: Correction, *, before: Money) -> dict[str, Any]:
    cut = {"reason": "corrected", "sentence": correction.findings, "cut_fen": (before - correction.amount).fen}
    return {
        "code": "correction",
        "title": "核减",
        "requirement": correction.findings,
        "inputs": {"amount_fen": before.fen},
        "result_fen": correction.amount.fen,
        "cuts": [cut],
    }


def _split_line(pack: Pack, rule: SplitRule, amount: Money, shares: Shares) -> dict[str, Any]:
    line: dict[str, Any] = {
        "code": "split",
        "title": "资金来源分担",
        "requirement": rule.words(pack.fund_sources),
        "inputs": {"award_fen": amount.fen, "shares": {source: str(share) for source, share in rule.shares.items()}},
        "result_fen": amount.fen,
        "shares": as_fen(shares),
    }
    if rule.basis.article is not None:
        line["article"] = rule.basis.article
    if rule.basis.assumed is not None:
        line["assumed"] = rule.basis.assumed
    return line
