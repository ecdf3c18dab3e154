"""The owner takes somebody out of the organisation: that account can no longer sign in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.errors import OwnerOnly
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Work


def remove_member(uow: Work, actor: Actor, account_id: UUID, *, now: datetime) -> Shown:
    """Its sessions end at once. OwnerOnly; OwnerStays for the owner; NotFound for somebody of another organisation."""
    owner = uow.accounts.get(actor.account_id)
    member = uow.accounts.get(account_id, for_update=True)
    if owner.organisation_id is None or member.organisation_id != owner.organisation_id:
        raise NotFound(kind="account", id=str(account_id))
    if not owner.is_owner:
        raise OwnerOnly()
    member = member.removed_from_organisation()
    uow.accounts.save(member)
    uow.sessions.end_all(member.id, now)
    uow.audit.record(actor, "remove_member", member)
    return account_shown(member)
