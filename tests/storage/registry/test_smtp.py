"""Mail through a mail server, spoken to over a real connection."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import eventlet
import pytest

from chassis.config import Settings
from services.registry.adapters.mailers import DirectoryMailbox, NoMailServer, SmtpMailer, mailer_of
from services.registry.domain.mail import Letter

LETTER = Letter(subject="数字化转型试点平台：账号已开通", text="初始密码：\nsecret-word\n请勿回复。\n")


class MailServer:
    """Takes mail from whoever connects; `refuses` makes it say no to every recipient."""

    def __init__(self) -> None:
        self.refuses = False
        self.recipients: list[str] = []
        self.taken: list[Any] = []
        self._listener = eventlet.listen(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._serving = eventlet.spawn(self._serve)

    def stop(self) -> None:
        self._serving.kill()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            eventlet.spawn(self._speak, connection)

    def _speak(self, connection: Any) -> None:
        lines = connection.makefile("rb")
        connection.sendall(b"220 ready\r\n")
        for line in iter(lines.readline, b""):
            verb = line[:4].upper().strip()
            if verb == b"RCPT":
                self.recipients.append(line.decode().strip())
                connection.sendall(b"550 nobody here\r\n" if self.refuses else b"250 ok\r\n")
            elif verb == b"DATA":
                connection.sendall(b"354 go on\r\n")
                content = b"".join(iter(lines.readline, b".\r\n"))
                self.taken.append(email.message_from_bytes(content, policy=email.policy.default))
                connection.sendall(b"250 taken\r\n")
            else:
                connection.sendall(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
        with suppress(OSError):
            connection.close()


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server of the test's own."""
    started = MailServer()
    yield started
    started.stop()


def test_a_mail_arrives_as_it_was_written(server: MailServer) -> None:
    SmtpMailer(f"smtp://127.0.0.1:{server.port}?from=noreply@city.example").send("zhang@example.com", LETTER)

    (message,) = server.taken
    assert "secret-word" in message.get_content()
    assert (message["To"], message["From"]) == ("zhang@example.com", "noreply@city.example")
    assert message["Subject"] == LETTER.subject
    assert server.recipients == ["rcpt TO:<zhang@example.com>"]


def test_a_server_that_refuses_or_is_not_there_fails_the_attempt(server: MailServer) -> None:
    server.refuses = True
    refusing = SmtpMailer(f"smtp://127.0.0.1:{server.port}")
    absent = SmtpMailer("smtp://127.0.0.1:1")

    for mailer in (refusing, absent):
        with pytest.raises(OSError):  # every failure of smtplib is one
            mailer.send("zhang@example.com", LETTER)


def test_an_installation_sends_to_its_server_or_in_development_to_a_folder() -> None:
    assert isinstance(mailer_of(Settings(smtp_url="smtp://mail:25", environment="development")), SmtpMailer)
    assert isinstance(mailer_of(Settings(environment="development")), DirectoryMailbox)
    with pytest.raises(NoMailServer):
        mailer_of(Settings(environment="production")).send("zhang@example.com", LETTER)
