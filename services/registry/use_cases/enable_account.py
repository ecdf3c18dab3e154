"""The administrator opens a disabled account again, with a new initial password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from contracts.actor import Actor
from services.registry.domain.errors import NothingToChange
from services.registry.domain.letters import initial_password_letter
from services.registry.domain.mail import write
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Secrets, Work


def enable_account(uow: Work, secrets: Secrets, actor: Actor, account_id: UUID, *, now: datetime) -> Shown:
    """A mail brings the password where there is an address; without one the old password holds."""
    account = uow.accounts.get(account_id, for_update=True)
    if not account.is_disabled:
        raise NothingToChange(field="is_disabled")
    account, email = account.enabled(), account.email
    if email is not None:
        initial = secrets.passwords.initial()
        account = account.reset(secrets.passwords.hash(initial))
        letter = initial_password_letter(name=account.name, login=account.login, password=initial)
        uow.mails.add(write(id=uuid4(), city=uow.city, recipient=email, letter=letter, sealer=secrets.sealer, now=now))
    uow.accounts.save(account)
    uow.audit.record(actor, "enable_account", account)
    return account_shown(account)
