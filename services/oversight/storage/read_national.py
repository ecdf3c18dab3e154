"""The national feed, page by page and as the records of a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import bindparam, func, select

from casework.cursors import page_size
from chassis.db.transaction import Reading
from contracts.refusal import Invalid, Problem
from services.oversight.storage.tables import national_records

Shown = dict[str, Any]
MOST_IN_A_FILE: Final = 20_000

_behind = (
    select(national_records.c.number, national_records.c.line)
    .where(national_records.c.number > bindparam("after"))
    .order_by(national_records.c.number)
    .limit(bindparam("limit"))
)
_last_number = select(func.coalesce(func.max(national_records.c.number), 0)).scalar_subquery()
_period = (
    select(national_records.c.number, national_records.c.line, _last_number.label("up_to"))
    .where(national_records.c.at >= bindparam("begins_at"), national_records.c.at < bindparam("ends_at"))
    .order_by(national_records.c.number)
    .limit(bindparam("limit"))
)
_count = select(_last_number.label("up_to"))


def page_of_feed(reading: Reading, *, after: int, limit: int) -> Shown:
    """The records behind the number `after`. `next` is what to ask with from then on, now or later."""
    rows = reading.read(_behind, after=after, limit=page_size(limit) + 1)
    items = [orjson.loads(row.line) for row in rows[:limit]]
    return {
        "city": reading.city,
        "after": after,
        "items": items,
        "next": items[-1]["number"] if items else after,
        "has_more": len(rows) > limit,
    }


def records_between(reading: Reading, begins_at: datetime, ends_at: datetime) -> tuple[list[Mapping[str, Any]], int]:
    """What happened in a period, as far as it was heard, and the number of the city's last record.

    `Invalid` for more than fits into one file.
    """
    rows = reading.read(_period, begins_at=begins_at, ends_at=ends_at, limit=MOST_IN_A_FILE + 1)
    if len(rows) > MOST_IN_A_FILE:
        problem = Problem(code="too_many_records", field="until", inputs={"at_most": MOST_IN_A_FILE})
        raise Invalid(problems=[problem])
    up_to = rows[0].up_to if rows else reading.read(_count)[0].up_to
    return [orjson.loads(row.line) for row in rows], up_to
