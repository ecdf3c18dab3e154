"""Choosing a new password, which a session with the initial password has to do first (DL1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.registry.domain.passwords import must_be_strong
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Secrets, Work


def change_password(
    uow: Work,
    secrets: Secrets,
    actor: Actor,
    *,
    current: str,
    new: str,
    keep_session_id: UUID | None,
    now: datetime,
) -> Shown:
    """All other sessions of the account end. Invalid for a wrong current password, a weak new one, or the same."""
    account = uow.accounts.get(actor.account_id, for_update=True)
    must_be_strong(new, login=account.login)
    if not secrets.passwords.matches(account.password_hash, current):
        raise Invalid(problems=[Problem(code="password_wrong", field="current_password")])
    if new == current:
        raise Invalid(problems=[Problem(code="password_unchanged", field="new_password")])
    account = account.with_password(secrets.passwords.hash(new))
    uow.accounts.save(account)
    uow.sessions.end_all(account.id, now, but=keep_session_id)
    uow.audit.record(actor, "change_password", account)
    return account_shown(account)
