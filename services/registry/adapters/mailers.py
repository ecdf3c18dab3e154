"""Where mail goes: a mail server, or in development a folder that a person (or the demonstration) reads."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from uuid import uuid4

from chassis.config import Settings
from chassis.work import in_thread
from services.registry.domain.mail import Letter
from services.registry.use_cases.send_due_mails import Mailer

SECONDS = 5.0
_SENDER = "noreply@shuzhuan.invalid"


class NoMailServer(OSError):
    """Production without `SMTP_URL`: mail waits in the table until there is one."""


class SmtpMailer:
    """`smtp://user:password@host:25?from=noreply@city.example` or `smtps://…:465`; `smtp` starts TLS where offered."""

    def __init__(self, url: str) -> None:
        self._server = urlsplit(url)
        self._sender = _sender_of(self._server)

    def send(self, recipient: str, letter: Letter) -> None:
        """Blocks a native thread for up to some seconds; smtplib's exceptions are OSErrors."""
        in_thread(self._deliver, message_of(self._sender, recipient, letter))

    def _deliver(self, message: EmailMessage) -> None:
        host, port = self._server.hostname or "", self._server.port
        if self._server.scheme == "smtps":
            context = ssl.create_default_context()
            with smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS, context=context) as connection:
                self._hand_over(connection, message)
            return
        with smtplib.SMTP(host, port or 25, timeout=SECONDS) as connection:
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=ssl.create_default_context())
            self._hand_over(connection, message)

    def _hand_over(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        if self._server.username:
            connection.login(unquote(self._server.username), unquote(self._server.password or ""))
        connection.send_message(message)


class DirectoryMailbox:
    """One `.eml` file per mail below `<folder>/<recipient>/`. For development: secrets lie there in clear."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, recipient: str, letter: Letter) -> None:
        """Written whole or not at all; later mails sort later."""
        box = self._folder / recipient.lower().replace("/", "_")
        box.mkdir(parents=True, exist_ok=True, mode=0o700)
        message = message_of(_SENDER, recipient, letter)
        scratch = box / f".{uuid4().hex}"
        scratch.touch(mode=0o600)
        scratch.write_bytes(message.as_bytes())
        scratch.replace(box / f"{len(list(box.glob('*.eml'))):06d}-{uuid4().hex[:8]}.eml")


class Undelivered:
    """What production has until somebody sets `SMTP_URL`."""

    def send(self, recipient: str, letter: Letter) -> None:
        """NoMailServer, each time: the mail stays in the table and is tried again."""
        raise NoMailServer("SMTP_URL is not set")


def mailer_of(settings: Settings) -> Mailer:
    """The mail server that `SMTP_URL` names; in development without one, files below `<data>/mail`."""
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url)
    return DirectoryMailbox(settings.data / "mail") if settings.is_development else Undelivered()


def message_of(sender: str, recipient: str, letter: Letter) -> EmailMessage:
    """The letter as a message; header values come from us or were checked, so none can smuggle in another header."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, letter.subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _sender_of(server: SplitResult) -> str:
    return parse_qs(server.query).get("from", [_SENDER])[0]
