"""An objection was investigated: not upheld frees its line, upheld takes the line out of the plan (DL10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework import public_notice
from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from services.funding.domain.acting import PUBLIC_NOTICE, must_take
from services.funding.domain.tranche import Tranche
from services.funding.domain.views import decided_objection_view
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.undo_tranche import undo_tranche


def decide_objection(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    notice_id: UUID,
    objection_id: UUID,
    *,
    is_upheld: bool,
    findings: str,
    corrected_award: Money | None = None,
) -> dict[str, Any]:
    """With `corrected_award` the reduced award waits for another plan and its own notice; without, nothing is due.

    A line that another upheld objection took out already stays out.
    """
    before = uow.notices.get(notice_id)
    plan = uow.plans.get(before.plan_id)
    must_take(actor, packs.get(plan.pack), PUBLIC_NOTICE)
    decided = public_notice.decide_objection(
        before.notice, objection_id, is_upheld=is_upheld, findings=findings, by=actor, at=clock.now()
    )
    notice = before.changed(decided)
    line_id = notice.line_of(objection_id).id
    line = next((each for each in plan.included if is_upheld and each.id == line_id), None)
    tranche = uow.tranches.get(line.tranche_id) if line is not None else None
    corrected = _checked(corrected_award, tranche)
    uow.notices.save(notice)
    uow.audit.record(actor, "decide_objection", notice, objection_id=objection_id, is_upheld=is_upheld)
    if tranche is not None:
        changed = plan.with_objection_upheld(line_id, findings=findings)
        uow.plans.save(changed, plan)
        uow.audit.record(actor, "uphold_objection", changed, line_id=line_id, total_fen=changed.total.fen)
        undo_tranche(uow, packs, clock, actor, tranche, findings=findings, corrected=corrected)
    return decided_objection_view(notice, objection_id)


def _checked(corrected: Money | None, tranche: Tranche | None) -> Money | None:
    """None for nothing; `Invalid` for an amount that is not a reduction, or where no line is taken out."""
    if corrected is not None and tranche is None:
        raise Invalid(problems=[Problem(code="nothing_to_correct", field="corrected_award")])
    if tranche is None or corrected is None or corrected == ZERO:
        return None
    if not ZERO < corrected < tranche.amount:
        inputs = {"amount_fen": tranche.amount.fen, "corrected_fen": corrected.fen}
        raise Invalid(problems=[Problem(code="not_a_reduction", field="corrected_award", inputs=inputs)])
    return corrected
