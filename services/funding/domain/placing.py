"""An award in its place: the tranche that pays it, and what it takes of the holder's cap. Decided together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts.actor import Actor
from policy.claims import Claim
from services.funding.domain.award import Award, Computation, Correction, award_id_of, tranche_id_of
from services.funding.domain.occasion import Ground, Occasion, Part
from services.funding.domain.states import TrancheAction, TrancheState
from services.funding.domain.takings import Allowances, Taking, held, taken_back
from services.funding.domain.tranche import Tranche

if TYPE_CHECKING:
    from policy.pack import Pack
    from policy.subsidy import SubsidyLine

ONLY = 1
"""The number of the tranche of an award that is paid at once (先建后补)."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What is saved together."""

    award: Award
    tranche: Tranche
    allowances: Allowances


def place(
    pack: Pack,
    line: SubsidyLine,
    occasion: Occasion,
    *,
    taking: Taking,
    allowances: Allowances,
    claim: Claim,
    part: Part,
    computation: Computation,
    number: str,
    at: datetime,
) -> Placed:
    """A new award with its one tranche."""
    award_id = award_id_of(occasion.project_id, line.key, part.name)
    common: dict[str, Any] = {
        "city": occasion.city,
        "version": 1,
        "case_id": occasion.case_id,
        "project_id": occasion.project_id,
        "applicant": occasion.applicant,
        "division": occasion.division,
        "pack": pack.ref,
        "line": line.key,
        "title": _title(line, part),
    }
    award = Award(
        **common,
        id=award_id,
        trigger=occasion.ground.event,
        ground_id=occasion.ground.aggregate_id,
        ground_sequence=occasion.ground.sequence,
        number=number,
        claim=claim.as_wire(),
        part=part,
        subject_kind=occasion.subject_kind,
        computation=computation,
        computed_at=at,
    )
    tranche = Tranche(
        **common,
        id=tranche_id_of(award_id, ONLY),
        award_id=award_id,
        holder=taking.holder,
        number=ONLY,
        amount=computation.amount,
        shares=computation.shares,
        state=TrancheState.COMPUTED,
        fund_category=line.fund_category,
        created_at=at,
        caps=taking.caps_taken,
    )
    taken = held(allowances, None, tranche, taking, computation)
    return Placed(award=award, tranche=tranche, allowances=taken)


def place_again(
    placed: Placed,
    pack: Pack,
    *,
    taking: Taking,
    claim: Claim,
    part: Part,
    computation: Computation,
    at: datetime,
    ground: Ground,
) -> Placed:
    """The same award by newer facts, while no plan holds it."""
    tranche = placed.tranche.after(
        TrancheAction.RECOMPUTE,
        pack=pack.ref,
        amount=computation.amount,
        shares=computation.shares,
        caps=taking.caps_taken,
    )
    taken = held(placed.allowances, placed.tranche, tranche, taking, computation)
    award = placed.award.computed_again(pack.ref, claim, part, computation, at=at, ground=ground)
    return Placed(award=award, tranche=tranche, allowances=taken)


def _title(line: SubsidyLine, part: Part) -> str:
    """The line's; of a line that is paid in several tranches also the tranche's."""
    return line.title if len(line.tranches) == 1 else f"{line.title}：{line.tranche(part.key).title}"


def call_off(placed: Placed, computation: Computation, action: TrancheAction, *, correction: Correction) -> Placed:
    """Nothing of the tranche is due any more: the award shrinks to what is left, and its part of the cap is free."""
    before = placed.tranche
    tranche = before.after(action, reason=correction.findings)
    freed = taken_back(placed.allowances, before, held=before.held, approved=before.approved)
    return Placed(award=placed.award.corrected(computation, correction), tranche=tranche, allowances=freed)


def set_aside(placed: Placed, computation: Computation, *, correction: Correction) -> Placed:
    """An objection was upheld in part: the reduced amount waits for another plan and another notice."""
    before = placed.tranche
    tranche = before.after(
        TrancheAction.SET_ASIDE,
        amount=computation.amount,
        shares=computation.shares,
        plan_id=None,
        fund_year=None,
        reason=correction.findings,
    )
    freed = taken_back(placed.allowances, before, held=before.held - tranche.held, approved=before.approved)
    return Placed(award=placed.award.corrected(computation, correction), tranche=tranche, allowances=freed)


def correction_to(award: Award, *, less: Tranche, findings: str, by: Actor, at: datetime) -> Correction:
    """What is left of an award without one of its tranches."""
    return Correction(amount=award.amount - less.held, findings=findings, by=by.account_id, at=at)
