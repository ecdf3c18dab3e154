"""`changed since` for acceptances and assessments: an enterprise sees its own, an authority those that it serves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, bindparam, or_, select

from casework.changes_feed import changes_statement, read_changes
from casework.cursors import page_size
from casework.desks import scope_of
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading
from contracts.actor import Actor
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.storage.assessment_tables import assessment_requests, assessments
from services.acceptance.storage.tables import acceptances

_own: BindParameter[Any] = bindparam("own")
_assigned: BindParameter[Any] = bindparam("assigned")


def _seen(*conditions: ColumnElement[bool]) -> Any:
    """Of acceptances, of assessments, and of requests for them: those that a condition of each holds for."""
    seen = [
        select(table.c.id).where(condition)
        for table, condition in zip((acceptances, assessments, assessment_requests), conditions, strict=True)
    ]

    def visible(events: FromClause) -> ColumnElement[bool]:
        return or_(*(events.c.aggregate_id.in_(each) for each in seen))

    return visible


_EVERYTHING = changes_statement()
_BY_SCOPE = {
    "own": changes_statement(
        _seen(
            acceptances.c.applicant_id == _own,
            or_(assessments.c.applicant_id == _own, assessments.c.assessor_id == _own),
            or_(assessment_requests.c.applicant_id == _own, assessment_requests.c.institution_id == _own),
        )
    ),
    "served": changes_statement(
        _seen(*(served_by_division(table) for table in (acceptances, assessments, assessment_requests)))
    ),
    "assigned": changes_statement(
        _seen(
            acceptances.c.assignee_id == _assigned,
            assessments.c.assessor_id == _assigned,
            assessment_requests.c.institution_id == _assigned,
        )
    ),
}


def changes_since(reading: Reading, actor: Actor, *, after: int, limit: int) -> dict[str, Any]:
    """The events after a position, as far as the actor may see them."""
    scope = scope_of(actor, service=SERVICE)
    statement = next((_BY_SCOPE[name] for name in scope), _EVERYTHING)
    return read_changes(reading, statement, after=after, limit=page_size(limit), **scope)
