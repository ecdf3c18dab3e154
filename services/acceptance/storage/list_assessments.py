"""Lists of assessments and of the requests for them: one's own, those that one serves; newest first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, or_, select, tuple_

from casework.cursors import page, page_size, position
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.assessment_shown import Shown, shown_request, summary
from services.acceptance.storage.assessment_requests import request_from_row
from services.acceptance.storage.assessment_tables import assessment_requests, assessments
from services.acceptance.storage.assessments import from_row

Wanted = Mapping[str, Any]

_made = assessments.c
_asked = assessment_requests.c
_of_organisation = or_(
    _made.assessor_id == bindparam("organisation"),
    and_(_made.applicant_id == bindparam("organisation"), _made.submitted_at.is_not(None)),
)
_handed_in = _made.submitted_at.is_not(None)


class _List:
    """One list, keyset by keyset; `filters` are conditions by name, each with one parameter of that name."""

    def __init__(
        self, table: Table, by: str, scopes: Mapping[str, ColumnElement[bool]], filters: tuple[str, ...]
    ) -> None:
        self._table, self._by = table, by
        self._conditions = {**scopes, **{name: table.c[name] == bindparam(name) for name in filters}}
        self._statement = cache(self._build)

    def read(self, reading: Reading, conditions: Mapping[str, Any], *, limit: int, after: str | None) -> list[Row]:
        begin = position(after)
        more = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
        statement = self._statement(tuple(sorted(conditions)), begin is not None)
        given = {name: value for name, value in conditions.items() if value is not None}
        return reading.read(statement, **given, limit=page_size(limit) + 1, **more)

    def _build(self, names: tuple[str, ...], is_continued: bool) -> Select[Any]:
        columns = self._table.c
        key = (columns[self._by], columns.id)
        statement = select(self._table).where(*(self._conditions[name] for name in names))
        if is_continued:
            statement = statement.where(tuple_(*key) < tuple_(bindparam("after_key"), bindparam("after_id")))
        return statement.order_by(*(column.desc() for column in key)).limit(bindparam("limit"))


_ASSESSMENTS: Final = _List(
    assessments,
    "started_at",
    {
        "organisation": _of_organisation,
        "handed_in": _handed_in,
        "served": and_(_handed_in, served_by_division(assessments)),
    },
    ("state", "stage", "method", "project_id", "applicant_id", "request_id"),
)
_REQUESTS: Final = _List(
    assessment_requests,
    "requested_at",
    {
        "organisation": or_(
            _asked.applicant_id == bindparam("organisation"), _asked.institution_id == bindparam("organisation")
        ),
        "handed_in": _asked.version > 0,
        "served": served_by_division(assessment_requests),
    },
    ("state", "purpose", "project_id", "applicant_id"),
)


def list_assessments(reading: Reading, actor: Actor, wanted: Wanted, *, limit: int, after: str | None) -> Shown:
    """Newest first."""
    rows = _ASSESSMENTS.read(reading, {**_scope(actor), **_given(wanted)}, limit=limit, after=after)
    return page(rows, [summary(from_row(row)) for row in rows], limit=limit, by="started_at")


def list_requests(reading: Reading, actor: Actor, wanted: Wanted, *, limit: int, after: str | None) -> Shown:
    """Newest first."""
    rows = _REQUESTS.read(reading, {**_scope(actor), **_given(wanted)}, limit=limit, after=after)
    items = [shown_request(request_from_row(row), actor) for row in rows]
    return page(rows, items, limit=limit, by="requested_at")


def _scope(actor: Actor) -> dict[str, Any]:
    """Which ones the actor sees at all: all that were handed in, those of its division, or its organisation's."""
    if actor.is_system or actor.may(f"{SERVICE}.read_city"):
        return {"handed_in": None}
    if actor.may(f"{SERVICE}.read_division"):
        return {"served": actor.division} if actor.division is not None else {"handed_in": None}
    return {"organisation": actor.organisation_id or UUID(int=0)}


def _given(wanted: Wanted) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}
