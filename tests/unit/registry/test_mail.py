"""Mail: written with the act, sent afterwards, tried until it is gone, and then forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from contracts.sealed import Sealer
from services.registry.domain.accounts import EMAIL
from services.registry.domain.mail import Letter, write
from services.registry.use_cases.send_due_mails import send_due_mails
from tests.builders_registry import CITY, NOON, SEALER, FakeMailer
from tests.fakes_registry import FakeWork

LATER = NOON + timedelta(days=1)
LETTER = Letter(subject="初始密码", text="secret-word\n\n请勿回复。")


def a_waiting_mail(work: FakeWork) -> None:
    recipient = SEALER.seal("zhang@example.com", purpose=EMAIL)
    work.mails.add(write(id=uuid4(), city=CITY, recipient=recipient, letter=LETTER, sealer=SEALER, now=NOON))


def run(work: FakeWork, mailer: FakeMailer, at: datetime) -> int:
    return send_due_mails(work.opened_mails, mailer, SEALER, lambda: at, until=LATER)


def test_a_sent_mail_is_forgotten() -> None:
    work, mailer = FakeWork(), FakeMailer()
    a_waiting_mail(work)

    assert run(work, mailer, NOON) == 1
    assert run(work, mailer, NOON + timedelta(hours=1)) == 0

    assert mailer.sent == [("zhang@example.com", LETTER)]
    assert work.mails.only().content is None
    assert work.mails.only().sent_at == NOON


def test_a_mail_shows_nothing_of_what_it_says() -> None:
    work = FakeWork()

    a_waiting_mail(work)

    for secret in ("secret-word", "zhang@example.com", "初始密码"):
        assert secret not in repr(work.mails.only())


def test_a_mail_is_tried_again_with_growing_delays_and_never_given_up() -> None:
    work, mailer = FakeWork(), FakeMailer()
    a_waiting_mail(work)
    mailer.is_down = True
    at, delays = NOON, []
    for _ in range(12):
        assert run(work, mailer, at) == 0
        delays.append((work.mails.only().next_attempt_at - at).total_seconds())
        at = work.mails.only().next_attempt_at
    mailer.is_down = False

    assert run(work, mailer, at) == 1
    assert delays[:4] == [30, 60, 120, 240]
    assert delays[-1] == 3600
    assert delays == sorted(delays)


def test_a_mail_that_cannot_be_opened_holds_up_no_other() -> None:
    work, mailer = FakeWork(), FakeMailer()
    lost_key = Sealer({"k0": b"1" * 32}, "k0")
    recipient = lost_key.seal("gone@example.com", purpose=EMAIL)
    work.mails.add(write(id=uuid4(), city=CITY, recipient=recipient, letter=LETTER, sealer=lost_key, now=NOON))
    a_waiting_mail(work)

    assert run(work, mailer, NOON) == 1

    assert [recipient for recipient, _ in mailer.sent] == ["zhang@example.com"]
    assert sorted(mail.error or "" for mail in work.mails.all()) == ["", "KeyError"]


def test_a_mail_that_somebody_is_sending_is_left_to_him_for_two_minutes() -> None:
    work, mailer = FakeWork(), FakeMailer()
    a_waiting_mail(work)
    work.mails.put(work.mails.only().leased(NOON))

    assert run(work, mailer, NOON + timedelta(seconds=119)) == 0
    assert run(work, mailer, NOON + timedelta(seconds=120)) == 1


def test_in_development_the_initial_password_can_be_read_in_a_folder(tmp_path: Path) -> None:
    import email
    import email.policy

    from services.registry.adapters.mailers import DirectoryMailbox

    DirectoryMailbox(tmp_path).send("Zhang@example.com", LETTER)

    (path,) = tmp_path.glob("zhang@example.com/*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == LETTER.subject
    assert "secret-word" in message.get_content()
