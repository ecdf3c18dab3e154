"""Accounts, sessions and mail on a real PostgreSQL."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.db.errors import Duplicate, LostUpdate
from chassis.units import Units
from contracts.refusal import NotFound, NotSignedIn
from services.registry.domain.accounts import EMAIL
from services.registry.domain.divisions import Division, DivisionSpec, Level
from services.registry.domain.mail import Letter, write
from services.registry.domain.sessions import open_session
from services.registry.storage.queries import accounts as queries
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import CODE, NOON, SEALER, an_account, an_organisation
from tests.storage.registry.conftest import Work

HOME = "192.0.2.1"


def test_an_account_comes_back_as_it_was_kept(work: Work, city: str) -> None:
    account = an_account(city=city, division="210202", terms_version="2024-03")

    with work() as unit:
        unit.accounts.add(account)
    with work() as unit:
        assert unit.accounts.get(account.id) == account
        assert unit.accounts.by_login(CODE) == account


def test_the_same_version_is_saved_once(work: Work, city: str) -> None:
    account = an_account(city=city)
    with work() as unit:
        unit.accounts.add(account)
    with work() as unit:
        unit.accounts.save(account.with_password("another"))

    with pytest.raises(LostUpdate), work() as unit:
        unit.accounts.save(account.disabled())

    with work() as unit:
        assert not unit.accounts.get(account.id).is_disabled


def test_two_accounts_of_a_city_never_share_a_login(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    with work() as unit:
        unit.accounts.add(an_account(city=city))

    with pytest.raises(Duplicate) as duplicate, work() as unit:
        unit.accounts.add(an_account(city=city))

    assert units.kind.refusal_for(duplicate.value.constraint).code == "login_taken"


def test_another_citys_accounts_do_not_exist(work: Work, city: str) -> None:
    foreign = an_account(city="elsewhere")

    with pytest.raises(Exception, match="row-level security"), work() as unit:
        unit.accounts.add(foreign)
    with pytest.raises(NotFound), work() as unit:
        unit.accounts.get(foreign.id)


def test_the_database_itself_keeps_maker_and_checker_apart(work: Work, city: str) -> None:
    both = an_account(city=city, roles=frozenset({"finance_maker", "finance_checker"}))

    with pytest.raises(Exception, match="account_finance_roles_apart"), work() as unit:
        unit.accounts.add(both)


def signed_in(work: Work, city: str, **given: object) -> tuple[str, object]:
    organisation = an_organisation(city=city)
    account = an_account(city=city, organisation_id=organisation.id, **given)
    session = open_session(id=uuid4(), city=city, account_id=account.id, token="t", client=HOME, now=NOON)
    with work() as unit:
        unit.organisations.add(organisation)
        unit.accounts.add(account)
        unit.sessions.add(session)
    return hashlib.sha256(b"t").hexdigest(), session


def test_a_token_leads_to_its_actor_with_code_and_division(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    digest, session = signed_in(work, city)

    found = queries.actor_of(units.reading(city), digest, NOON)

    assert found["actor"]["roles"] == ["enterprise"]
    assert (found["actor"]["code"], found["actor"]["div"]) == (CODE, "210202")
    assert found["session_id"] == str(session.id)  # type: ignore[attr-defined]
    assert found["must_change_password"] is False


def test_a_token_means_nothing_in_another_city_or_once_its_account_is_disabled(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    digest, _ = signed_in(work, city, is_disabled=True)

    for place in (city, "elsewhere"):
        with pytest.raises(NotSignedIn):
            queries.actor_of(units.reading(place), digest, NOON)
    with pytest.raises(NotSignedIn):
        queries.actor_of(units.reading(city), "not hex", NOON)


def test_a_session_in_use_does_not_go_idle(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    digest, _ = signed_in(work, city)
    reading = units.reading(city)

    for minutes in range(0, 600, 60):
        queries.actor_of(reading, digest, NOON + timedelta(minutes=minutes))
    with pytest.raises(NotSignedIn):
        queries.actor_of(reading, digest, NOON + timedelta(minutes=540 + 120))


def test_all_sessions_of_an_account_end_but_one(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    account_id = uuid4()
    kept, *others = [
        open_session(id=uuid4(), city=city, account_id=account_id, token=f"t{n}", client=HOME, now=NOON)
        for n in range(3)
    ]
    with work() as unit:
        for session in (kept, *others):
            unit.sessions.add(session)

    with work() as unit:
        unit.sessions.end_all(account_id, NOON, but=kept.id)

    open_now = queries.own_sessions(units.reading(city), account_id, NOON)["items"]
    assert [item["id"] for item in open_now] == [str(kept.id)]


def test_wrong_passwords_are_counted_per_address_and_per_login(work: Work, city: str) -> None:
    for second in range(3):
        with work() as unit:
            unit.attempts.note_failure(CODE, HOME, NOON + timedelta(seconds=second))
    with work() as unit:
        unit.attempts.note_failure(CODE, "203.0.113.9", NOON)

    with work() as unit:
        throttle = unit.attempts.throttle(CODE, HOME)
        unknown = unit.attempts.throttle(CODE, "")
    assert throttle.by_address is not None
    assert throttle.by_login is not None
    assert (throttle.by_address.count, throttle.by_login.count) == (3, 4)
    assert unknown.by_address is None


def test_a_counter_starts_anew_after_a_quarter_of_an_hour_or_a_right_password(work: Work, city: str) -> None:
    with work() as unit:
        unit.attempts.note_failure(CODE, HOME, NOON)
    with work() as unit:
        unit.attempts.note_failure(CODE, HOME, NOON + timedelta(minutes=16))
        after_a_while = unit.attempts.throttle(CODE, HOME).by_address
    with work() as unit:
        unit.attempts.forget(CODE, HOME)
        after_success = unit.attempts.throttle(CODE, HOME).by_address

    assert after_a_while is not None
    assert after_a_while.count == 1
    assert after_success is None


def test_an_address_is_known_once_it_signed_in(work: Work, city: str) -> None:
    signed_in(work, city)

    with work() as unit:
        assert unit.attempts.throttle(CODE, HOME).is_known_address
        assert not unit.attempts.throttle(CODE, "203.0.113.9").is_known_address


def test_a_city_is_served_once_it_has_divisions(work: Work, city: str) -> None:
    with work() as unit:
        before = unit.attempts.is_city_served()
        unit.divisions.add(Division.first(city, DivisionSpec(code="210200", name="大连市", level=Level.CITY)))
        after = unit.attempts.is_city_served()

    assert (before, after) == (False, True)


def test_mail_is_handed_to_one_sender_and_erased_when_it_left(work: Work, city: str) -> None:
    recipient = SEALER.seal("zhang@example.com", purpose=EMAIL)
    letter = Letter(subject="初始密码", text="secret-word\n请勿回复。")
    mail = write(id=uuid4(), city=city, recipient=recipient, letter=letter, sealer=SEALER, now=NOON)
    with work() as unit:
        unit.mails.add(mail)

    with work() as unit:
        (due,) = unit.mails.due(NOON, 10)
        with work() as other:
            assert not other.mails.due(NOON, 10)
        unit.mails.put(due.leased(NOON).sent(NOON))

    assert due == mail
    with work() as unit:
        assert not unit.mails.due(NOON + timedelta(days=1), 10)
        assert unit.mails.find(mail.id) == replace(
            mail, content=None, sent_at=NOON, attempts=1, next_attempt_at=NOON + timedelta(minutes=2)
        )
