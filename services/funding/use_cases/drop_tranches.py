"""Every tranche leaves a plan that comes to nothing: part of withdrawing one, and of its rejection."""

from __future__ import annotations

from contracts.actor import Actor
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.states import TrancheAction
from services.funding.use_cases.ports import Unit


def drop_tranches(uow: Unit, actor: Actor, plan: AllocationPlan, *, reason: str) -> None:
    """They are recommended again, and can enter another plan. `plan` is as it was before."""
    for tranche in uow.tranches.many([line.tranche_id for line in plan.included]).values():
        dropped = tranche.after(TrancheAction.DROP, plan_id=None, fund_year=None, reason=reason)
        uow.tranches.save(dropped)
        uow.audit.record(actor, "drop", dropped, plan_id=plan.id)
