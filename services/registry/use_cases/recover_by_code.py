"""Choosing a new password with the code that went to the bound phone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Refusal
from services.registry.domain.errors import CodeNotValid
from services.registry.domain.one_time_codes import Purpose
from services.registry.domain.passwords import must_be_strong
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Secrets, Work


def recover_by_code(
    uow: Work, secrets: Secrets, *, code_id: UUID, code: str, new: str, now: datetime
) -> Shown | Refusal:
    """The code works once and ends every session; or the refusal of a wrong code, returned so that the try is kept.

    Invalid for a weak password: then the code was right, and is still good.
    """
    kept = uow.codes.find(code_id, for_update=True)
    if kept is None or kept.purpose is not Purpose.RECOVERY or kept.account_id is None:
        return CodeNotValid()
    tried, is_right = kept.tried(code, secrets.sealer, now)
    if not is_right:
        uow.codes.put(tried)
        return CodeNotValid()
    account = uow.accounts.get(kept.account_id, for_update=True)
    if not account.takes_codes or account.phone_mark != kept.phone_mark:
        return CodeNotValid()
    must_be_strong(new, login=account.login)
    account = account.with_password(secrets.passwords.hash(new))
    uow.codes.put(tried)
    uow.accounts.save(account)
    uow.sessions.end_all(account.id, now)
    uow.audit.record(Actor.anonymous(uow.city), "recover", account, method="sms_code")
    return {"login": account.login}
