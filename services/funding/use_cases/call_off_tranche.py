"""The city takes back what is not paid yet (撤销、收回): a project that ended, an enterprise that lost its standing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.documents import must_have_reason
from services.funding.domain.views import award_view
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.undo_tranche import undo_tranche


def call_off_tranche(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    tranche_id: UUID,
    *,
    reason: str,
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The award without it. A tranche in a plan that is being drawn up leaves the plan first."""
    tranche = uow.tranches.get(tranche_id)
    must_be_version(tranche, expected_version)
    must_take(actor, packs.get(tranche.pack), ALLOCATION_PLAN)
    placed = undo_tranche(uow, packs, clock, actor, tranche, findings=must_have_reason(reason))
    return award_view(placed.award, [placed.tranche])
