"""`changed since` for declarations: an enterprise sees its own cases, an authority those that it serves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, select

from casework.changes_feed import changes_statement, read_changes
from casework.cursors import page_size
from chassis.db.transaction import Reading
from contracts.actor import Actor
from services.declaration.storage.list_declarations import scope_of
from services.declaration.storage.tables import declarations


def _cases(column: ColumnElement[Any], name: str) -> Any:
    cases = select(declarations.c.case_id).where(column == bindparam(name))

    def visible(events: FromClause) -> ColumnElement[bool]:
        return events.c.case_id.in_(cases)

    return visible


_EVERYTHING = changes_statement()
_BY_SCOPE = {
    "own": changes_statement(_cases(declarations.c.applicant_id, "own")),
    "served": changes_statement(_cases(declarations.c.division, "served")),
    "assigned": changes_statement(_cases(declarations.c.assignee_id, "assigned")),
}


def changes_since(reading: Reading, actor: Actor, *, after: int, limit: int) -> dict[str, Any]:
    """The events after a position, as far as the actor may see them."""
    scope = scope_of(actor)
    statement = next((_BY_SCOPE[name] for name in scope), _EVERYTHING)
    return read_changes(reading, statement, after=after, limit=page_size(limit), **scope)
