"""Rows of public notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from casework.public_notice import NoticeState
from casework.tables import notice_from_columns, notice_to_columns
from chassis.db.transaction import Row, Transaction
from contracts.refusal import NotFound
from policy.refs import PackRef
from services.declaration.domain.pilot_notice import PilotNotice
from services.declaration.storage.tables import notices

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in notices.columns}
_insert = insert(notices).values(_columns)
_update = (
    update(notices)
    .where((notices.c.id == bindparam("at_id")) & (notices.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
by_id = select(notices).where(notices.c.id == bindparam("id"))
_locked = by_id.with_for_update()
_open = (
    select(notices).where(notices.c.state == NoticeState.OPEN).order_by(notices.c.closes_at, notices.c.id)
).with_for_update()
_due = (
    select(notices)
    .where(notices.c.state == NoticeState.OPEN, notices.c.closes_at <= bindparam("now"))
    .order_by(notices.c.closes_at, notices.c.id)
    .with_for_update()
)


class NoticeRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, notice_id: UUID) -> PilotNotice:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=notice_id)
        if row is None:
            raise NotFound(kind="notice", id=str(notice_id))
        return notice_from_row(row)

    def due(self, at: datetime) -> Sequence[PilotNotice]:
        """Open ones whose period is over."""
        return [notice_from_row(row) for row in self._transaction.read(_due, now=at)]

    def open(self) -> Sequence[PilotNotice]:
        """All open ones."""
        return [notice_from_row(row) for row in self._transaction.read(_open)]

    def add(self, notice: PilotNotice) -> None:
        self._transaction.write(_insert, **notice_to_row(notice))

    def save(self, notice: PilotNotice) -> None:
        """The next version."""
        values = notice_to_row(notice)
        at_id, _ = values.pop("id"), values.pop("city")
        self._transaction.change_one(_update, at_id=at_id, at_version=notice.version - 1, **values)


def notice_to_row(notice: PilotNotice) -> dict[str, Any]:
    """All columns."""
    return {
        "id": notice.id,
        "city": notice.city,
        "version": notice.version,
        "programme_year": notice.programme_year,
        "pack": notice.pack.text,
        "pack_sha256": notice.pack.sha256,
        **notice_to_columns(notice.notice),
    }


def notice_from_row(row: Row) -> PilotNotice:
    """The opposite of `notice_to_row`."""
    return PilotNotice(
        id=row.id,
        city=row.city,
        version=row.version,
        programme_year=row.programme_year,
        pack=PackRef.parse(row.pack, row.pack_sha256),
        notice=notice_from_columns(row),
    )
