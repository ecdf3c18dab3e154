"""Public lists (名单公布): everybody may read who is on one, by division, batch, and above or below scale (XB2)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

from sqlalchemy import Integer, Select, Table, bindparam, cast, literal, null, select, tuple_, union_all

from casework.cursors import page, page_size, position
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading, Row
from contracts.wire import to_json
from policy.packs import Packs
from policy.refs import PackRef
from services.declaration.domain.pilot_list import PilotState
from services.declaration.storage.tables import declarations, level_pilots, pack_releases

Shown = dict[str, Any]

_COMMON: Final = (
    "id", "case_id", "applicant_name", "credit_code", "division", "programme_year", "batch", "list_key", "scale",
    "listed_at",
)  # fmt: skip

_releases = select(pack_releases.c.programme_year, pack_releases.c.pack, pack_releases.c.sha256)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What a list is narrowed to. `division` takes in those below it: a league its counties."""

    programme_year: str | None = None
    division: str | None = None
    batch: str | None = None
    scale: str | None = None

    def parameters(self) -> dict[str, str]:
        """What is asked for, by name."""
        asked = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in asked.items() if value is not None}


def read_list(reading: Reading, list_key: str, wanted: Listed, *, limit: int, after: str | None) -> Shown:
    """Newest first."""
    begin, asked = position(after), wanted.parameters()
    more = {"after_at": begin[0], "after_id": begin[1]} if begin else {}
    statement = _listed(frozenset(asked), begin is not None)
    rows = reading.read(statement, list_key=list_key, limit=page_size(limit) + 1, **asked, **more)
    return page(rows, [_shown(row) for row in rows], limit=limit, by="listed_at")


def lists_of_city(reading: Reading, packs: Packs) -> Shown:
    """Which lists there are: those that the newest released version of each programme names."""
    newest: dict[str, PackRef] = {}
    for row in reading.read(_releases):
        ref = PackRef.parse(row.pack, row.sha256)
        newest[row.programme_year] = max(newest.get(row.programme_year, ref), ref, key=lambda each: each.order)
    return {
        "items": [
            {"list": rule.key, "title": rule.title, "programme_year": name, "programme": packs.get(ref).title}
            for name, ref in sorted(newest.items())
            for rule in packs.get(ref).round.lists
        ],
        "next": None,
    }


@cache
def _listed(filters: frozenset[str], is_continued: bool) -> Select[Any]:
    """Those by an approved declaration and those by a confirmed level: two ranges, each off an index, merged."""
    ranges = [_range(table, filters, is_continued) for table in (declarations, level_pilots)]
    parts = (select(each.subquery(f"range_{number}")) for number, each in enumerate(ranges))
    merged = union_all(*parts).subquery("listed")
    key = (merged.c.listed_at, merged.c.id)
    return select(merged).order_by(*(column.desc() for column in key)).limit(bindparam("limit"))


def _range(table: Table, filters: frozenset[str], is_continued: bool) -> Select[Any]:
    columns, is_by_level = table.c, table is level_pilots
    level = columns.level if is_by_level else null()
    statement = select(
        *(columns[name] for name in _COMMON),
        cast(level, Integer).label("level"),
        literal(is_by_level).label("by_level"),
    ).where(columns.pilot_state == PilotState.LISTED, columns.list_key == bindparam("list_key"))
    for name in sorted(filters - {"division"}):
        statement = statement.where(columns[name] == bindparam(name))
    if "division" in filters:
        statement = statement.where(served_by_division(table, "division"))
    key = (columns.listed_at, columns.id)
    if is_continued:
        statement = statement.where(tuple_(*key) < tuple_(bindparam("after_at"), bindparam("after_id")))
    return statement.order_by(*(column.desc() for column in key)).limit(bindparam("limit"))


def _shown(row: Row) -> Shown:
    return {
        "id": str(row.id),
        "declaration_id": None if row.by_level else str(row.id),
        "case_id": str(row.case_id),
        "list": row.list_key,
        "name": row.applicant_name,
        "credit_code": row.credit_code,
        "division": row.division,
        "scale": row.scale,
        "level": row.level,
        "programme_year": row.programme_year,
        "batch": row.batch,
        "listed_at": to_json(row.listed_at),
    }
