"""A delegation ends at once: the enterprise takes it back, or the provider gives it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from services.registry.domain.shown_delegation import Shown, delegation_shown
from services.registry.use_cases.load import end_delegation
from services.registry.use_cases.ports import Clock, Work


def revoke_delegation(
    uow: Work, sealer: Sealer, clock: Clock, actor: Actor, delegation_id: UUID, *, reason: str, now: datetime
) -> Shown:
    """NotFound for anybody but the two; ActionNotAllowed when it is over."""
    delegation = uow.delegations.get(delegation_id, for_update=True)
    if actor.organisation_id not in (delegation.principal_id, delegation.agent_id):
        raise NotFound(kind="delegation", id=str(delegation_id))
    return delegation_shown(end_delegation(uow, sealer, clock, actor, delegation, reason=reason, now=now))
