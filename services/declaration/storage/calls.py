"""Rows of calls and of pack releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select, update

from chassis.db.transaction import Row, Transaction
from contracts.refusal import NotFound
from contracts.wire import from_json, to_json
from policy.refs import PackRef
from services.declaration.domain.calls import Call, CallState, Extension
from services.declaration.domain.releases import PackRelease
from services.declaration.storage.tables import calls, pack_releases

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in calls.columns}
_insert = insert(calls).values(_columns)
_update = (
    update(calls)
    .where((calls.c.id == bindparam("at_id")) & (calls.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
call_by_id = select(calls).where(calls.c.id == bindparam("id"))

_of_programme = (
    select(calls).where(calls.c.programme_year == bindparam("programme_year")).order_by(calls.c.key).with_for_update()
)
_all = select(calls).order_by(calls.c.id)
_due = (
    select(calls)
    .where(
        or_(
            (calls.c.state == CallState.PLANNED) & (calls.c.opens_at <= bindparam("now")),
            (calls.c.state == CallState.OPEN) & (calls.c.closes_at < bindparam("now")),
        )
    )
    .order_by(calls.c.id)
    .with_for_update()
)

_insert_release = insert(pack_releases).values(
    {column.name: bindparam(column.name) for column in pack_releases.columns}
)
_release = select(pack_releases).where(pack_releases.c.pack == bindparam("pack"))
_releases = select(pack_releases.c.pack, pack_releases.c.sha256).where(
    pack_releases.c.programme_year == bindparam("programme_year")
)


class CallRepository:
    """Within one transaction. `get` does not lock: what is changed is checked by its version."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, call_id: UUID) -> Call:
        """NotFound where there is none in this city."""
        row = self._transaction.first(call_by_id, id=call_id)
        if row is None:
            raise NotFound(kind="call", id=str(call_id))
        return call_from_row(row)

    def of_programme(self, programme_year: str) -> Sequence[Call]:
        """All of one programme, locked."""
        return [call_from_row(row) for row in self._transaction.read(_of_programme, programme_year=programme_year)]

    def all(self) -> Sequence[Call]:
        """All of the city: a few in a year."""
        return [call_from_row(row) for row in self._transaction.read(_all)]

    def due(self, at: datetime) -> Sequence[Call]:
        """Those whose window has begun or ended and whose state does not say so yet, locked."""
        return [call_from_row(row) for row in self._transaction.read(_due, now=at)]

    def add(self, call: Call) -> None:
        self._transaction.write(_insert, **call_to_row(call))

    def save(self, call: Call) -> None:
        """The next version."""
        values = call_to_row(call)
        at_id, _ = values.pop("id"), values.pop("city")
        self._transaction.change_one(_update, at_id=at_id, at_version=call.version - 1, **values)


class ReleaseRepository:
    """Releases are only added."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find(self, pack: str) -> PackRelease | None:
        """The release of this version, or None."""
        row = self._transaction.first(_release, pack=pack)
        return None if row is None else release_from_row(row)

    def of_programme(self, programme_year: str) -> Sequence[PackRef]:
        """All released versions of a programme."""
        rows = self._transaction.read(_releases, programme_year=programme_year)
        return [PackRef.parse(row.pack, row.sha256) for row in rows]

    def add(self, release: PackRelease) -> None:
        self._transaction.write(
            _insert_release,
            id=release.id,
            city=release.city,
            version=release.version,
            programme_year=release.pack.programme_year,
            pack=release.pack.text,
            sha256=release.pack.sha256,
            title=release.title,
            released_at=release.released_at,
            released_by=release.released_by,
        )


def call_to_row(call: Call) -> dict[str, Any]:
    """All columns."""
    return {
        "id": call.id,
        "city": call.city,
        "version": call.version,
        "programme_year": call.programme_year,
        "key": call.key,
        "batch": call.batch,
        "title": call.title,
        "pack": call.pack.text,
        "pack_sha256": call.pack.sha256,
        "state": call.state.value,
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "closing_reason": call.closing_reason,
        "extensions": to_json(call.extensions),
    }


def call_from_row(row: Row, *, prefix: str = "") -> Call:
    """The opposite of `call_to_row`; `prefix` is what a join put before the names."""

    def value(name: str) -> Any:
        return getattr(row, prefix + name)

    return Call(
        id=value("id"),
        city=value("city"),
        version=value("version"),
        programme_year=value("programme_year"),
        key=value("key"),
        batch=value("batch"),
        title=value("title"),
        pack=PackRef.parse(value("pack"), value("pack_sha256")),
        state=CallState(value("state")),
        opens_at=value("opens_at"),
        closes_at=value("closes_at"),
        closing_reason=value("closing_reason"),
        extensions=from_json(tuple[Extension, ...], value("extensions")),
    )


def release_from_row(row: Row) -> PackRelease:
    """The opposite of what `add` writes."""
    return PackRelease(
        id=row.id,
        city=row.city,
        version=row.version,
        pack=PackRef.parse(row.pack, row.sha256),
        title=row.title,
        released_at=row.released_at,
        released_by=row.released_by,
    )
