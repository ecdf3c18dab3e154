"""Awards (核算出的奖补): what a pack gives for an accepted project, every fen explained, split by fund source.

The calculation is policy's; here it gets its shares, its correction after an upheld objection, and its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from contracts.events.declaration import Applicant
from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from policy.award_lines import AwardLine
from policy.claims import Claim
from policy.refs import PackRef
from policy.split import SplitRule, split
from policy.tranche_due import RECOVERY, Due, due
from policy.tranches import WHOLE
from services.funding.domain.occasion import ACCEPTANCES, PROJECT_AWARD, WHOLE_LINE, Ground, Part
from services.funding.domain.shares import Shares, as_fen, from_fen, must_add_up

if TYPE_CHECKING:
    from policy.pack import Pack


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Not more than `amount` is due, whatever is computed: an objection was upheld, or money was recalled.

    One `is_for_want_of_budget` lasts only until the award is computed again.
    """

    amount: Money
    findings: str
    by: UUID
    at: datetime
    is_for_want_of_budget: bool = False


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
    """The result of one calculation. `outcome` is JSON: the explanation with articles, problems, assumptions.

    `cap` is that of the tier, `caps` those over several awards under which it was computed, by their keys in the pack.
    """

    amount: Money
    calculated: Money
    base: Money
    cap: Money | None
    shares: Shares
    outcome: Mapping[str, Any]
    caps: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Award:
    """What one event made due of a subsidy line for a project: the whole line, or one tranche of it (`part`).

    `project_id` is the project, or what else it is for by `subject_kind` (`Occasion`).

    `trigger` names the event, `ground_id` and `ground_sequence` its aggregate and sequence: a later word computes
    again, an earlier one is ignored. `claim` is the JSON of what it was computed from, kept for the replay.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    trigger: str
    ground_id: UUID
    ground_sequence: int
    applicant: Applicant
    division: str
    pack: PackRef
    line: str
    title: str
    number: str
    claim: Mapping[str, Any]
    computation: Computation
    computed_at: datetime
    part: Part = WHOLE_LINE
    subject_kind: str = PROJECT_AWARD
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

    @property
    def acceptance_id(self) -> UUID | None:
        """The acceptance that it rests on; a tranche that comes before has none."""
        return self.ground_id if self.trigger in ACCEPTANCES else None

    def computed_again(
        self, pack: PackRef, claim: Claim, part: Part, computation: Computation, *, at: datetime, ground: Ground
    ) -> Award:
        """The same award by newer facts."""
        return self._changed(
            pack=pack,
            claim=claim.as_wire(),
            part=part,
            computation=computation,
            computed_at=at,
            trigger=ground.event,
            ground_id=ground.aggregate_id,
            ground_sequence=ground.sequence,
            correction=self.lasting_correction,
        )

    @property
    def ground(self) -> Ground:
        return Ground(event=self.trigger, aggregate_id=self.ground_id, sequence=self.ground_sequence)

    @property
    def lasting_correction(self) -> Correction | None:
        """What holds however often it is computed again."""
        correction = self.correction
        return None if correction is not None and correction.is_for_want_of_budget else correction

    def outran(self, ground: Ground) -> bool:
        """Whether it was computed by a word of the same aggregate that is as new, or newer."""
        return self.ground_id == ground.aggregate_id and self.ground_sequence >= ground.sequence

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


def award_id_of(project_id: UUID, line: str, part: str = WHOLE) -> UUID:
    """One award per project, subsidy line and part: computed, so that a repeated message finds it."""
    return uuid5(project_id, f"award/{line}" if part == WHOLE else f"award/{line}/{part}")


def tranche_id_of(award_id: UUID, number: int) -> UUID:
    """One tranche per award and number."""
    return uuid5(award_id, f"tranche/{number}")


def compute(
    pack: Pack, claim: Claim, part: Part | None = None, *, on: date, correction: Correction | None = None
) -> Computation:
    """What the pack gives on that day for this part: amount, shares by source, and the explanation of both.

    Without a part all that the line gives in the end. Where more was granted before than is due in all, nothing is, and
    `recoverable_fen` of the outcome says how much of it is to be claimed back.
    """
    part = part or Part(key=pack.line(claim.line).tranches[-1].key)
    found = due(pack, claim, part.key, part.granted)
    amount = ZERO if found.outcome == RECOVERY else Money(found.amount_fen)
    outcome = _outcome(pack, found)
    if correction is not None and correction.amount < amount:
        outcome["explanation"].append(_correction_line(correction, before=amount))
        amount = correction.amount
    rule = pack.split_on(on, claim.line, part.key)
    shares = from_fen(split(amount.fen, rule))
    outcome["explanation"].append(_split_line(pack, rule, amount, shares))
    if rule.basis.assumed is not None and rule.basis.assumed not in outcome["assumptions"]:
        outcome["assumptions"].append(rule.basis.assumed)
    outcome["sources"] = dict(pack.fund_sources)
    result = found.award
    return Computation(
        amount=amount,
        calculated=Money(result.calculated_fen) if result is not None else Money(found.amount_fen),
        base=Money(result.base_fen) if result is not None else ZERO,
        cap=Money(result.cap_fen) if result is not None and result.cap_fen is not None else None,
        shares=shares,
        outcome={**outcome, "award_fen": amount.fen},
        caps=_caps_in(found.lines),
    )


def _caps_in(lines: Iterable[AwardLine]) -> dict[str, Money]:
    """The caps over several awards that it was computed under."""
    return {line.inputs["cap"]: Money(line.cap_fen) for line in lines if line.code == "line_cap" and line.cap_fen}


def _outcome(pack: Pack, found: Due) -> dict[str, Any]:
    """What was found as JSON, in the words of an award whether or not there is one yet."""
    wire = found.as_wire()
    return {
        "pack": pack.ref.text,
        "pack_sha256": pack.ref.sha256,
        "line": found.line,
        "tranche": found.tranche,
        "granted_before_fen": found.granted_before_fen,
        "recoverable_fen": found.amount_fen if found.outcome == RECOVERY else 0,
        **{name: wire[name] for name in ("explanation", "assumptions", "problems")},
        "rows": [row.as_wire() for row in found.award.rows] if found.award is not None else [],
    }


def split_again(pack: Pack, computation: Computation, *, line: str, part: Part, on: date) -> Computation:
    """The same amount by the split of another day: the plan's date decides (`by: planned_on` in the pack)."""
    rule = pack.split_on(on, line, part.key)
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
