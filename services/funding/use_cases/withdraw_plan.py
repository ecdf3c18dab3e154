"""A plan is given up before the meeting; everything in it is free again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.views import plan_view
from services.funding.use_cases.drop_tranches import drop_tranches
from services.funding.use_cases.ports import Packs, Unit


def withdraw_plan(
    uow: Unit, packs: Packs, actor: Actor, plan_id: UUID, *, reason: str, expected_version: int | None = None
) -> dict[str, Any]:
    """The withdrawn plan."""
    plan = uow.plans.get(plan_id)
    must_be_version(plan, expected_version)
    must_take(actor, packs.get(plan.pack), ALLOCATION_PLAN)
    withdrawn = plan.withdrawn(reason=reason)
    uow.plans.save(withdrawn, plan)
    uow.audit.record(actor, "withdraw", withdrawn, reason=reason)
    drop_tranches(uow, actor, plan, reason=reason)
    return plan_view(withdrawn)
