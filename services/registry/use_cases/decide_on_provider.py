"""The city's bureau decides about a provider: into the pool, back, out of it for a while or for good."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.pool import PoolAction
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, pool_entry_shown
from services.registry.use_cases.ports import Clock, Work


def decide_on_provider(
    uow: Work,
    clock: Clock,
    actor: Actor,
    provider_id: UUID,
    action: PoolAction,
    *,
    opinion: str,
    expected_version: int | None = None,
) -> Shown:
    """`provider_id` is the organisation's. ActionNotAllowed where the state does not know the action."""
    entry = uow.pool.of(provider_id, for_update=True)
    if entry is None:
        raise NotFound(kind="provider", id=str(provider_id))
    must_match(entry.version, expected_version)
    entry = entry.decided(action, opinion=opinion, at=clock.now())
    organisation = uow.organisations.get(provider_id)
    uow.pool.save(entry)
    uow.outbox.add(entry.told(organisation, at=clock.now(), by=actor.account_id))
    uow.audit.record(actor, action.value, entry, organisation_id=provider_id)
    return pool_entry_shown(entry)
