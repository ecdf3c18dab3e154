"""The history of a case: the audit rows of its chain as the applicant sees them, and proof that none was changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select

from chassis.audit import digest_of
from chassis.db.tables import audit
from chassis.db.transaction import Reading, Row

_SHOWN: Final = ("position", "at", "action", "kind", "aggregate_id", "version", "roles", "details")
_DIGESTED: Final = (
    "action", "kind", "aggregate_id", "version", "account_id", "roles", "request_id", "event_ids", "details",
)  # fmt: skip

_of_chain = (
    select(*(audit.c[name] for name in _SHOWN))
    .where(audit.c.chain_id == bindparam("chain_id"), audit.c.position > bindparam("after"))
    .order_by(audit.c.position)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, kw_only=True)
class BrokenLink:
    """A row that is not what was recorded. `fault`: `missing`, `digest` (the row changed) or `hash` (the chain did)."""

    city: str
    chain_id: UUID
    position: int
    fault: str


def read_history(reading: Reading, chain_id: UUID, *, after: int, limit: int) -> dict[str, Any]:
    """`{"items": […], "next": position | None}`, oldest first: what was done, when, in which role. No accounts."""
    rows = reading.read(_of_chain, chain_id=chain_id, after=after, limit=limit)
    items = [
        {
            "position": row.position,
            "at": row.at.astimezone(UTC).isoformat(),
            "action": row.action,
            "kind": row.kind,
            "aggregate_id": str(row.aggregate_id),
            "version": row.version,
            "roles": list(row.roles),
            "details": row.details,
        }
        for row in rows
    ]
    return {"items": items, "next": rows[-1].position if len(rows) == limit else None}


def broken_links(rows: Iterable[Row]) -> Iterator[BrokenLink]:
    """What is wrong with whole chains of audit rows (all columns), ordered by city, chain and position. Pure.

    Nothing: every row is as it was recorded, and none is missing up to the last one. A chain that was cut
    off at its end is found by its head (`chassis.db.tables.audit_head`), which the caller compares.
    """
    for (city, chain_id), chain in groupby(rows, key=attrgetter("city", "chain_id")):
        before = b""
        for expected, row in enumerate(chain, start=1):
            fault = _fault(row, before, expected)
            if fault is not None:
                yield BrokenLink(city=city, chain_id=chain_id, position=row.position, fault=fault)
                break
            before = bytes(row.hash)


def _fault(row: Row, before: bytes, expected: int) -> str | None:
    if row.position != expected:
        return "missing"
    content = {name: getattr(row, name) for name in _DIGESTED} | {"at": row.at.astimezone(UTC)}
    digest = digest_of(row.city, row.chain_id, content)
    if digest != bytes(row.digest):
        return "digest"
    return None if hashlib.sha256(before + digest).digest() == bytes(row.hash) else "hash"
