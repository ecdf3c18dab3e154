"""A line is taken out of a plan before the meeting; its award can enter another plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.states import TrancheAction
from services.funding.domain.views import plan_view
from services.funding.use_cases.ports import Packs, Unit


def remove_plan_line(
    uow: Unit,
    packs: Packs,
    actor: Actor,
    plan_id: UUID,
    line_id: UUID,
    *,
    reason: str,
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The plan without the line."""
    plan = uow.plans.get(plan_id)
    must_be_version(plan, expected_version)
    must_take(actor, packs.get(plan.pack), ALLOCATION_PLAN)
    changed = plan.without(line_id, reason=reason)
    tranche = uow.tranches.get(plan.line(line_id).tranche_id)
    dropped = tranche.after(TrancheAction.DROP, plan_id=None, fund_year=None, reason=reason)
    uow.plans.save(changed, plan)
    uow.audit.record(actor, "remove_line", changed, line_id=line_id)
    uow.tranches.save(dropped)
    uow.audit.record(actor, "drop", dropped, plan_id=plan_id)
    return plan_view(changed)
