"""Choosing a new password with the token from a recovery mail."""

from __future__ import annotations

from datetime import datetime

from contracts.actor import Actor
from services.registry.domain.errors import AccountDisabled, TokenNotValid
from services.registry.domain.passwords import must_be_strong
from services.registry.domain.sessions import sha256
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Secrets, Work


def recover(uow: Work, secrets: Secrets, *, token: str, new: str, now: datetime) -> Shown:
    """The token works once and ends every session. TokenNotValid, AccountDisabled, or Invalid for a weak password."""
    recovery = uow.recoveries.by_token(sha256(token))
    if recovery is None:
        raise TokenNotValid()
    used = recovery.used(now)
    account = uow.accounts.get(recovery.account_id, for_update=True)
    if account.is_disabled:
        raise AccountDisabled()
    must_be_strong(new, login=account.login)
    account = account.with_password(secrets.passwords.hash(new))
    uow.recoveries.save(used)
    uow.accounts.save(account)
    uow.sessions.end_all(account.id, now)
    actor = Actor.anonymous(uow.city)
    uow.audit.record(actor, "recover", used)
    uow.audit.record(actor, "recover", account)
    return {"login": account.login}
