"""Where the next page of a list begins: the sort key of the last row, opaque to clients."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from contracts.refusal import Invalid, Problem

LARGEST_PAGE = 200


def cursor(at: datetime, row_id: UUID) -> str:
    """The cursor behind a row."""
    return base64.urlsafe_b64encode(orjson.dumps([at.isoformat(), str(row_id)])).decode().rstrip("=")


def position(after: str | None) -> tuple[datetime, UUID] | None:
    """The sort key that a cursor stands for; `Invalid` for anything that is none of ours."""
    if after is None:
        return None
    try:
        padded = after + "=" * (-len(after) % 4)
        at, row_id = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(at)
        return moment, UUID(row_id)
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
