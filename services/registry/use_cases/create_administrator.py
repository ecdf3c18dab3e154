"""The first account of a city, made from the console: whoever may run it owns the machine."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from contracts.actor import Actor
from services.registry.domain.accounts import EMAIL, Account, administrator_roles, chosen_login
from services.registry.domain.contact import read_email, read_person
from services.registry.domain.errors import LoginTaken
from services.registry.domain.passwords import must_be_strong
from services.registry.use_cases.ports import Clock, Secrets, Work


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """The account that was made. `initial_password` is shown once, on the console, and kept nowhere."""

    account: Account
    initial_password: str


def create_administrator(
    uow: Work, secrets: Secrets, clock: Clock, *, login: str, name: str, email: str | None, password: str | None
) -> Administrator:
    """With a password of the operator's own (checked like any other), or with one that must be changed first."""
    login = chosen_login(login)
    if password is not None:
        must_be_strong(password, login=login, field="password")
    chosen = password or secrets.passwords.initial()
    if uow.accounts.by_login(login) is not None:
        raise LoginTaken(login=login)
    account = Account(
        id=uuid4(),
        city=uow.city,
        version=1,
        login=login,
        name=read_person(name, field="name"),
        roles=administrator_roles(),
        email=None if email is None else secrets.sealer.seal(read_email(email), purpose=EMAIL),
        password_hash=secrets.passwords.hash(chosen),
        must_change_password=password is None,
        created_at=clock.now(),
    )
    uow.accounts.add(account)
    uow.audit.record(Actor.system(uow.city), "create_administrator", account)
    return Administrator(account=account, initial_password=chosen)
