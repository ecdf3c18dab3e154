"""Sends the mail that waits, outside of any transaction of a change, until it is gone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from contracts.sealed import Sealer
from services.registry.domain.mail import RECIPIENT, Letter, Mail, read_letter
from services.registry.use_cases.ports.telling import Mails

log = logging.getLogger(__name__)

BATCH = 20


class Mailer(Protocol):
    """Hands one mail to a mail server; raises (OSError, as `smtplib` does) when it is not taken."""

    def send(self, recipient: str, letter: Letter) -> None: ...


OpenMails = Callable[[], AbstractContextManager[Mails]]
"""Opens a transaction over the mail table; leaving the block without an error commits it."""


def send_due_mails(
    open_mails: OpenMails, mailer: Mailer, sealer: Sealer, now: Callable[[], datetime], *, until: datetime
) -> int:
    """How many left. Each is leased first: if this process dies, another sends it after two minutes.

    A mail that was sent but not marked goes out twice; one that was not sent is never lost.
    """
    sent = 0
    for mail in _leased(open_mails, now()):
        if now() >= until:
            break
        outcome = _sent(mail, mailer, sealer, now)
        with open_mails() as mails:
            mails.put(outcome)
        sent += outcome.sent_at is not None
    return sent


def _leased(open_mails: OpenMails, now: datetime) -> Sequence[Mail]:
    with open_mails() as mails:
        due = [mail.leased(now) for mail in mails.due(now, BATCH)]
        for mail in due:
            mails.put(mail)
    return due


def _sent(mail: Mail, mailer: Mailer, sealer: Sealer, now: Callable[[], datetime]) -> Mail:
    try:
        mailer.send(sealer.open(mail.recipient, purpose=RECIPIENT), read_letter(mail, sealer))
    except Exception as error:  # noqa: BLE001  # one that cannot even be opened must not hold up the others
        # Neither the address nor the text: only which mail, and what kind of failure.
        kind = type(error).__name__
        log.warning("mail not sent", extra={"mail_id": str(mail.id), "attempts": mail.attempts, "error": kind})
        return mail.failed(now(), kind)
    return mail.sent(now())
