"""Registering and signing in (DL1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.testing import a_clock
from contracts.refusal import Invalid
from services.registry.domain.errors import (
    AccountDisabled,
    CityNotServed,
    CreditCodeRegistered,
    TooManyAttempts,
    WrongCredentials,
)
from services.registry.domain.sessions import Session
from services.registry.use_cases.register import register
from services.registry.use_cases.request_recovery import request_recovery
from services.registry.use_cases.sign_in import Attempt, sign_in
from tests.builders_registry import CODE, NOON, RIGHT, WHOLE_CITY, FakePauses, a_registration, an_account, some_secrets
from tests.fakes_registry import FakeAttempts, FakeWork

HOME, STRANGER = "192.0.2.1", "203.0.113.9"


def attempt(password: str = RIGHT, *, client: str = HOME, login: str = CODE) -> Attempt:
    return Attempt(login=login, password=password, client=client)


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str | None]]:
    return {(problem.code, problem.field) for problem in refusal.value.problems}


def test_a_registered_enterprise_exists_and_its_password_leaves_by_mail_only() -> None:
    work, secrets = FakeWork(), some_secrets()

    answer = register(work, secrets, a_clock(NOON), a_registration(), now=NOON)

    organisation, owner = work.organisations.only(), work.accounts.only()
    (letter,) = work.mails.letters()
    (initial,) = secrets.passwords.made  # type: ignore[attr-defined]
    assert (organisation.credit_code, organisation.version, owner.login) == (CODE, 1, CODE)
    assert owner.is_owner
    assert owner.must_change_password
    assert initial in letter.text
    assert not letter.text.rstrip().endswith(initial)
    told = repr((answer, work.outbox.events, work.audit.rows, work.mails.all(), owner))
    for secret in (initial, "13912345678", "zhang@example.com"):
        assert secret not in told.replace(f"hash of {initial}", "")


def test_registering_tells_the_others_and_is_written_down_once_per_thing() -> None:
    work = FakeWork()

    register(work, some_secrets(), a_clock(NOON), a_registration(), now=NOON)

    (event,) = work.outbox.events
    assert (event.NAME, event.sequence, event.credit_code) == ("organisation_changed", 1, CODE)  # type: ignore[attr-defined]
    assert work.audit.actions == ["register", "register"]


def test_a_code_is_read_in_any_writing_and_its_check_digit_is_refused_with_a_code_of_its_own() -> None:
    work = FakeWork()
    register(work, some_secrets(), a_clock(NOON), a_registration(credit_code="\uff191210200-ma626e53ay"), now=NOON)

    wrong = a_registration(credit_code="91210200MA626E53AX")
    with pytest.raises(Invalid) as refusal:
        register(FakeWork(), some_secrets(), a_clock(NOON), wrong, now=NOON)

    assert work.organisations.only().credit_code == CODE
    assert codes(refusal) == {("credit_code_check_digit", "credit_code")}


def test_everything_that_is_wrong_with_a_registration_is_said_at_once() -> None:
    wrong = a_registration(name=" ", credit_code="1", phone="x", email="a@b", contact_name="", terms_version="")

    with pytest.raises(Invalid) as refusal:
        register(FakeWork(), some_secrets(), a_clock(NOON), wrong, now=NOON)

    fields = {"name", "credit_code", "phone", "email", "contact_name", "terms_version"}
    assert {field for _, field in codes(refusal)} == fields


@pytest.mark.parametrize(("division", "code"), [("999999", "division_unknown"), (WHOLE_CITY, "division_too_wide")])
def test_a_division_has_to_be_one_that_reviews_its_enterprises(division: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        register(FakeWork(), some_secrets(), a_clock(NOON), a_registration(division=division), now=NOON)

    assert codes(refusal) == {(code, "division")}


def test_a_credit_code_has_one_account_in_a_city() -> None:
    work = FakeWork()
    register(work, some_secrets(), a_clock(NOON), a_registration(), now=NOON)

    with pytest.raises(CreditCodeRegistered):
        register(work, some_secrets(), a_clock(NOON), a_registration(name="另一公司"), now=NOON)


def test_whoever_knows_the_password_gets_a_session_for_half_a_day() -> None:
    work = FakeWork()
    work.accounts.add(an_account())

    answer = sign_in(work, some_secrets(), FakePauses(), attempt(), now=NOON)

    session = work.sessions.only()
    assert isinstance(answer, dict)
    assert answer["token"] == "token-1"
    assert answer["must_change_password"] is False
    assert session.expires_at - NOON == timedelta(hours=12)
    assert "token-1" not in repr(session)
    assert work.audit.actions == ["sign_in"]


def test_an_idle_session_ends_after_two_hours_and_a_busy_one_after_twelve() -> None:
    work = FakeWork()
    work.accounts.add(an_account())
    sign_in(work, some_secrets(), FakePauses(), attempt(), now=NOON)
    session: Session = work.sessions.only()

    assert session.is_open(NOON + timedelta(hours=1, minutes=59))
    assert not session.is_open(NOON + timedelta(hours=2))
    busy = replace(session, seen_at=NOON + timedelta(hours=11, minutes=59))
    assert busy.is_open(NOON + timedelta(hours=11, minutes=59))
    assert not busy.is_open(NOON + timedelta(hours=12))


def test_a_wrong_password_and_an_unknown_login_look_the_same_and_are_counted() -> None:
    work = FakeWork()
    work.accounts.add(an_account())

    wrong = sign_in(work, some_secrets(), FakePauses(), attempt("wrong"), now=NOON)
    unknown = sign_in(work, some_secrets(), FakePauses(), attempt(login="nobody"), now=NOON)

    assert isinstance(wrong, WrongCredentials)
    assert isinstance(unknown, WrongCredentials)
    assert wrong.as_wire() == unknown.as_wire()
    assert work.attempts.failures[CODE, HOME].count == 1
    assert not work.sessions.all()


def test_a_stranger_who_sends_wrong_passwords_slows_himself_down_and_locks_nobody_out() -> None:
    work, pauses = FakeWork(), FakePauses()
    work.accounts.add(an_account())
    work.attempts.known.add((CODE, HOME))
    at = NOON
    for _ in range(200):
        at += timedelta(seconds=1)
        try:
            sign_in(work, some_secrets(), pauses, attempt("guess", client=STRANGER), now=at)
        except TooManyAttempts:
            continue

    with pytest.raises(TooManyAttempts) as refusal:
        sign_in(work, some_secrets(), pauses, attempt(client=STRANGER), now=at)
    held_before = len(pauses.held)
    owner = sign_in(work, some_secrets(), pauses, attempt(client=HOME), now=at)

    assert 0 < refusal.value.facts["retry_after_seconds"] <= 300
    assert isinstance(owner, dict)
    assert len(pauses.held) == held_before


def test_after_many_strangers_the_owner_at_a_new_address_waits_a_second_at_most() -> None:
    work, pauses = FakeWork(), FakePauses()
    work.accounts.add(an_account())
    for number in range(50):
        sign_in(work, some_secrets(), FakePauses(), attempt("guess", client=f"203.0.113.{number}"), now=NOON)

    answer = sign_in(work, some_secrets(), pauses, attempt(client="198.51.100.7"), now=NOON)

    assert isinstance(answer, dict)
    assert pauses.held == [1.0]


def test_failures_are_forgotten_after_a_quarter_of_an_hour() -> None:
    work, soon, later = FakeWork(), FakePauses(), FakePauses()
    work.accounts.add(an_account())
    for number in range(20):
        sign_in(work, some_secrets(), FakePauses(), attempt("guess", client=f"203.0.113.{number}"), now=NOON)

    sign_in(work, some_secrets(), soon, attempt(), now=NOON + timedelta(minutes=14))
    answer = sign_in(work, some_secrets(), later, attempt(), now=NOON + timedelta(minutes=15))

    assert isinstance(answer, dict)
    assert (soon.held, later.held) == ([1.0], [])


def test_a_disabled_account_says_so_only_to_who_knows_the_password() -> None:
    work = FakeWork()
    work.accounts.add(an_account(is_disabled=True))

    assert isinstance(sign_in(work, some_secrets(), FakePauses(), attempt("wrong"), now=NOON), WrongCredentials)
    with pytest.raises(AccountDisabled):
        sign_in(work, some_secrets(), FakePauses(), attempt(), now=NOON)


def test_a_city_that_is_not_served_keeps_no_counters() -> None:
    work = FakeWork(attempts=FakeAttempts(is_served=False))

    with pytest.raises(CityNotServed):
        sign_in(work, some_secrets(), FakePauses(), attempt(), now=NOON)
    with pytest.raises(CityNotServed):
        request_recovery(work, some_secrets(), login=CODE, now=NOON)

    assert not work.attempts.failures
