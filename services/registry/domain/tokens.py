"""Tokens that travel by mail: to choose a new password, or to join an organisation. Only their hash is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from contracts.sealed import Sealed
from services.registry.domain.errors import TokenNotValid

RECOVERY_LASTS = timedelta(minutes=30)
INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """Whoever holds the token may choose a new password for the account, once."""

    id: UUID
    city: str
    version: int
    account_id: UUID
    token_sha256: bytes
    expires_at: datetime
    used_at: datetime | None = None

    def used(self, now: datetime) -> Recovery:
        """TokenNotValid when it was used or is too old."""
        if self.used_at is not None or now >= self.expires_at:
            raise TokenNotValid()
        return replace(self, version=self.version + 1, used_at=now)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Whoever holds the token may join the organisation, once. `name` and `email` are what the owner wrote."""

    id: UUID
    city: str
    version: int
    organisation_id: UUID
    name: str
    email: Sealed
    token_sha256: bytes
    invited_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def used(self, now: datetime) -> Invitation:
        """TokenNotValid when it was used or is too old."""
        if self.used_at is not None or now >= self.expires_at:
            raise TokenNotValid()
        return replace(self, version=self.version + 1, used_at=now)
