"""Where the next page of a list begins: the sort key of the last row, opaque to clients."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from contracts.refusal import Invalid, Problem

LARGEST_PAGE = 200


def instant(text: str) -> datetime:
    """A moment with its time zone; ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def cursor(key: datetime | str | int, row_id: UUID) -> str:
    """The cursor behind a row."""
    key = key.isoformat() if isinstance(key, datetime) else key
    return base64.urlsafe_b64encode(orjson.dumps([key, str(row_id)])).decode().rstrip("=")


def position(after: str | None, read: Callable[[str], Any] = instant) -> tuple[Any, UUID] | None:
    """The sort key that a cursor stands for; `Invalid` for anything that is none of ours."""
    if after is None:
        return None
    try:
        padded = after + "=" * (-len(after) % 4)
        key, row_id = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return read(key), UUID(row_id)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise Invalid(problems=[Problem(code="malformed", field="after")]) from None


def page_size(limit: int) -> int:
    """`Invalid` outside 1 to 200."""
    if not 1 <= limit <= LARGEST_PAGE:
        inputs = {"at_least": 1, "at_most": LARGEST_PAGE}
        raise Invalid(problems=[Problem(code="out_of_range", field="limit", inputs=inputs)])
    return limit


def page(rows: list[Any], items: list[dict[str, Any]], *, limit: int, by: str) -> dict[str, Any]:
    """`{"items": […], "next": cursor | None}` of rows that were read with `limit + 1`; `by` is the sort column."""
    has_more = len(rows) > limit
    last = rows[limit - 1] if has_more else None
    return {"items": items[:limit], "next": cursor(getattr(last, by), last.id) if last else None}
