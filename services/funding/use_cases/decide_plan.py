"""The director's meeting decides on a plan (局长办公会审议, DL10); its document is entered here."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.refusals import VerdictNotAllowed
from casework.versions import must_be_version
from contracts.actor import Actor
from policy.routes import Step
from services.funding.domain.acting import MEETING_DECISION, must_be_documented, must_take
from services.funding.domain.allocation_plan import AllocationPlan, MeetingVerdict
from services.funding.domain.documents import Document, FileReference, document
from services.funding.domain.views import plan_view
from services.funding.use_cases.approve_plan import approve_plan
from services.funding.use_cases.drop_tranches import drop_tranches
from services.funding.use_cases.ports import Clock, Packs, Unit


def decide_plan(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    plan_id: UUID,
    *,
    verdict: MeetingVerdict,
    document_number: str,
    document_on: date,
    file: FileReference | None,
    reason: str = "",
    expected_version: int | None = None,
) -> dict[str, Any]:
    """Approved: budgets are committed and payees frozen. Returned: back to the table. Rejected: it comes to nothing."""
    plan = uow.plans.get(plan_id)
    must_be_version(plan, expected_version)
    pack = packs.get(plan.pack)
    step = must_take(actor, pack, MEETING_DECISION)
    _must_be_an_outcome(step, verdict)
    must_be_documented(pack, step, file)
    decision = document(document_number, document_on, file, today=clock.today())
    if verdict is MeetingVerdict.APPROVED:
        return plan_view(approve_plan(uow, packs, clock, actor, plan, decision))
    return plan_view(_turn_down(uow, actor, plan, verdict, decision, reason))


def _turn_down(
    uow: Unit, actor: Actor, plan: AllocationPlan, verdict: MeetingVerdict, decision: Document, reason: str
) -> AllocationPlan:
    if verdict is MeetingVerdict.RETURNED:
        turned_down = plan.sent_back(decision)
    else:
        turned_down = plan.withdrawn(reason=reason, decision=decision)
        drop_tranches(uow, actor, plan, reason=reason)
    uow.plans.save(turned_down, plan)
    uow.audit.record(actor, "decide", turned_down, verdict=verdict, document_number=decision.number, reason=reason)
    return turned_down


def _must_be_an_outcome(step: Step, verdict: MeetingVerdict) -> None:
    if not step.allows(verdict.value):
        raise VerdictNotAllowed(step=step.step, verdict=verdict.value, outcomes=sorted(step.outcomes))
