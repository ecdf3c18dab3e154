"""What diagnoses found: common needs of an industry, own needs of enterprises, by link and aim (XB4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, column, func, or_, select, true, tuple_

from casework.cursors import page, page_size, position
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading
from contracts.actor import Actor
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.assessment import SETTLED
from services.acceptance.domain.assessment_shown import Shown
from services.acceptance.storage.assessment_tables import assessments

PARTS: Final = ("scope", "link", "aim")
"""By what a need is classified."""

_made = assessments.c
_document = _made.diagnosis.type
_subsector = _made.diagnosis["subsector"].astext
_need = func.jsonb_array_elements(_made.diagnosis["needs"]).table_valued(column("value", _document)).lateral("need")
_counts = _made.state.in_([state.value for state in sorted(SETTLED)])
_CONDITIONS: Final[Mapping[str, ColumnElement[bool]]] = {
    "organisation": or_(
        _made.applicant_id == bindparam("organisation"), _made.assessor_id == bindparam("organisation")
    ),
    "served": served_by_division(assessments),
    "subsector": _subsector == bindparam("subsector"),
    "like": _made.diagnosis["needs"].contains(bindparam("like", type_=_document)),
}


def list_needs(
    reading: Reading, actor: Actor, wanted: Mapping[str, str | None], *, limit: int, after: str | None
) -> Shown:
    """Diagnosis by diagnosis, the newest first, each with those of its needs that are wanted.

    `counts` says how many needs there are by scope, link and aim, whatever the page.
    """
    parts = {name: wanted[name] for name in PARTS if wanted.get(name) is not None}
    given: dict[str, Any] = {**_scope(actor), "like": [parts]}
    if wanted.get("subsector") is not None:
        given["subsector"] = wanted["subsector"]
    begin = position(after)
    more = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
    names = tuple(sorted(given))
    rows = reading.read(_diagnoses(names, begin is not None), **given, **more, limit=page_size(limit) + 1)
    totals = reading.read(_totals(names), **given)
    items = [
        {
            "assessment_id": str(row.id),
            "applicant_id": str(row.applicant_id),
            "applicant_name": row.applicant_name,
            "division": row.division,
            "subsector": row.subsector,
            "needs": [need for need in row.needs if _is_like(need, parts)],
        }
        for row in rows
    ]
    counts = [
        {"scope": row.scope, "link": row.link, "aim": row.aim, "count": row.number}
        for row in totals
        if all(getattr(row, name) == value for name, value in parts.items())
    ]
    return {**page(rows, items, limit=limit, by="started_at"), "counts": counts}


@cache
def _diagnoses(names: tuple[str, ...], is_continued: bool) -> Select[Any]:
    key = (_made.started_at, _made.id)
    statement = select(
        _made.id,
        _made.applicant_id,
        _made.applicant_name,
        _made.division,
        _made.started_at,
        _subsector.label("subsector"),
        _made.diagnosis["needs"].label("needs"),
    ).where(_counts, *(_CONDITIONS[name] for name in names))
    if is_continued:
        statement = statement.where(tuple_(*key) < tuple_(bindparam("after_key"), bindparam("after_id")))
    return statement.order_by(*(each.desc() for each in key)).limit(bindparam("limit"))


@cache
def _totals(names: tuple[str, ...]) -> Select[Any]:
    parts = [_need.c.value[name].astext.label(name) for name in PARTS]
    return (
        select(*parts, func.count().label("number"))
        .select_from(assessments.join(_need, true()))
        .where(_counts, *(_CONDITIONS[name] for name in names))
        .group_by(*parts)
        .order_by(*parts)
    )


def _is_like(need: Mapping[str, Any], parts: Mapping[str, Any]) -> bool:
    return all(need[name] == value for name, value in parts.items())


def _scope(actor: Actor) -> dict[str, Any]:
    if actor.is_system or actor.may(f"{SERVICE}.read_city"):
        return {}
    if actor.may(f"{SERVICE}.read_division"):
        return {"served": actor.division} if actor.division is not None else {}
    return {"organisation": actor.organisation_id}
