"""Somebody who is signed in wants to bind a phone: a code goes there, to show that it is his (XA3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.registry.domain.accounts import PHONE
from services.registry.domain.contact import read_mobile_phone
from services.registry.domain.errors import TooManyCodes
from services.registry.domain.one_time_codes import BETWEEN, Addressee, Purpose, issue, may_be_sent
from services.registry.domain.sms import phone_mark
from services.registry.domain.throttle import must_not_ask_too_often
from services.registry.domain.views import Shown, code_requested_shown
from services.registry.use_cases.ports import Secrets, Work

_DAY = timedelta(days=1)


def request_phone_code(
    uow: Work,
    secrets: Secrets,
    actor: Actor,
    *,
    phone: str,
    password: str,
    client: str,
    is_gateway_there: bool,
    now: datetime,
) -> Shown:
    """The password is asked for, because the phone can sign in and recover the account.

    SmsNotOffered; TooManyCodes for the address or the phone; Invalid for a wrong password or what is no mobile phone.
    """
    uow.settings.current().must_offer_codes(is_gateway_there=is_gateway_there)
    number = read_mobile_phone(phone)
    account = uow.accounts.get(actor.account_id)
    if not secrets.passwords.matches(account.password_hash, password):
        raise Invalid(problems=[Problem(code="password_wrong", field="current_password")])
    must_not_ask_too_often(uow.attempts.codes_asked(client), now)
    mark = phone_mark(number, secrets.sealer)
    # Whoever is signed in is still a stranger to this phone.
    if not may_be_sent(uow.codes.sent_to(mark, now - _DAY), from_known_address=False, now=now):
        raise TooManyCodes(retry_after_seconds=int(BETWEEN.total_seconds()))
    uow.attempts.note_code_asked(client, now)
    to = Addressee(
        account_id=account.id,
        phone=secrets.sealer.seal(number, purpose=PHONE),
        phone_mark=mark,
        from_known_address=False,
    )
    code_id = uuid4()
    ids = (code_id, uuid4())
    kept, text = issue(secrets.new_code(), Purpose.PHONE, to, ids=ids, city=uow.city, sealer=secrets.sealer, now=now)
    uow.codes.add(kept)
    uow.texts.add(text)
    return code_requested_shown(code_id, now)
