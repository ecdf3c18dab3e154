"""The code that went to a phone came back: the phone is bound to the account, and the one before is told (XA3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Refusal
from services.registry.domain.errors import CodeNotValid
from services.registry.domain.one_time_codes import Purpose
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Clock, Secrets, Work
from services.registry.use_cases.tell_of_phone import tell_of_phone


def bind_phone(
    uow: Work, secrets: Secrets, clock: Clock, actor: Actor, *, code_id: UUID, code: str, now: datetime
) -> Shown | Refusal:
    """The account; or the refusal of a wrong code, returned so that the try is kept. Other people's codes are wrong."""
    kept = uow.codes.find(code_id, for_update=True)
    if kept is None or kept.purpose is not Purpose.PHONE or kept.account_id != actor.account_id:
        return CodeNotValid()
    tried, is_right = kept.tried(code, secrets.sealer, now)
    uow.codes.put(tried)
    if not is_right:
        return CodeNotValid()
    before = uow.accounts.get(actor.account_id, for_update=True)
    account = before.bound_to(kept.phone, kept.phone_mark)
    uow.accounts.save(account)
    uow.audit.record(actor, "bind_phone", account)
    tell_of_phone(uow, secrets.sealer, before, account, at=clock.now(), now=now)
    return account_shown(account)
