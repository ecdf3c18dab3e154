"""The city's bureau decides about a provider: into the pool, back, out of it for a while or for good."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem
from contracts.sealed import Sealer
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.pool import PoolAction
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, pool_entry_shown
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work

_TOLD: Final = {
    PoolAction.SUSPEND: "provider_suspended",
    PoolAction.REINSTATE: "provider_reinstated",
    PoolAction.REMOVE: "provider_removed",
}
"""What the provider's people are told. Enrolling is decided by the review of an enrolment."""


def decide_on_provider(
    uow: Work,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    provider_id: UUID,
    action: PoolAction,
    *,
    opinion: str,
    now: datetime,
    expected_version: int | None = None,
) -> Shown:
    """`provider_id` is the organisation's. ActionNotAllowed where the state does not know the action.

    Nobody is enrolled here: Invalid.
    """
    if action not in _TOLD:
        raise Invalid(problems=[Problem(code="not_an_option", field="action")])
    entry = uow.pool.of(provider_id, for_update=True)
    if entry is None:
        raise NotFound(kind="provider", id=str(provider_id))
    must_match(entry.version, expected_version)
    entry = entry.decided(action, opinion=opinion, at=clock.now())
    organisation = uow.organisations.get(provider_id)
    uow.pool.save(entry)
    uow.outbox.add(entry.told(organisation, at=clock.now(), by=actor.account_id))
    uow.audit.record(actor, action.value, entry, organisation_id=provider_id)
    notice = Notice(kind=KINDS[_TOLD[action]], subject_id=entry.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(provider_id)), now=now)
    return pool_entry_shown(entry)
