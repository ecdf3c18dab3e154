"""More recommended awards enter a plan that is still being drawn up."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.allocation_plan import must_fit, plan_line
from services.funding.domain.views import plan_view
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.take_into_plan import take_into_plan


def add_plan_lines(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    plan_id: UUID,
    *,
    tranche_ids: tuple[UUID, ...],
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The plan with a result per item."""
    plan = uow.plans.get(plan_id)
    must_be_version(plan, expected_version)
    must_take(actor, packs.get(plan.pack), ALLOCATION_PLAN)
    items = take_into_plan(uow, packs, clock, actor, tranche_ids=tranche_ids, plan_id=plan.id, fund_year=plan.fund_year)
    must_fit(plan, items.done)
    changed = plan.with_lines(plan_line(uuid4(), tranche) for tranche in items.done)
    uow.plans.save(changed, plan)
    uow.audit.record(actor, "add_lines", changed, total_fen=changed.total.fen)
    return plan_view(changed, refused=items.refused)
