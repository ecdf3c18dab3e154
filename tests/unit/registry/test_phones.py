"""Binding a phone, changing it, and choosing a new password through it (XA3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.refusal import Invalid, StaleVersion
from services.registry.domain.accounts import PHONE
from services.registry.domain.channels import Choice
from services.registry.domain.city_settings import LoginMethod, SettingsSpec
from services.registry.domain.contact import read_mobile_phone
from services.registry.domain.errors import CodeNotValid, NothingToChange, SmsNotOffered, TooManyCodes
from services.registry.domain.sessions import open_session
from services.registry.domain.sms import Template, phone_mark
from services.registry.use_cases.bind_phone import bind_phone
from services.registry.use_cases.change_city_settings import change_city_settings
from services.registry.use_cases.change_contact import change_contact
from services.registry.use_cases.choose_channels import choose_channels
from services.registry.use_cases.recover_by_code import recover_by_code
from services.registry.use_cases.request_phone_code import request_phone_code
from services.registry.use_cases.request_recovery_code import request_recovery_code
from services.registry.use_cases.seed_city import seed_city
from tests.builders_registry import CITY, CODE, NOON, RIGHT, SEALER, an_account, an_officer, some_secrets
from tests.fakes_registry import FakeSettings, FakeWork

HOME, OLD, NEW = "192.0.2.1", "13912345678", "13900000000"
CLOCK = a_clock(NOON)


def a_city() -> FakeWork:
    return FakeWork(settings=FakeSettings(version=1, login_methods=("password", "sms_code")))


def ask(work: FakeWork, secrets: Any, actor: Actor, phone: str, **given: Any) -> UUID:
    values: dict[str, Any] = {"password": RIGHT, "client": HOME, "is_gateway_there": True, "now": NOON}
    return UUID(request_phone_code(work, secrets, actor, phone=phone, **values | given)["id"])


def bind(work: FakeWork, secrets: Any, actor: Actor, phone: str, *, now: Any = NOON) -> Any:
    code_id = ask(work, secrets, actor, phone, now=now)
    code = work.texts.texts()[-1].parameters["code"]
    return bind_phone(work, secrets, CLOCK, actor, code_id=code_id, code=code, now=now)


def test_a_phone_is_bound_by_the_code_that_went_there() -> None:
    work, secrets = a_city(), some_secrets()
    _, owner, actor = work.with_enterprise()

    answer = bind(work, secrets, actor, "+86 139-0000-0000")

    (text,) = work.texts.texts()
    kept = work.accounts.get(owner.id)
    assert text.template is Template.PHONE_CODE
    assert SEALER.open(work.texts.only().phone, purpose=PHONE) == NEW
    assert kept.bound_phone is not None
    assert SEALER.open(kept.bound_phone, purpose=PHONE) == NEW
    assert (answer["is_phone_bound"], answer["phone_last_four"]) == (True, "0000")
    assert work.audit.actions == ["bind_phone"]
    assert work.messages.kinds_for(owner) == ["phone_changed"]


def test_the_phone_before_is_told_whatever_its_person_chose() -> None:
    work, secrets = a_city(), some_secrets()
    _, _, actor = work.with_enterprise()
    choose_channels(work, actor, topic="account", choice=Choice(by_mail=False, by_sms=False))
    bind(work, secrets, actor, OLD)

    bind(work, secrets, actor, NEW, now=NOON + timedelta(minutes=2))

    *_, farewell = work.texts.all()
    assert farewell.template is Template.PHONE_CHANGED
    assert SEALER.open(farewell.phone, purpose=PHONE) == OLD
    assert work.texts.texts()[-1].parameters == {"last_four": "0000"}


def test_a_phone_that_is_only_typed_in_is_no_longer_bound_and_the_one_before_is_told() -> None:
    work, secrets = a_city(), some_secrets()
    _, owner, actor = work.with_enterprise()
    bind(work, secrets, actor, OLD)

    change_contact(work, secrets, CLOCK, actor, phone=NEW, email=None, password=RIGHT, now=NOON)

    assert work.accounts.get(owner.id).bound_phone is None
    assert work.texts.all()[-1].template is Template.PHONE_CHANGED
    assert SEALER.open(work.texts.all()[-1].phone, purpose=PHONE) == OLD


def test_another_mail_address_leaves_the_phone_bound() -> None:
    work, secrets = a_city(), some_secrets()
    _, owner, actor = work.with_enterprise()
    bind(work, secrets, actor, OLD)

    change_contact(work, secrets, CLOCK, actor, phone=None, email="neu@example.com", password=RIGHT, now=NOON)

    assert work.accounts.get(owner.id).bound_phone is not None
    assert len(work.texts.all()) == 1


def test_the_code_of_somebody_else_or_for_something_else_binds_nothing() -> None:
    work, secrets = a_city(), some_secrets()
    _, owner, actor = work.with_enterprise()
    stranger = replace(actor, account_id=uuid4())
    code_id = ask(work, secrets, actor, NEW)
    code = work.texts.texts()[0].parameters["code"]

    for who, given_id in ((stranger, code_id), (actor, uuid4())):
        outcome = bind_phone(work, secrets, CLOCK, who, code_id=given_id, code=code, now=NOON)
        assert isinstance(outcome, CodeNotValid)
    assert isinstance(bind_phone(work, secrets, CLOCK, actor, code_id=code_id, code="000000", now=NOON), CodeNotValid)
    assert work.codes.only().attempts == 1
    assert work.accounts.get(owner.id).bound_phone is None


def test_a_code_for_a_phone_needs_the_password_and_a_mobile_phone_and_patience() -> None:
    work, secrets = a_city(), some_secrets()
    _, _, actor = work.with_enterprise()

    for phone, password in ((NEW, "wrong"), ("0411-8123456", RIGHT)):
        with pytest.raises(Invalid):
            ask(work, secrets, actor, phone, password=password)
    ask(work, secrets, actor, NEW)
    with pytest.raises(TooManyCodes):
        ask(work, secrets, actor, NEW)
    with pytest.raises(SmsNotOffered):
        ask(work, secrets, actor, NEW, is_gateway_there=False)


@pytest.mark.parametrize("written", ["139 1234 5678", "+8613912345678", "86-13912345678"])
def test_a_mobile_phone_is_read_as_people_write_it(written: str) -> None:
    assert read_mobile_phone(written) == OLD


def test_a_forgotten_password_is_chosen_anew_with_a_code() -> None:
    work, secrets = a_city(), some_secrets()
    account = an_account(phone=SEALER.seal(OLD, purpose=PHONE), phone_mark=phone_mark(OLD, SEALER))
    work.accounts.add(account)
    work.sessions.add(open_session(id=uuid4(), city=CITY, account_id=account.id, token="t", client=HOME, now=NOON))

    def request(login: str) -> UUID:
        answer = request_recovery_code(work, secrets, login=login, client=HOME, is_gateway_there=True, now=NOON)
        return UUID(answer["id"])

    code_id = request(CODE)
    request("nobody")
    (text,) = work.texts.texts()
    code = text.parameters["code"]
    outcomes = [
        recover_by_code(work, secrets, code_id=given, code=typed, new="Neues-Wort-1", now=NOON)
        for given, typed in ((uuid4(), code), (code_id, "000000"), (code_id, code), (code_id, code))
    ]

    assert [isinstance(outcome, CodeNotValid) for outcome in outcomes] == [True, True, False, True]
    assert text.template is Template.RECOVERY_CODE
    assert work.accounts.get(account.id).password_hash == "hash of Neues-Wort-1"
    assert work.sessions.only().ended_at == NOON


def test_a_weak_password_leaves_the_code_good() -> None:
    work, secrets = a_city(), some_secrets()
    work.accounts.add(an_account(phone=SEALER.seal(OLD, purpose=PHONE), phone_mark=phone_mark(OLD, SEALER)))
    answer = request_recovery_code(work, secrets, login=CODE, client=HOME, is_gateway_there=True, now=NOON)
    code_id, code = UUID(answer["id"]), work.texts.texts()[0].parameters["code"]

    with pytest.raises(Invalid):
        recover_by_code(work, secrets, code_id=code_id, code=code, new="weak", now=NOON)

    assert recover_by_code(work, secrets, code_id=code_id, code=code, new="Neues-Wort-1", now=NOON) == {"login": CODE}


BOTH = SettingsSpec(login_methods=(LoginMethod.PASSWORD, LoginMethod.SMS_CODE), login_source="手册第二条")


def test_the_pack_seeds_how_people_sign_in_and_then_the_administrator_settles_it() -> None:
    work = FakeWork()

    def seed(spec: SettingsSpec) -> None:
        seed_city(work, CLOCK, an_officer(), divisions=[], national={}, exceptions={}, settings=spec)

    seed(BOTH)
    seed(SettingsSpec())
    seeded = work.settings.current()
    changed = change_city_settings(
        work, an_officer(), replace(BOTH, reminder_working_days=2), is_gateway_there=True, expected_version=1
    )

    assert (seeded.version, seeded.login_methods, seeded.login_source) == (1, BOTH.login_methods, "手册第二条")
    assert (changed["version"], changed["reminder_working_days"]) == (2, 2)
    assert work.audit.actions == ["seed_city_settings", "change_city_settings"]


def test_settings_that_cannot_be_are_refused() -> None:
    def change(spec: SettingsSpec, **given: Any) -> None:
        values: dict[str, Any] = {"is_gateway_there": True, **given}
        change_city_settings(FakeWork(settings=FakeSettings(version=1)), an_officer(), spec, **values)

    for spec in (SettingsSpec(login_methods=(LoginMethod.SMS_CODE,)), SettingsSpec(reminder_working_days=21)):
        with pytest.raises(Invalid):
            change(spec)
    with pytest.raises(SmsNotOffered):
        change(BOTH, is_gateway_there=False)
    with pytest.raises(NothingToChange):
        change(SettingsSpec())
    with pytest.raises(StaleVersion):
        change(BOTH, expected_version=7)
