"""A code to sign in with goes to the bound phone (XA3). The answer is the same whether there is an account or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from contracts.refusal import Invalid, Problem
from services.registry.domain.accounts import Account, normal_login
from services.registry.domain.contact import read_mobile_phone
from services.registry.domain.one_time_codes import Addressee, Purpose, issue, may_be_sent
from services.registry.domain.sms import PHONE_MARK
from services.registry.domain.throttle import must_not_ask_too_often
from services.registry.domain.views import Shown, code_requested_shown
from services.registry.use_cases.ports import Secrets, Work

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who wants to sign in, by login or by phone; `client` is the address that asks, `""` when it is not known."""

    login: str | None
    phone: str | None
    client: str


def request_sign_in_code(
    uow: Work, secrets: Secrets, asking: Asking, *, is_gateway_there: bool, now: datetime
) -> Shown:
    """The id that goes with the code. SmsNotOffered, TooManyCodes for the address; nothing tells of the account."""
    uow.settings.current().must_offer_codes(is_gateway_there=is_gateway_there)
    must_not_ask_too_often(uow.attempts.codes_asked(asking.client), now)
    uow.attempts.note_code_asked(asking.client, now)
    code_id, accounts = uuid4(), _accounts(uow, secrets, asking)
    if accounts:
        _send(uow, secrets, asking, accounts, code_id=code_id, now=now)
    return code_requested_shown(code_id, now)


def _accounts(uow: Work, secrets: Secrets, asking: Asking) -> Sequence[Account]:
    """Those that the code could be for. Invalid unless exactly one of login and phone is given."""
    if (asking.login is None) == (asking.phone is None):
        raise Invalid(problems=[Problem(code="login_or_phone", field="login")])
    if asking.phone is not None:
        found = uow.accounts.bound_to(secrets.sealer.marks(read_mobile_phone(asking.phone), purpose=PHONE_MARK))
    else:
        account = uow.accounts.by_login(normal_login(asking.login or ""))
        found = [] if account is None else [account]
    return [account for account in found if account.takes_codes]


def _send(
    uow: Work, secrets: Secrets, asking: Asking, accounts: Sequence[Account], *, code_id: UUID, now: datetime
) -> None:
    first = accounts[0]
    is_known = uow.attempts.is_known_address([account.id for account in accounts], asking.client)
    phone, mark = first.bound()
    if not may_be_sent(uow.codes.sent_to(mark, now - _DAY), from_known_address=is_known, now=now):
        return
    to = Addressee(
        account_id=None if asking.phone is not None else first.id,
        phone=phone,
        phone_mark=mark,
        from_known_address=is_known,
    )
    ids = (code_id, uuid4())
    kept, text = issue(secrets.new_code(), Purpose.SIGN_IN, to, ids=ids, city=uow.city, sealer=secrets.sealer, now=now)
    uow.codes.add(kept)
    uow.texts.add(text)
