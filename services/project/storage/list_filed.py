"""The public list of filed projects (备案项目), for everybody: whose, under which number, since when. No more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from casework.cursors import page, page_size, position
from chassis.db.transaction import Reading, Row
from contracts.wire import to_json
from services.project.storage.tables import projects

Shown = dict[str, Any]

_NAMES = ("id", "title", "filing_number", "programme_year", "batch", "applicant_name", "division", "published_on")
_key = (projects.c.published_on, projects.c.id)
_filed = (
    select(*(projects.c[name] for name in _NAMES))
    .where(projects.c.published_on.is_not(None), projects.c.termination.is_(None))
    .order_by(*(column.desc() for column in _key))
    .limit(bindparam("limit"))
)


def list_filed(reading: Reading, wanted: Mapping[str, str | None], *, limit: int, after: str | None) -> Shown:
    """Newest first; `wanted` by programme year, batch or division. Those that were ended are not on it any more."""
    asked = {name: value for name, value in wanted.items() if value is not None}
    begin = position(after, date.fromisoformat)
    more: dict[str, Any] = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
    statement = _statement(frozenset(asked), begin is not None)
    rows = reading.read(statement, **asked, **more, limit=page_size(limit) + 1)
    return page(rows, [_shown(row) for row in rows], limit=limit, by="published_on")


@cache
def _statement(narrowed_by: frozenset[str], is_continued: bool) -> Select[Any]:
    statement = _filed.where(*(projects.c[name] == bindparam(name) for name in sorted(narrowed_by)))
    if is_continued:
        statement = statement.where(tuple_(*_key) < tuple_(bindparam("after_key"), bindparam("after_id")))
    return statement


def _shown(row: Row) -> Shown:
    return {
        "id": str(row.id),
        "title": row.title,
        "filing_number": row.filing_number,
        "programme_year": row.programme_year,
        "batch": row.batch,
        "applicant_name": row.applicant_name,
        "division": row.division,
        "published_on": to_json(row.published_on),
    }
