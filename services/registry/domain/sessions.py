"""Sessions: an opaque token, of which only the hash is kept. Real time, not business time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
SEEN_AGAIN_AFTER = timedelta(minutes=1)
"""How stale `seen_at` may be: a session that is in use costs one write a minute."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """`client_sha256` is the hash of the address that it was opened from: addresses are personal."""

    id: UUID
    city: str
    version: int
    account_id: UUID
    token_sha256: bytes
    client_sha256: bytes
    opened_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Neither ended, nor over, nor idle for two hours."""
        return self.ended_at is None and now < min(self.expires_at, self.seen_at + IDLE)

    def ended(self, now: datetime) -> Session:
        """Closed for good."""
        return replace(self, version=self.version + 1, ended_at=now)


def open_session(*, id: UUID, city: str, account_id: UUID, token: str, client: str, now: datetime) -> Session:  # noqa: A002
    """A new session of an account."""
    return Session(
        id=id,
        city=city,
        version=1,
        account_id=account_id,
        token_sha256=sha256(token),
        client_sha256=sha256(client),
        opened_at=now,
        seen_at=now,
        expires_at=now + LONGEST,
    )


def sha256(text: str) -> bytes:
    """The hash that a secret is stored and looked up by. Tokens have 256 random bits, so none needs salt."""
    return hashlib.sha256(text.encode()).digest()
