"""The registry's things with everything that a test does not speak of in place, and stand-ins for what is slow."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from contracts.actor import Actor
from contracts.codes import with_check_character
from contracts.money import Money
from contracts.sealed import Sealer
from services.registry.domain.accounts import EMAIL, PHONE, Account
from services.registry.domain.divisions import Division, DivisionSpec, Level
from services.registry.domain.mail import Letter
from services.registry.domain.offers import Offer
from services.registry.domain.organisations import Kind, Organisation, SizeClass
from services.registry.domain.passwords import readable_password
from services.registry.domain.payees import NUMBER, PayeeDetails
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.register import Registration

CITY = "dalian"
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # noon in China
CODE, OTHER_CODE = "91210200MA626E53AY", "91210200MA30J4H3YX"
ZHONGSHAN_DISTRICT, XIGANG_DISTRICT, WHOLE_CITY = "210202", "210203", "210200"
RIGHT = "Right-Passw0rd"
SEALER = Sealer({"k1": b"0" * 32}, "k1")


def a_code(number: int) -> str:
    """A made-up credit code that passes its check digit; different numbers give different codes."""
    return with_check_character(f"91210200{number:09d}")


def an_organisation(**given: Any) -> Organisation:
    values: dict[str, Any] = {
        "id": uuid4(),
        "city": CITY,
        "version": 1,
        "kind": Kind.ENTERPRISE,
        "credit_code": CODE,
        "name": "大连示例电子有限公司",
        "division": ZHONGSHAN_DISTRICT,
        "registered_at": NOON,
    }
    return Organisation(**values | given)


def an_account(**given: Any) -> Account:
    values: dict[str, Any] = {
        "id": uuid4(),
        "city": CITY,
        "version": 1,
        "login": CODE,
        "name": "甲某",
        "roles": frozenset({"enterprise"}),
        "organisation_id": None,
        "is_owner": True,
        "phone": SEALER.seal("13912345678", purpose=PHONE),
        "email": SEALER.seal("zhang@example.com", purpose=EMAIL),
        "password_hash": f"hash of {RIGHT}",
        "must_change_password": False,
        "created_at": NOON,
    }
    return Account(**values | given)


def a_registration(**given: Any) -> Registration:
    values: dict[str, Any] = {
        "kind": Kind.ENTERPRISE,
        "name": "大连示例电子有限公司",
        "credit_code": CODE,
        "division": ZHONGSHAN_DISTRICT,
        "contact_name": "甲某",
        "phone": "139 1234 5678",
        "email": "zhang@example.com",
        "terms_version": "2024-03",
    }
    return Registration(**values | given)


def an_offer(**given: Any) -> Offer:
    values: dict[str, Any] = {
        "category": "N",
        "title": "轻量级 MES",
        "unit": "套",
        "description": "",
        "price": Money.wan_yuan("12"),
    }
    return Offer(**values | given)


def payee_details(**given: Any) -> PayeeDetails:
    values: dict[str, Any] = {
        "account_name": "大连示例电子有限公司",
        "bank_name": "中国工商银行大连中山支行",
        "branch_code": "102222000001",
        "number": SEALER.seal("3400201009000123456", purpose=NUMBER),
    }
    return PayeeDetails(**values | given)


def the_divisions() -> tuple[Division, ...]:
    """Dalian with two of its districts."""
    specs = (
        DivisionSpec(code=WHOLE_CITY, name="大连市", level=Level.CITY),
        DivisionSpec(code=ZHONGSHAN_DISTRICT, name="中山区", level=Level.DISTRICT, parent=WHOLE_CITY),
        DivisionSpec(code=XIGANG_DISTRICT, name="西岗区", level=Level.DISTRICT, parent=WHOLE_CITY),
    )
    return tuple(Division.first(CITY, spec) for spec in specs)


def actor_for(account: Account, *, division: str | None = None) -> Actor:
    """Who acts when this account acts."""
    return account.actor(credit_code=account.login, division=division)


def an_officer(**given: Any) -> Actor:
    """Somebody of the city's bureau."""
    values: dict[str, Any] = {"account_id": uuid4(), "city": CITY, "roles": frozenset({"city_officer"})}
    return Actor(**values | given)


class FakePasswords:
    """Hashes that a test can read; initial passwords that come again in each run."""

    def __init__(self) -> None:
        self._choose = random.Random(7).choice
        self.made: list[str] = []

    def initial(self) -> str:
        self.made.append(readable_password(self._choose))
        return self.made[-1]

    def hash(self, password: str) -> str:
        return f"hash of {password}"

    def matches(self, password_hash: str | None, password: str) -> bool:
        return password_hash == f"hash of {password}"


def some_secrets() -> Secrets:
    """Secrets that a test can foresee: tokens are `token-1`, `token-2`, …, codes `100001`, `100002`, …"""
    numbers, codes = iter(range(1, 1000)), iter(range(100_001, 101_000))
    return Secrets(
        passwords=FakePasswords(),
        sealer=SEALER,
        new_token=lambda: f"token-{next(numbers)}",
        new_code=lambda: str(next(codes)),
    )


class FakePauses:
    """Remembers how long attempts were held, and holds nobody."""

    def __init__(self) -> None:
        self.held: list[float] = []

    def hold(self, seconds: float) -> None:
        if seconds:
            self.held.append(seconds)


class FakeMailer:
    """A mail server that takes everything, unless it is `down`."""

    def __init__(self) -> None:
        self.is_down = False
        self.sent: list[tuple[str, Letter]] = []

    def send(self, recipient: str, letter: Letter) -> None:
        if self.is_down:
            raise ConnectionRefusedError
        self.sent.append((recipient, letter))


class FakeSizeClasses:
    """Everything with figures is small."""

    def of(self, kind: Kind, *, staff: int | None, revenue_fen: int | None, on: date) -> SizeClass | None:
        return None if staff is None or revenue_fen is None else SizeClass.SMALL
