"""Pages of a list: the cursor is the sort key of the last row, so page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

from chassis.db.statements import Row
from contracts.refusal import Invalid, Problem
from contracts.wire import to_json

LARGEST = 200

Key = tuple[Any, ...]


def limit_of(limit: int) -> int:
    """Invalid outside of 1 to 200. One row more is read, to know whether there is a next page."""
    if not 1 <= limit <= LARGEST:
        raise Invalid(problems=[Problem(code="out_of_range", field="limit")])
    return limit + 1


def read_cursor(after: str | None, kinds: Sequence[Callable[[Any], Any]]) -> Key:
    """The sort key in a cursor, or as many None as it has parts; Invalid for a cursor that we did not write."""
    if after is None:
        return (None,) * len(kinds)
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(after.encode()))
        if len(parts) != len(kinds):
            raise ValueError
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, TypeError, AttributeError):
        raise Invalid(problems=[Problem(code="malformed", field="after")]) from None


def page(rows: Sequence[Row], limit: int, shown: Callable[[Row], Any], key: Callable[[Row], Key]) -> dict[str, Any]:
    """`{"items", "next"}` from up to `limit + 1` rows."""
    kept = rows[:limit]
    following = None
    if len(rows) > limit:
        following = base64.urlsafe_b64encode(orjson.dumps(to_json(list(key(kept[-1]))))).decode()
    return {"items": [shown(row) for row in kept], "next": following}


def instant(text: str) -> datetime:
    """The reader of an instant in a cursor."""
    return datetime.fromisoformat(text)


def day(text: str) -> date:
    """The reader of a day in a cursor."""
    return date.fromisoformat(text)


def identity(text: str) -> UUID:
    """The reader of an id in a cursor."""
    return UUID(text)


def text(part: Any) -> str:
    """The reader of a text in a cursor. PostgreSQL knows no NUL."""
    if not isinstance(part, str) or "\0" in part:
        raise ValueError
    return part


def position(part: Any) -> int:
    """The reader of a position in a cursor."""
    if type(part) is not int or not 0 <= part < 2**62:
        raise ValueError
    return part
