"""Signing in by a code that went to the bound phone (XA3), and what strangers can do about it: next to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.refusal import Invalid
from services.registry.domain.accounts import PHONE, Account
from services.registry.domain.errors import (
    AccountAmbiguous,
    CityNotServed,
    CodeNotValid,
    SmsNotOffered,
    TooManyAttempts,
    TooManyCodes,
)
from services.registry.domain.one_time_codes import (
    BETWEEN,
    LASTS,
    OWNERS,
    STRANGERS,
    TRIES,
    Sent,
    may_be_sent,
    new_code,
)
from services.registry.domain.sms import Template, phone_mark
from services.registry.domain.throttle import FREE_CODES
from services.registry.use_cases.request_sign_in_code import Asking, request_sign_in_code
from services.registry.use_cases.sign_in import Attempt, sign_in
from services.registry.use_cases.sign_in_by_code import CodeAttempt, sign_in_by_code
from tests.builders_registry import CODE, NOON, OTHER_CODE, RIGHT, SEALER, FakePauses, an_account, some_secrets
from tests.fakes_registry import FakeAttempts, FakeSettings, FakeWork

HOME, STRANGER = "192.0.2.1", "203.0.113.9"
NUMBER = "13912345678"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def a_city() -> FakeWork:
    return FakeWork(settings=FakeSettings(version=1, login_methods=("password", "sms_code")))


def bound(work: FakeWork, number: str = NUMBER, **given: Any) -> Account:
    account = an_account(phone=SEALER.seal(number, purpose=PHONE), phone_mark=phone_mark(number, SEALER), **given)
    work.accounts.add(account)
    return account


class Desk:
    """Asks for codes and signs in with them."""

    def __init__(self, work: FakeWork) -> None:
        self.work, self.secrets = work, some_secrets()
        self.at = NOON

    def ask(self, *, login: str | None = CODE, phone: str | None = None, client: str = HOME) -> UUID:
        asking = Asking(login=login, phone=phone, client=client)
        answer = request_sign_in_code(self.work, self.secrets, asking, is_gateway_there=True, now=self.at)
        return UUID(answer["id"])

    def enter(self, code_id: UUID, code: str, *, login: str | None = None, client: str = HOME) -> Any:
        attempt = CodeAttempt(code_id=code_id, code=code, login=login, client=client)
        return sign_in_by_code(self.work, self.secrets, attempt, now=self.at)

    @property
    def received(self) -> list[str]:
        """The codes that went out, in order."""
        return [text.parameters["code"] for text in self.work.texts.texts()]


def test_the_code_from_the_phone_opens_a_session_once() -> None:
    work = a_city()
    account, desk = bound(work), Desk(work)

    code_id = desk.ask()
    (code,) = desk.received
    answer = desk.enter(code_id, code)

    (text,) = work.texts.texts()
    assert (text.template, text.parameters["minutes"]) == (Template.SIGN_IN_CODE, "5")
    assert work.texts.only().expires_at == NOON + LASTS
    assert answer["token"] == "token-1"
    assert work.sessions.only().account_id == account.id
    assert (work.audit.actions, work.audit.rows[0].details) == (["sign_in"], {"method": "sms_code"})
    assert isinstance(desk.enter(code_id, code), CodeNotValid)
    assert code not in repr(work.codes.only())


def test_the_answer_says_nothing_of_the_account() -> None:
    work = a_city()
    bound(work)
    bound(work, login="officer", roles=frozenset({"city_officer"}))
    work.accounts.add(an_account(login=OTHER_CODE))
    bound(work, login="gone", is_disabled=True)
    desk = Desk(work)

    answers = []
    for login in (CODE, "officer", OTHER_CODE, "gone", "nobody"):
        asking = Asking(login=login, phone=None, client=HOME)
        answers.append(request_sign_in_code(work, desk.secrets, asking, is_gateway_there=True, now=NOON))

    assert {tuple(sorted(answer)) for answer in answers} == {("expires_at", "id", "resend_after_seconds")}
    assert len({(answer["expires_at"], answer["resend_after_seconds"]) for answer in answers}) == 1
    assert len(desk.received) == 1
    wrong = [desk.enter(UUID(answer["id"]), "000000") for answer in answers]
    assert {str(refusal.as_wire()) for refusal in wrong} == {str(CodeNotValid().as_wire())}


def test_a_code_is_good_for_five_minutes_and_five_tries() -> None:
    late, tried = Desk(a_city()), Desk(a_city())
    for desk in (late, tried):
        bound(desk.work)
    late_id, tried_id = late.ask(), tried.ask()

    late.at += LASTS
    assert isinstance(late.enter(late_id, late.received[0]), CodeNotValid)
    for _ in range(TRIES):
        assert isinstance(tried.enter(tried_id, "000000"), CodeNotValid)
    assert isinstance(tried.enter(tried_id, tried.received[0]), CodeNotValid)


def test_a_stranger_who_asks_and_guesses_spends_neither_the_codes_nor_the_tries_of_the_owner() -> None:
    work = a_city()
    account, desk = bound(work), Desk(work)
    work.attempts.signed_in.add((account.id, HOME))
    owners = desk.ask(client=HOME)
    (owners_code,) = desk.received
    for _ in range(200):
        strangers = desk.ask(client=STRANGER) if work.attempts.asked.get(STRANGER) is None else uuid4()
        desk.enter(strangers, "000000", client=STRANGER)

    assert desk.enter(owners, owners_code)["token"]
    assert len(desk.received) == 2


def test_strangers_from_anywhere_do_not_flood_a_phone_and_do_not_keep_the_owner_from_his_code() -> None:
    work = a_city()
    account, desk = bound(work), Desk(work)
    work.attempts.signed_in.add((account.id, HOME))
    for number in range(24 * 60):
        desk.at = NOON + MINUTE * number
        desk.ask(client=f"203.0.113.{number % 250}")
    flooded = len(desk.received)

    code_id = desk.ask(client=HOME)
    signed_in = desk.enter(code_id, desk.received[-1])
    by_password = sign_in(
        work, desk.secrets, FakePauses(), Attempt(login=CODE, password=RIGHT, client="198.51.100.7"), now=desk.at
    )

    assert flooded == dict(STRANGERS)[DAY]
    assert signed_in["token"]
    assert isinstance(by_password, dict)


def test_one_address_asks_for_thirty_codes_and_then_no_more_than_one_a_minute() -> None:
    work, served, waits = a_city(), 0, []
    desk = Desk(work)
    for second in range(600):
        desk.at = NOON + timedelta(seconds=second)
        try:
            desk.ask(login=f"nobody-{second}", client=STRANGER)
            served += 1
        except TooManyCodes as refusal:
            waits.append(refusal.facts["retry_after_seconds"])

    assert FREE_CODES < served < FREE_CODES + 20
    assert min(waits) > 0
    assert max(waits) == 60
    desk.ask(client=HOME)


@pytest.mark.parametrize(("known", "limits"), [(False, STRANGERS), (True, OWNERS)])
def test_a_phone_gets_so_many_codes_in_an_hour_and_in_a_day(
    known: bool, limits: tuple[tuple[timedelta, int], ...]
) -> None:
    for span, most in limits:
        step = span / (most + 1)
        before = [Sent(at=NOON - step * n, from_known_address=known) for n in range(1, most + 1)]

        assert not may_be_sent(before, from_known_address=known, now=NOON)
        assert may_be_sent(before, from_known_address=not known, now=NOON)
    assert not may_be_sent([Sent(at=NOON, from_known_address=known)], from_known_address=known, now=NOON)
    assert may_be_sent([Sent(at=NOON - BETWEEN, from_known_address=known)], from_known_address=known, now=NOON)


def test_by_phone_too_and_where_several_accounts_share_it_one_is_named() -> None:
    work = a_city()
    bound(work)
    bound(work, login=OTHER_CODE)
    bound(work, "13900000000", login="third")
    desk = Desk(work)

    code_id = desk.ask(login=None, phone="+86 139 1234 5678")
    refusal = desk.enter(code_id, desk.received[0])
    answer = desk.enter(code_id, desk.received[0], login=OTHER_CODE)

    assert isinstance(refusal, AccountAmbiguous)
    assert refusal.facts == {"logins": [CODE, OTHER_CODE]}
    assert answer["account"]["login"] == OTHER_CODE
    desk.at += MINUTE
    assert isinstance(desk.enter(desk.ask(login=None, phone=NUMBER), desk.received[1], login="third"), CodeNotValid)


def test_a_code_lets_nobody_in_whose_phone_is_bound_no_longer() -> None:
    work = a_city()
    account, desk = bound(work), Desk(work)
    code_id = desk.ask()
    work.accounts.save(account.with_contact(phone=SEALER.seal("13900000000", purpose=PHONE), email=None))

    assert isinstance(desk.enter(code_id, desk.received[0]), CodeNotValid)


def test_a_city_that_does_not_offer_it_and_an_installation_without_a_gateway_say_so() -> None:
    asking, secrets = Asking(login=CODE, phone=None, client=HOME), some_secrets()
    for work, is_there in ((FakeWork(), True), (a_city(), False)):
        bound(work)

        with pytest.raises(SmsNotOffered):
            request_sign_in_code(work, secrets, asking, is_gateway_there=is_there, now=NOON)
        assert not work.texts.all()

    nowhere = replace(a_city(), attempts=FakeAttempts(is_served=False))
    attempt = CodeAttempt(code_id=uuid4(), code="1", login=None, client=HOME)
    with pytest.raises(CityNotServed):
        sign_in_by_code(nowhere, secrets, attempt, now=NOON)


@pytest.mark.parametrize(("login", "phone"), [(None, None), (CODE, NUMBER), (None, "0411-1234567")])
def test_exactly_one_of_login_and_phone_is_given(login: str | None, phone: str | None) -> None:
    with pytest.raises(Invalid):
        Desk(a_city()).ask(login=login, phone=phone)


def test_a_code_has_six_digits() -> None:
    assert new_code(lambda digits: digits[-1]) == "999999"


def test_wrong_passwords_do_not_keep_anybody_from_signing_in_by_code() -> None:
    work = a_city()
    bound(work)
    desk = Desk(work)
    for second in range(100):
        attempt = Attempt(login=CODE, password="guess", client=HOME)
        try:
            sign_in(work, desk.secrets, FakePauses(), attempt, now=NOON + timedelta(seconds=second))
        except TooManyAttempts:
            continue

    assert desk.enter(desk.ask(), desk.received[0])["token"]
