"""Choosing passwords, ending sessions, and recovery by mail (DL1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.testing import a_clock
from contracts.refusal import Invalid, NotFound
from services.registry.domain.errors import (
    TokenNotValid,
)
from services.registry.use_cases.change_contact import change_contact
from services.registry.use_cases.change_password import change_password
from services.registry.use_cases.recover import recover
from services.registry.use_cases.request_recovery import request_recovery
from services.registry.use_cases.sign_in import Attempt, sign_in
from services.registry.use_cases.sign_out import sign_out
from tests.builders_registry import CODE, NOON, RIGHT, FakePauses, actor_for, an_account, some_secrets
from tests.fakes_registry import FakeWork

HOME, STRANGER = "192.0.2.1", "203.0.113.9"


def attempt(password: str = RIGHT, *, client: str = HOME, login: str = CODE) -> Attempt:
    return Attempt(login=login, password=password, client=client)


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str | None]]:
    return {(problem.code, problem.field) for problem in refusal.value.problems}


def test_the_initial_password_has_to_be_changed_and_the_change_ends_other_sessions() -> None:
    work, secrets = FakeWork(), some_secrets()
    account = an_account(must_change_password=True)
    work.accounts.add(account)
    first = sign_in(work, secrets, FakePauses(), attempt(), now=NOON)
    other = sign_in(work, secrets, FakePauses(), attempt(client=STRANGER), now=NOON)
    assert isinstance(first, dict)
    assert isinstance(other, dict)

    changed = change_password(
        work,
        secrets,
        actor_for(account),
        current=RIGHT,
        new="Neues-Wort-1",
        keep_session_id=next(key for key in work.sessions.kept if str(key) == first["id"]),
        now=NOON,
    )

    assert first["must_change_password"] is True
    assert changed["must_change_password"] is False
    assert work.accounts.only().password_hash == "hash of Neues-Wort-1"
    assert {str(session.id) for session in work.sessions.all() if session.ended_at is None} == {first["id"]}


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("Sh0rt-x", "password_too_short"),
        ("onlysmallletters", "password_too_simple"),
        ("lower-and-hyphens", "password_too_simple"),
        (f"X-{CODE.lower()}", "password_holds_login"),
        (RIGHT, "password_unchanged"),
    ],
)
def test_a_weak_password_is_refused(new: str, code: str) -> None:
    work = FakeWork()
    account = an_account()
    work.accounts.add(account)

    with pytest.raises(Invalid) as refusal:
        change_password(
            work, some_secrets(), actor_for(account), current=RIGHT, new=new, keep_session_id=None, now=NOON
        )

    assert code in {code for code, _ in codes(refusal)}


def test_who_changes_the_password_or_the_contact_proves_the_present_password() -> None:
    work = FakeWork()
    account = an_account()
    work.accounts.add(account)

    for change in (
        lambda: change_password(
            work, some_secrets(), actor_for(account), current="x", new="Neues-Wort-1", keep_session_id=None, now=NOON
        ),
        lambda: change_contact(
            work,
            some_secrets(),
            a_clock(NOON),
            actor_for(account),
            phone="13900000000",
            email=None,
            password="x",
            now=NOON,
        ),
    ):
        with pytest.raises(Invalid) as refusal:
            change()
        assert codes(refusal) == {("password_wrong", "current_password")}


def test_a_session_is_ended_by_its_own_account_only() -> None:
    work = FakeWork()
    account, other = an_account(), an_account(login="somebody")
    work.accounts.add(account)
    sign_in(work, some_secrets(), FakePauses(), attempt(), now=NOON)
    session = work.sessions.only()

    with pytest.raises(NotFound):
        sign_out(work, actor_for(other), session.id, now=NOON)
    sign_out(work, actor_for(account), session.id, now=NOON)
    again = sign_out(work, actor_for(account), session.id, now=NOON)

    assert not work.sessions.only().is_open(NOON)
    assert again["version"] == 2


def test_recovery_answers_the_same_whether_the_login_exists_or_not() -> None:
    work = FakeWork()
    work.accounts.add(an_account())

    known = request_recovery(work, some_secrets(), login=CODE, now=NOON)
    unknown = request_recovery(work, some_secrets(), login="nobody", now=NOON)

    assert known == unknown
    assert len(work.mails.all()) == 1


def test_a_stranger_cannot_fill_a_mailbox_with_recovery_mails() -> None:
    work, secrets = FakeWork(), some_secrets()
    work.accounts.add(an_account())

    for second in range(0, 119, 7):
        request_recovery(work, secrets, login=CODE, now=NOON + timedelta(seconds=second))
    assert len(work.mails.all()) == 1
    request_recovery(work, secrets, login=CODE, now=NOON + timedelta(seconds=120))

    assert len(work.mails.all()) == 2


def test_a_recovery_token_works_once_and_for_half_an_hour() -> None:
    work, secrets = FakeWork(), some_secrets()
    work.accounts.add(an_account())
    sign_in(work, secrets, FakePauses(), attempt(), now=NOON)
    request_recovery(work, secrets, login=CODE, now=NOON)
    token = "token-2"

    with pytest.raises(TokenNotValid):
        recover(work, secrets, token=token, new="Neues-Wort-1", now=NOON + timedelta(minutes=30))
    recover(work, secrets, token=token, new="Neues-Wort-1", now=NOON + timedelta(minutes=29))
    with pytest.raises(TokenNotValid):
        recover(work, secrets, token=token, new="Neues-Wort-2", now=NOON + timedelta(minutes=29))
    with pytest.raises(TokenNotValid):
        recover(work, secrets, token="made-up", new="Neues-Wort-2", now=NOON)

    assert work.accounts.only().password_hash == "hash of Neues-Wort-1"
    assert work.sessions.only().ended_at is not None
