"""DL1: recovery by mail. The answer is the same whether the login exists or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from contracts.actor import Actor
from services.registry.domain.accounts import normal_login
from services.registry.domain.errors import CityNotServed
from services.registry.domain.letters import recovery_letter
from services.registry.domain.mail import write
from services.registry.domain.sessions import sha256
from services.registry.domain.tokens import RECOVERY_LASTS, Recovery
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Secrets, Work

_BETWEEN_MAILS = timedelta(minutes=2)


def request_recovery(uow: Work, secrets: Secrets, *, login: str, now: datetime) -> Shown:
    """A token goes to the account's mail address, at most one in two minutes; the answer says nothing about it."""
    if not uow.attempts.is_city_served():
        raise CityNotServed(city=uow.city)
    account = uow.accounts.by_login(normal_login(login))
    if account is None or account.email is None or account.is_disabled:
        return {"accepted": True}
    last = uow.recoveries.last_of(account.id)
    if last is not None and now < last.expires_at - RECOVERY_LASTS + _BETWEEN_MAILS:
        return {"accepted": True}
    token = secrets.new_token()
    recovery = Recovery(
        id=uuid4(),
        city=uow.city,
        version=1,
        account_id=account.id,
        token_sha256=sha256(token),
        expires_at=now + RECOVERY_LASTS,
    )
    letter = recovery_letter(name=account.name, token=token, expires_at=recovery.expires_at)
    uow.recoveries.add(recovery)
    uow.mails.add(
        write(id=uuid4(), city=uow.city, recipient=account.email, letter=letter, sealer=secrets.sealer, now=now)
    )
    uow.audit.record(Actor.anonymous(uow.city), "request_recovery", recovery, account_id=account.id)
    return {"accepted": True}
