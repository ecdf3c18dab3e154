"""`changed since`: what a service announced, by the positions that its relay gave at publishing (ALL5).

A client asks with the `next` of its last answer and misses nothing: positions are given in one order,
by one relay, and an event has one only once it was published.

    _of_applicant = changes_statement(lambda event: event.c.case_id.in_(select(…)))
    read_changes(reading, _of_applicant, after=after, limit=limit, organisation_id=…)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, func, literal, select, true

from casework.masking import masked
from chassis.db.tables import outbox
from chassis.db.transaction import Reading, Row

SCANNED: Final = 2_000
"""How many events one call looks at: what somebody sees little of is read in steps, each as cheap as any other."""

_COLUMNS: Final = ("position", "name", "version", "aggregate_id", "case_id", "payload")
Visible = Callable[[FromClause], ColumnElement[bool]]


def changes_statement(visible: Visible | None = None) -> Select[Any]:
    """The select behind a feed. `visible` says which events somebody may see; its parameters are bound by name."""
    scanned = (
        select(*(outbox.c[name] for name in _COLUMNS))
        .where(outbox.c.position > bindparam("after"))
        .order_by(outbox.c.position)
        .limit(SCANNED)
        .cte("scanned")
    )
    seen = select(scanned).where(visible(scanned) if visible else true())
    seen_first = seen.order_by(scanned.c.position).limit(bindparam("limit")).subquery("seen")
    scan = select(func.max(scanned.c.position).label("scanned_to"), func.count().label("scanned")).select_from(scanned)
    extent = scan.subquery("extent")
    return (
        select(extent, *seen_first.columns)
        .select_from(extent.outerjoin(seen_first, literal(True)))
        .order_by(seen_first.c.position)
    )


def read_changes(
    reading: Reading, statement: Select[Any], *, after: int, limit: int, **parameters: Any
) -> dict[str, Any]:
    """`{"items": […], "next": position, "has_more": bool}`; sealed values in payloads by their last four characters.

    `next` is never None: it is what to ask with later, when there is nothing more now.
    """
    rows = reading.read(statement, after=after, limit=limit, **parameters)
    items = [_item(row) for row in rows if row.position is not None]
    extent = rows[0]
    is_full = len(items) == limit
    return {
        "items": items,
        "next": items[-1]["position"] if is_full else extent.scanned_to or after,
        "has_more": is_full or extent.scanned == SCANNED,
    }


def _item(row: Row) -> dict[str, Any]:
    return {
        "position": row.position,
        "name": row.name,
        "version": row.version,
        "aggregate_id": str(row.aggregate_id),
        "case_id": str(row.case_id) if row.case_id else None,
        "at": row.payload["at"],
        "payload": masked(row.payload),
    }
