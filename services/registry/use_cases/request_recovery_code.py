"""A code to choose a new password with goes to the bound phone, where the city offers it (DL1, XA3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from services.registry.domain.accounts import normal_login
from services.registry.domain.one_time_codes import Addressee, Purpose, issue, may_be_sent
from services.registry.domain.throttle import must_not_ask_too_often
from services.registry.domain.views import Shown, code_requested_shown
from services.registry.use_cases.ports import Secrets, Work

_DAY = timedelta(days=1)


def request_recovery_code(
    uow: Work, secrets: Secrets, *, login: str, client: str, is_gateway_there: bool, now: datetime
) -> Shown:
    """As for signing in: the answer tells nothing of the account. SmsNotOffered, TooManyCodes for the address."""
    uow.settings.current().must_offer_codes(is_gateway_there=is_gateway_there)
    must_not_ask_too_often(uow.attempts.codes_asked(client), now)
    uow.attempts.note_code_asked(client, now)
    code_id = uuid4()
    account = uow.accounts.by_login(normal_login(login))
    if account is None or not account.takes_codes:
        return code_requested_shown(code_id, now)
    phone, mark = account.bound()
    is_known = uow.attempts.is_known_address([account.id], client)
    if may_be_sent(uow.codes.sent_to(mark, now - _DAY), from_known_address=is_known, now=now):
        to = Addressee(account_id=account.id, phone=phone, phone_mark=mark, from_known_address=is_known)
        ids = (code_id, uuid4())
        kept, text = issue(
            secrets.new_code(), Purpose.RECOVERY, to, ids=ids, city=uow.city, sealer=secrets.sealer, now=now
        )
        uow.codes.add(kept)
        uow.texts.add(text)
    return code_requested_shown(code_id, now)
