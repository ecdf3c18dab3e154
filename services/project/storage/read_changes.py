"""`changed since` for projects: an enterprise sees its own, an authority those that it serves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, select

from casework.changes_feed import changes_statement, read_changes
from casework.cursors import page_size
from casework.desks import scope_of
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading
from contracts.actor import Actor
from services.project.storage.tables import projects, stages


def _projects(condition: ColumnElement[bool]) -> Any:
    own = select(projects.c.id).where(condition)

    def visible(events: FromClause) -> ColumnElement[bool]:
        return events.c.aggregate_id.in_(own)

    return visible


_assigned = select(stages.c.project_id).where(stages.c.assignee_id == bindparam("assigned"))
_EVERYTHING = changes_statement()
_BY_SCOPE = {
    "own": changes_statement(_projects(projects.c.applicant_id == bindparam("own"))),
    "served": changes_statement(_projects(served_by_division(projects))),
    "assigned": changes_statement(_projects(projects.c.id.in_(_assigned))),
}


def changes_since(reading: Reading, actor: Actor, *, after: int, limit: int) -> dict[str, Any]:
    """The events after a position, as far as the actor may see them."""
    scope = scope_of(actor, service="project")
    statement = next((_BY_SCOPE[name] for name in scope), _EVERYTHING)
    return read_changes(reading, statement, after=after, limit=page_size(limit), **scope)
