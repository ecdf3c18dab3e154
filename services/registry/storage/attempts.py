"""Counters of wrong passwords, and of who asked for codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, case, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.transaction import Transaction
from services.registry.domain.sessions import sha256
from services.registry.domain.throttle import REMEMBERED, Failures, Throttle
from services.registry.storage.tables import accounts as tables
from services.registry.storage.tables.organisations import division

_account, _session, _failed = tables.account, tables.session, tables.failed_login

_note = insert(_failed).values(
    city=bindparam("city"), subject=bindparam("subject"), count=1, last_at=bindparam("last_at")
)
_note = _note.on_conflict_do_update(
    index_elements=["city", "subject"],
    set_={
        "count": case((_failed.c.last_at < bindparam("forgotten_before"), 1), else_=_failed.c.count + 1),
        "last_at": bindparam("last_at"),
    },
)
_forget = delete(_failed).where(_failed.c.subject == bindparam("subject"))
_attempt = select(
    select(1).select_from(division).exists().label("is_served"),
    select(1)
    .select_from(_session.join(_account, _account.c.id == _session.c.account_id))
    .where(_account.c.login == bindparam("login"), _session.c.client_sha256 == bindparam("client_sha256"))
    .exists()
    .label("is_known_address"),
)
_known = select(_session.c.id).where(
    _session.c.account_id == func.any(cast(bindparam("account_ids"), ARRAY(Uuid))),
    _session.c.client_sha256 == bindparam("client_sha256"),
)
_known = _known.limit(1)
_failures = select(_failed.c.subject, _failed.c.count, _failed.c.last_at).where(
    _failed.c.subject.in_([bindparam("by_address"), bindparam("by_login")])
)


@dataclass(frozen=True)
class SignInAttempts:
    """The counters of wrong passwords: per login, and per pair of login and client address. Hashes, no addresses."""

    transaction: Transaction
    city: str

    def is_city_served(self) -> bool:
        """Whether the city was seeded here: strangers cannot make us remember cities that do not exist."""
        row = self.transaction.first(_attempt, login="", client_sha256=b"")
        return row is not None and row.is_served

    def throttle(self, login: str, client: str) -> Throttle:
        """What is known before an attempt. An unknown address (`""`) has no counter of its own."""
        known: Any = self.transaction.first(_attempt, login=login, client_sha256=sha256(client))
        by_address, by_login = _subjects(login, client)
        rows = self.transaction.read(_failures, by_address=by_address, by_login=by_login)
        found = {row.subject: Failures(count=row.count, last_at=row.last_at) for row in rows}
        return Throttle(
            by_address=found.get(by_address) if client else None,
            by_login=found.get(by_login),
            is_known_address=bool(client) and known.is_known_address,
        )

    def is_known_address(self, account_ids: Sequence[UUID], client: str) -> bool:
        """Whether one of the accounts signed in from there before."""
        known = self.transaction.first(_known, account_ids=list(account_ids), client_sha256=sha256(client))
        return bool(client) and known is not None

    def codes_asked(self, client: str) -> Failures | None:
        """How often this address asked for a code. An unknown address (`""`) has no counter."""
        subject = _codes_of(client)
        rows = self.transaction.read(_failures, by_address=subject, by_login=subject) if client else []
        return next((Failures(count=row.count, last_at=row.last_at) for row in rows), None)

    def note_code_asked(self, client: str, now: datetime) -> None:
        """Once more."""
        if client:
            self._note(_codes_of(client), now)

    def note_failure(self, login: str, client: str, now: datetime) -> None:
        """One more wrong password."""
        for subject in _subjects(login, client):
            self._note(subject, now)

    def _note(self, subject: bytes, now: datetime) -> None:
        self.transaction.write(_note, city=self.city, subject=subject, last_at=now, forgotten_before=now - REMEMBERED)

    def forget(self, login: str, client: str) -> None:
        """The password was right: this address starts anew. The login's own counter runs out by itself."""
        self.transaction.write(_forget, subject=_subjects(login, client)[0])


def _codes_of(client: str) -> bytes:
    return sha256(f"\ncodes\n{client}")  # no login begins like this


def _subjects(login: str, client: str) -> tuple[bytes, bytes]:
    return sha256(f"{login}\n{client}"), sha256(login)
