"""Another phone or mail address for one's own account."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.registry.domain.accounts import EMAIL, PHONE
from services.registry.domain.contact import read_email, read_phone
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Secrets, Work


def change_contact(
    uow: Work, secrets: Secrets, actor: Actor, *, phone: str | None, email: str | None, password: str
) -> Shown:
    """What is None stays. The password is asked for, because the mail address can recover the account."""
    account = uow.accounts.get(actor.account_id, for_update=True)
    if not secrets.passwords.matches(account.password_hash, password):
        raise Invalid(problems=[Problem(code="password_wrong", field="current_password")])
    account = account.with_contact(
        phone=None if phone is None else secrets.sealer.seal(read_phone(phone), purpose=PHONE),
        email=None if email is None else secrets.sealer.seal(read_email(email), purpose=EMAIL),
    )
    uow.accounts.save(account)
    uow.audit.record(actor, "change_contact", account)
    return account_shown(account)
