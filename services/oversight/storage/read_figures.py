"""Figures and the things behind them: both are sums of the same entries, so a list adds up to its figure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, any_, bindparam, cast, func, or_, select, true

from casework.cursors import page, page_size, position
from casework.division_paths import divisions_served
from chassis.db.transaction import Reading, Row
from contracts.wire import to_json
from policy.targets import REPORTED
from services.oversight.domain.figures import Days, Sum, plain
from services.oversight.storage.tables import entries

Shown = dict[str, Any]

_is_of_the_city = and_(entries.c.programme_year.is_(None), entries.c.case_id.is_(None))
_of_programme = or_(entries.c.programme_year == bindparam("programme_year"), _is_of_the_city)
_KIND: Mapping[str, ColumnElement[bool]] = {
    "measure": entries.c.measure == bindparam("measure"),
    "level": entries.c.level == bindparam("level"),
    "scale": entries.c.scale == bindparam("scale"),
    "target": entries.c.target == bindparam("target"),
}
_OR_REPORTED = and_(entries.c.measure == REPORTED, entries.c.target == bindparam("or_reported"))
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "divisions": entries.c.division == any_(cast(bindparam("divisions"), ARRAY(Text))),
    "since": entries.c.on >= bindparam("since"),
    "until": entries.c.on <= bindparam("until"),
    "up_to": entries.c.position <= bindparam("up_to"),
    "beyond": entries.c.position > bindparam("beyond"),
}
_THING = (
    entries.c.subject_id.label("id"),
    *(entries.c[name] for name in ("case_id", "name", "credit_code", "division", "on")),
)
_PLACE = func.min(entries.c.position * 10_000 + entries.c.number)
"""Where the first entry of a thing stands: no two have the same."""
_KINDS = (entries.c.measure, entries.c.target, entries.c.level, entries.c.scale, entries.c.on)


def divisions_of(reading: Reading, division: str | None, own: str | None) -> list[str] | None:
    """The divisions that are counted: the one asked for with all below it, within one's own; None: the city."""
    asked = None if division is None else set(divisions_served(reading, division))
    served = None if own is None else set(divisions_served(reading, own))
    if asked is None or served is None:
        found = asked if served is None else served
        return None if found is None else sorted(found)
    return sorted(asked & served)


def sums_of(reading: Reading, programme_year: str, wanted: Mapping[str, Any]) -> list[Sum]:
    """All that counts for a programme, by kind and day; `wanted` by members of `_KIND` and `_CONDITIONS`."""
    asked = _asked(wanted)
    rows = reading.read(_sums(frozenset(asked)), programme_year=programme_year, **asked)
    return [Sum(**row._asdict()) for row in rows]


def things_behind(
    reading: Reading,
    programme_year: str,
    wanted: Mapping[str, Any],
    days: Days,
    *,
    limit: int,
    after: str | None,
) -> Shown:
    """What adds up to a figure, in the order in which it was heard; what was added and taken back is none of it."""
    asked = _asked({**wanted, "since": days.since, "until": days.until})
    begin = position(after, int)
    more = {"after_place": begin[0]} if begin else {}
    statement = _things(frozenset(asked), begin is not None)
    rows = reading.read(statement, programme_year=programme_year, **asked, **more, limit=page_size(limit) + 1)
    total = reading.first(_total(frozenset(asked)), programme_year=programme_year, **asked)
    shown = page(rows, [_shown(row) for row in rows], limit=limit, by="place")
    return {**shown, "sum": plain(total.amount if total else Decimal(0))}


def _asked(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}


def _narrowed(statement: Select[Any], names: frozenset[str]) -> Select[Any]:
    kind = and_(true(), *(_KIND[name] for name in sorted(names & _KIND.keys())))
    within = (_CONDITIONS[name] for name in sorted(names & _CONDITIONS.keys()))
    return statement.where(_of_programme, or_(kind, _OR_REPORTED) if "or_reported" in names else kind, *within)


@cache
def _sums(names: frozenset[str]) -> Select[Any]:
    return _narrowed(select(*_KINDS, func.sum(entries.c.amount).label("amount")), names).group_by(*_KINDS)


@cache
def _total(names: frozenset[str]) -> Select[Any]:
    return _narrowed(select(func.coalesce(func.sum(entries.c.amount), 0).label("amount")), names)


@cache
def _things(names: frozenset[str], is_continued: bool) -> Select[Any]:
    statement = (
        _narrowed(select(*_THING, _PLACE.label("place"), func.sum(entries.c.amount).label("amount")), names)
        .group_by(*_THING)
        .having(func.sum(entries.c.amount) != 0, *((bindparam("after_place") < _PLACE,) if is_continued else ()))
    )
    return statement.order_by(_PLACE).limit(bindparam("limit"))


def _shown(row: Row) -> Shown:
    return {
        "id": str(row.id),
        "case_id": to_json(row.case_id),
        "name": row.name,
        "credit_code": row.credit_code,
        "division": row.division,
        "on": row.on.isoformat(),
        "amount": plain(row.amount),
    }
