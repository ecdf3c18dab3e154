"""`changed since` for declarations: an enterprise sees its own cases, an authority those that it serves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, select

from casework.changes_feed import changes_statement, read_changes
from casework.cursors import page_size
from casework.desks import scope_of
from casework.division_paths import served_by_division
from chassis.db.transaction import Reading
from contracts.actor import Actor
from services.declaration.domain.declaration import SERVICE
from services.declaration.storage.tables import declarations


def _cases(condition: ColumnElement[bool]) -> Any:
    cases = select(declarations.c.case_id).where(condition)

    def visible(events: FromClause) -> ColumnElement[bool]:
        return events.c.case_id.in_(cases)

    return visible


_EVERYTHING = changes_statement()
_BY_SCOPE = {
    "own": changes_statement(_cases(declarations.c.applicant_id == bindparam("own"))),
    "served": changes_statement(_cases(served_by_division(declarations))),
    "assigned": changes_statement(_cases(declarations.c.assignee_id == bindparam("assigned"))),
}


def changes_since(reading: Reading, actor: Actor, *, after: int, limit: int) -> dict[str, Any]:
    """The events after a position, as far as the actor may see them."""
    scope = scope_of(actor, service=SERVICE)
    statement = next((_BY_SCOPE[name] for name in scope), _EVERYTHING)
    return read_changes(reading, statement, after=after, limit=page_size(limit), **scope)
