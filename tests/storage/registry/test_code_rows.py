"""Codes that go to a phone, bound phones, and what a city settled, on a real PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.units import Units
from services.registry.domain.accounts import PHONE
from services.registry.domain.city_settings import CitySettings, LoginMethod, SettingsSpec
from services.registry.domain.one_time_codes import Addressee, OneTimeCode, Purpose, Sent, issue
from services.registry.domain.sessions import open_session
from services.registry.domain.sms import phone_mark
from services.registry.storage.codes import remove_outdated_codes
from services.registry.storage.queries.codes import city_settings
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import NOON, OTHER_CODE, SEALER, an_account
from tests.storage.registry.conftest import Work

NUMBER, HOME = "13912345678", "192.0.2.1"
MARK = phone_mark(NUMBER, SEALER)


def a_code(city: str, *, now: datetime = NOON, known: bool = False) -> OneTimeCode:
    to = Addressee(
        account_id=uuid4(), phone=SEALER.seal(NUMBER, purpose=PHONE), phone_mark=MARK, from_known_address=known
    )
    kept, _ = issue("735102", Purpose.SIGN_IN, to, ids=(uuid4(), uuid4()), city=city, sealer=SEALER, now=now)
    return kept


def test_a_code_comes_back_as_it_was_kept_and_as_it_was_tried(work: Work, city: str) -> None:
    code = a_code(city)
    with work() as unit:
        unit.codes.add(code)

    with work() as unit:
        found = unit.codes.find(code.id, for_update=True)
        tried, is_right = found.tried("000000", SEALER, NOON)
        unit.codes.put(tried)
    with work() as unit:
        used, was_right = unit.codes.find(code.id).tried("735102", SEALER, NOON)
        unit.codes.put(used)

    assert (found, is_right, was_right) == (code, False, True)
    with work() as unit:
        assert (unit.codes.find(code.id).attempts, unit.codes.find(code.id).used_at) == (2, NOON)


def test_what_went_to_a_phone_is_known_by_its_mark(work: Work, city: str) -> None:
    hour = timedelta(hours=1)
    old, new = a_code(city, now=NOON - hour), a_code(city, known=True)
    with work() as unit:
        unit.codes.add(old)
        unit.codes.add(new)

    with work() as unit:
        assert sorted(unit.codes.sent_to(MARK, NOON - 2 * hour), key=lambda sent: sent.at) == [
            Sent(at=NOON - hour, from_known_address=False),
            Sent(at=NOON, from_known_address=True),
        ]
        assert not unit.codes.sent_to(b"another", NOON - 2 * hour)
        remove_outdated_codes(unit.transaction, NOON)
    with work() as unit:
        assert unit.codes.find(old.id) is None
        assert unit.codes.find(new.id) == new


def test_accounts_are_found_by_the_phone_that_is_bound_to_them(work: Work, city: str) -> None:
    here = an_account(city=city, phone_mark=MARK)
    gone = an_account(city=city, login="gone", phone_mark=MARK, is_disabled=True)
    typed = an_account(city=city, login=OTHER_CODE)
    with work() as unit:
        for account in (here, gone, typed):
            unit.accounts.add(account)

    with work() as unit:
        assert unit.accounts.bound_to([b"older key", MARK]) == [here]
        assert unit.accounts.bound_to([b"another"]) == []


def test_an_address_is_known_by_any_of_the_accounts(work: Work, city: str) -> None:
    account_id = uuid4()
    session = open_session(id=uuid4(), city=city, account_id=account_id, token="t", client=HOME, now=NOON)
    with work() as unit:
        unit.sessions.add(session)

    with work() as unit:
        known = [
            unit.attempts.is_known_address(ids, client)
            for ids, client in (
                ([uuid4(), account_id], HOME),
                ([account_id], "203.0.113.9"),
                ([uuid4()], HOME),
                ([account_id], ""),
            )
        ]
        for second in range(2):
            unit.attempts.note_code_asked(HOME, NOON + timedelta(seconds=second))
            unit.attempts.note_code_asked("", NOON)
    with work() as unit:
        asked = unit.attempts.codes_asked(HOME)
        assert unit.attempts.codes_asked("203.0.113.9") is unit.attempts.codes_asked("") is None
        assert unit.attempts.throttle("codes", HOME).by_address is None

    assert known == [True, False, False, False]
    assert asked is not None
    assert (asked.count, asked.last_at) == (2, NOON + timedelta(seconds=1))


def test_what_a_city_settled_holds_until_it_settles_something_else(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    both = SettingsSpec(login_methods=(LoginMethod.PASSWORD, LoginMethod.SMS_CODE), login_source="手册")

    def shown(**given: Any) -> Any:
        return city_settings(units.reading(city), **given)

    with work() as unit:
        before = unit.settings.current()
        unit.settings.put(before.changed(both))
    with work() as unit:
        first = unit.settings.current(for_update=True)
        unit.settings.put(first.changed(SettingsSpec(reminder_working_days=3)))
    with work() as unit:
        second = unit.settings.current()

    assert before == CitySettings.unsettled(city)
    assert (first.version, first.login_methods) == (1, both.login_methods)
    assert (second.version, second.login_methods, second.reminder_working_days) == (2, (LoginMethod.PASSWORD,), 3)
    assert shown(is_gateway_there=True)["version"] == 2


def test_codes_are_not_shown_as_offered_where_there_is_no_gateway(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    both = SettingsSpec(login_methods=(LoginMethod.PASSWORD, LoginMethod.SMS_CODE))
    with work() as unit:
        unit.settings.put(unit.settings.current().changed(both))

    reading = units.reading(city)
    assert city_settings(reading, is_gateway_there=True)["login_methods"] == ["password", "sms_code"]
    assert city_settings(reading, is_gateway_there=False)["login_methods"] == ["password"]


def test_the_database_keeps_no_city_without_passwords(work: Work, city: str) -> None:
    settings = CitySettings.unsettled(city).changed(SettingsSpec())

    with pytest.raises(Exception, match="city_settings_password_stays"), work() as unit:
        unit.settings.put(
            CitySettings(
                id=settings.id,
                city=city,
                version=1,
                login_methods=(LoginMethod.SMS_CODE,),
                login_source="",
                reminder_working_days=1,
            )
        )
