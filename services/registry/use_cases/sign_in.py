"""Signing in by login and password (DL1). A stranger who knows the credit code cannot lock anybody out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from contracts.refusal import Refusal
from services.registry.domain.accounts import normal_login
from services.registry.domain.errors import AccountDisabled, CityNotServed, WrongCredentials
from services.registry.domain.sessions import open_session
from services.registry.domain.views import Shown, session_opened_shown
from services.registry.use_cases.ports import Pauses, Secrets, Work


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """`client` is the address that the request came from, `""` when it is not known."""

    login: str
    password: str
    client: str


def sign_in(uow: Work, secrets: Secrets, pauses: Pauses, attempt: Attempt, *, now: datetime) -> Shown | Refusal:
    """The session with its token, which is shown this once; or the refusal of a wrong password.

    That refusal is returned, not raised: its mark must be committed. TooManyAttempts and CityNotServed rise.
    """
    login = normal_login(attempt.login)
    if not uow.attempts.is_city_served():
        raise CityNotServed(city=uow.city)
    throttle = uow.attempts.throttle(login, attempt.client)
    throttle.must_be_open(now)
    pauses.hold(throttle.pause_seconds(now))

    account = uow.accounts.by_login(login)
    is_right = secrets.passwords.matches(account.password_hash if account else None, attempt.password)
    if account is None or not is_right:
        uow.attempts.note_failure(login, attempt.client, now)
        return WrongCredentials()
    if account.is_disabled:
        raise AccountDisabled()
    uow.attempts.forget(login, attempt.client)
    token = secrets.new_token()
    session = open_session(
        id=uuid4(), city=uow.city, account_id=account.id, token=token, client=attempt.client, now=now
    )
    uow.sessions.add(session)
    uow.audit.record(account.actor(credit_code=None, division=None), "sign_in", session)
    return session_opened_shown(session, account, token)
