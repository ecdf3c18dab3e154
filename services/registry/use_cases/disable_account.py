"""The administrator closes an account: it cannot sign in, and its sessions end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.errors import NothingToChange
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Work


def disable_account(uow: Work, actor: Actor, account_id: UUID, *, reason: str, now: datetime) -> Shown:
    """NothingToChange when it is disabled already, or is the administrator's own."""
    account = uow.accounts.get(account_id, for_update=True)
    if account.is_disabled or account.id == actor.account_id:
        raise NothingToChange(field="is_disabled")
    account = account.disabled()
    uow.accounts.save(account)
    uow.sessions.end_all(account.id, now)
    uow.audit.record(actor, "disable_account", account, reason=reason)
    return account_shown(account)
