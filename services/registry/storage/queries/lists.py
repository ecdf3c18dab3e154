"""Reading exclusion lists."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from chassis.db.transaction import Reading
from services.registry.domain.views import exclusion_list_shown
from services.registry.storage.lists import ListRepository
from services.registry.storage.queries.pages import limit_of, page, read_cursor, text
from services.registry.storage.tables.lists import exclusion_entry, exclusion_list

Shown = dict[str, Any]

_lists = select(exclusion_list).order_by(exclusion_list.c.code)
_entries = (
    select(exclusion_entry.c.credit_code, exclusion_entry.c.name)
    .where(exclusion_entry.c.list == bindparam("list"))
    .where(bindparam("credit_code").is_(None) | (exclusion_entry.c.credit_code == bindparam("credit_code")))
    .where(bindparam("after").is_(None) | (exclusion_entry.c.credit_code > bindparam("after")))
    .order_by(exclusion_entry.c.credit_code)
    .limit(bindparam("limit"))
)


def exclusion_lists(reading: Reading) -> Shown:
    """Every list in its newest edition, with the rows that were not taken."""
    mapped = ListRepository.mapped
    return {"items": [exclusion_list_shown(mapped.of(row)) for row in reading.read(_lists)], "next": None}


def exclusion_entries(
    reading: Reading, *, list_code: str, credit_code: str | None, limit: int, after: str | None
) -> Shown:
    """Who is on a list, by credit code."""
    (after_code,) = read_cursor(after, (text,))
    rows = reading.read(_entries, list=list_code, credit_code=credit_code, after=after_code, limit=limit_of(limit))
    return page(
        rows, limit, lambda row: {"credit_code": row.credit_code, "name": row.name}, lambda row: (row.credit_code,)
    )
