"""Another phone or mail address for one's own account."""

from __future__ import annotations

from datetime import datetime

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.registry.domain.accounts import EMAIL, PHONE
from services.registry.domain.contact import read_email, read_phone
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Clock, Secrets, Work
from services.registry.use_cases.tell_of_phone import tell_of_phone


def change_contact(
    uow: Work,
    secrets: Secrets,
    clock: Clock,
    actor: Actor,
    *,
    phone: str | None,
    email: str | None,
    password: str,
    now: datetime,
) -> Shown:
    """What is None stays. The password is asked for, because the mail address can recover the account.

    A phone that is only typed in is not bound: no code goes there. The one that was bound before is told.
    """
    before = uow.accounts.get(actor.account_id, for_update=True)
    if not secrets.passwords.matches(before.password_hash, password):
        raise Invalid(problems=[Problem(code="password_wrong", field="current_password")])
    account = before.with_contact(
        phone=None if phone is None else secrets.sealer.seal(read_phone(phone), purpose=PHONE),
        email=None if email is None else secrets.sealer.seal(read_email(email), purpose=EMAIL),
    )
    uow.accounts.save(account)
    uow.audit.record(actor, "change_contact", account)
    if phone is not None and before.bound_phone is not None:
        tell_of_phone(uow, secrets.sealer, before, account, at=clock.now(), now=now)
    return account_shown(account)
