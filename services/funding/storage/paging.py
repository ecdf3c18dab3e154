"""Lists in pages: newest first, from where the last page ended, whatever the filters are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    DateTime,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    null,
    or_,
    tuple_,
)

from casework.cursors import page, page_size, position
from chassis.db.statements import Row
from chassis.db.transaction import Reading

Shown = dict[str, Any]


def equal_or_any(column: ColumnElement[Any], name: str, kind: Any = Text) -> ColumnElement[bool]:
    """A filter that is off while its parameter is null. The server sees the value, so an unused one costs nothing."""
    parameter = cast(bindparam(name), kind)
    return or_(parameter.is_(null()), column == parameter)


def among_or_any(column: ColumnElement[Any], name: str, kind: Any = Text) -> ColumnElement[bool]:
    """The same for a list of values of which one is enough."""
    parameter = cast(bindparam(name), ARRAY(kind))
    return or_(parameter.is_(null()), column == any_(parameter))


def newest_first(select_from: Select[Any], at: Column[Any], id_column: Column[Any]) -> Select[Any]:
    """One page of a list. Parameters: `after_at`, `after_id`, `limit`."""
    after = tuple_(cast(bindparam("after_at"), DateTime(timezone=True)), cast(bindparam("after_id"), Uuid))
    begins_after = or_(cast(bindparam("after_at"), DateTime(timezone=True)).is_(null()), tuple_(at, id_column) < after)
    return select_from.where(begins_after).order_by(at.desc(), id_column.desc()).limit(bindparam("limit"))


def read_page(
    reading: Reading,
    statement: Select[Any],
    shown: Callable[[Row], Shown],
    *,
    limit: int,
    after: str | None,
    by: str,
    **filters: Any,
) -> Shown:
    """`{"items": […], "next": cursor or None}`."""
    after_at, after_id = position(after) or (None, None)
    rows = reading.read(statement, limit=page_size(limit) + 1, after_at=after_at, after_id=after_id, **filters)
    return page(rows, [shown(row) for row in rows[:limit]], limit=limit, by=by)
