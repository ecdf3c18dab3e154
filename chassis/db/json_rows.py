"""Rows that a query gave as JSON (`to_jsonb`), read back by the types of their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Date, DateTime, FromClause, Uuid

Read = Callable[[str], Any]
_READ: Final[tuple[tuple[type, Read], ...]] = (
    (Uuid, UUID),
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
)


def row_of(table: FromClause, members: Mapping[str, Any]) -> SimpleNamespace:
    """An object with the columns as attributes, as the driver would give them. JSON, texts and numbers stay."""
    found = {column.name: members[column.name] for column in table.columns}
    for column in table.columns:
        read = next((read for kind, read in _READ if isinstance(column.type, kind)), None)
        if read is not None and found[column.name] is not None:
            found[column.name] = read(found[column.name])
    return SimpleNamespace(**found)
