"""Mail that waits to be sent: a row in the transaction of what it tells, sealed, and erased once it is sent.

It never passes the outbox, the audit trail or a log, because it may hold an initial password or a token.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import orjson

from contracts.sealed import Sealed, Sealer

RECIPIENT, CONTENT = "account.email", "mail.content"
"""Purposes of the sealed values: the recipient is the account's own sealed address."""

LEASE = timedelta(minutes=2)
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Mail:
    """`content` is the sealed JSON `{"subject", "text"}`; None once it was sent. All times are real time."""

    id: UUID
    city: str
    recipient: Sealed
    content: Sealed | None
    written_at: datetime
    next_attempt_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    error: str | None = None

    def leased(self, now: datetime) -> Mail:
        """Somebody sends it now; if he dies it is due again after two minutes."""
        return replace(self, attempts=self.attempts + 1, next_attempt_at=now + LEASE)

    def sent(self, now: datetime) -> Mail:
        """Gone out: what it said is forgotten."""
        return replace(self, content=None, sent_at=now, error=None)

    def failed(self, now: datetime, error: str) -> Mail:
        """Try again later, from half a minute up to an hour apart, without end: a mail is never lost."""
        delay = min(_FIRST_DELAY * 2 ** min(self.attempts - 1, 12), _LONGEST_DELAY)
        return replace(self, next_attempt_at=now + delay, error=error)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says. The last line never holds a secret: a sealed text shows its last four characters."""

    subject: str
    text: str


def write(*, id: UUID, city: str, recipient: Sealed, letter: Letter, sealer: Sealer, now: datetime) -> Mail:  # noqa: A002
    """A mail that is due at once."""
    content = orjson.dumps({"subject": letter.subject, "text": letter.text}).decode()
    return Mail(
        id=id,
        city=city,
        recipient=recipient,
        content=sealer.seal(content, purpose=CONTENT),
        written_at=now,
        next_attempt_at=now,
    )


def read_letter(mail: Mail, sealer: Sealer) -> Letter:
    """What the mail says; ValueError when it was sent and erased."""
    if mail.content is None:
        raise ValueError("the mail was sent")
    content = orjson.loads(sealer.open(mail.content, purpose=CONTENT))
    return Letter(subject=content["subject"], text=content["text"])
