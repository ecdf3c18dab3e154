"""Cases and their timelines: an applicant sees its own, a division's people what it serves, the city's desks all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Text, any_, bindparam, cast, select, tuple_

from casework.cursors import page, page_size, position
from casework.desks import absent, scope_of
from casework.division_paths import divisions_served
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from policy.packs import Packs
from policy.refs import PackRef
from services.oversight.domain.sentences import sentence
from services.oversight.storage.tables import happenings, known_cases

Shown = dict[str, Any]

CONDITIONS: Final[Mapping[str, ColumnElement[bool]]] = {
    "own": known_cases.c.applicant_id == bindparam("own"),
    "divisions": known_cases.c.division == any_(cast(bindparam("divisions"), ARRAY(Text))),
    "case_id": known_cases.c.id == bindparam("case_id"),
    "division": known_cases.c.division == bindparam("division"),
    "programme_year": known_cases.c.programme_year == bindparam("programme_year"),
}
_newest = (known_cases.c.at, known_cases.c.id)
_order = (happenings.c.at, happenings.c.position)
_mark = happenings.alias("mark")
_behind = (
    select(_mark.c.at, _mark.c.position)
    .where(_mark.c.id == bindparam("after_id"), _mark.c.case_id == bindparam("case_id"))
    .scalar_subquery()
)
_timeline = (
    select(happenings).where(happenings.c.case_id == bindparam("case_id")).order_by(*_order).limit(bindparam("limit"))
)
_continued = _timeline.where(tuple_(*_order) > _behind)


def scope_here(reading: Reading, actor: Actor) -> dict[str, Any]:
    """Whose cases the actor sees, as members of `CONDITIONS`; none: all of the city."""
    scope = scope_of(actor, service="oversight")
    return {"divisions": list(divisions_served(reading, scope["served"]))} if "served" in scope else scope


def list_cases(
    reading: Reading, actor: Actor, wanted: Mapping[str, str | None], *, limit: int, after: str | None
) -> Shown:
    """Those with news last come first; `wanted` by programme year or division."""
    asked = scope_here(reading, actor) | {name: value for name, value in wanted.items() if value is not None}
    begin = position(after)
    more = {"after_at": begin[0], "after_id": begin[1]} if begin else {}
    statement = _cases(frozenset(asked), begin is not None)
    rows = reading.read(statement, **asked, **more, limit=page_size(limit) + 1)
    return page(rows, [_shown_case(row) for row in rows], limit=limit, by="at")


def timeline_of(reading: Reading, packs: Packs, actor: Actor, case_id: UUID, *, limit: int, after: str | None) -> Shown:
    """All that happened to a case, oldest first; NotFound for one that the actor does not see."""
    asked = scope_here(reading, actor) | {"case_id": case_id}
    case = reading.first(_cases(frozenset(asked), False), **asked, limit=1)
    if case is None:
        raise absent("case", case_id)
    begin = position(after, int)
    more = {"after_id": begin[1]} if begin else {}
    rows = reading.read(_continued if begin else _timeline, case_id=case_id, **more, limit=page_size(limit) + 1)
    stages = packs.get(PackRef.parse(case.pack, case.pack_sha256)).stages
    titles = {stage.name: stage.title for stage in stages}
    return page(rows, [_shown_happening(row, titles) for row in rows], limit=limit, by="position")


@cache
def _cases(narrowed_by: frozenset[str], is_continued: bool) -> Select[Any]:
    statement = (
        select(known_cases)
        .where(*(CONDITIONS[name] for name in sorted(narrowed_by)))
        .order_by(*(column.desc() for column in _newest))
        .limit(bindparam("limit"))
    )
    return (
        statement.where(tuple_(*_newest) < tuple_(bindparam("after_at"), bindparam("after_id")))
        if is_continued
        else statement
    )


def _shown_case(row: Row) -> Shown:
    return {
        "id": str(row.id),
        "programme_year": row.programme_year,
        "pack": row.pack,
        "applicant": {
            "kind": row.applicant_kind,
            "id": str(row.applicant_id),
            "credit_code": row.credit_code,
            "name": row.applicant_name,
        },
        "division": row.division,
        "changed_at": to_json(row.at),
    }


def _shown_happening(row: Row, titles: Mapping[str, str]) -> Shown:
    return {
        "id": str(row.id),
        "at": to_json(row.at),
        "service": row.service,
        "event": row.name,
        "text": sentence(row.name, row.facts, titles),
    }
