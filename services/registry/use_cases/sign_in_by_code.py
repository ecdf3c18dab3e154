"""Signing in by a code that went to the bound phone (XA3): five tries, one use, five minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from contracts.refusal import Refusal
from services.registry.domain.accounts import Account, normal_login
from services.registry.domain.errors import AccountAmbiguous, CityNotServed, CodeNotValid
from services.registry.domain.one_time_codes import OneTimeCode, Purpose
from services.registry.domain.sessions import open_session
from services.registry.domain.views import Shown, session_opened_shown
from services.registry.use_cases.ports import Secrets, Work


@dataclass(frozen=True, kw_only=True)
class CodeAttempt:
    """What was typed. `login` names one of several accounts that are bound to the phone."""

    code_id: UUID
    code: str
    login: str | None
    client: str


def sign_in_by_code(uow: Work, secrets: Secrets, attempt: CodeAttempt, *, now: datetime) -> Shown | Refusal:
    """The session with its token, which is shown this once; or the refusal of a wrong code.

    That refusal is returned, not raised: the try must be committed. AccountAmbiguous, with the right code, leaves it
    unused.
    """
    if not uow.attempts.is_city_served():
        raise CityNotServed(city=uow.city)
    kept = uow.codes.find(attempt.code_id, for_update=True)
    if kept is None or kept.purpose is not Purpose.SIGN_IN:
        return CodeNotValid()
    tried, is_right = kept.tried(attempt.code, secrets.sealer, now)
    if not is_right:
        uow.codes.put(tried)
        return CodeNotValid()
    accounts = _accounts(uow, kept, attempt.login)
    if len(accounts) != 1:
        uow.codes.put(kept.unused_try())
        logins = [account.login for account in accounts]
        return AccountAmbiguous(logins=logins) if accounts else CodeNotValid()
    (account,) = accounts
    token = secrets.new_token()
    session = open_session(
        id=uuid4(), city=uow.city, account_id=account.id, token=token, client=attempt.client, now=now
    )
    uow.codes.put(tried)
    uow.sessions.add(session)
    uow.audit.record(account.actor(credit_code=None, division=None), "sign_in", session, method="sms_code")
    return session_opened_shown(session, account, token)


def _accounts(uow: Work, kept: OneTimeCode, login: str | None) -> Sequence[Account]:
    """Those that the code lets in now: the phone may have been bound to another account, or taken from one, since."""
    wanted = None if login is None else normal_login(login)
    return [
        account
        for account in uow.accounts.bound_to([kept.phone_mark])
        if account.takes_codes and kept.account_id in (None, account.id) and wanted in (None, account.login)
    ]
