"""`changed since` for the registry, and what is overdue.

An organisation sees what the registry announced of itself, and what is public: the pool, the catalogue, places and
the calendar. Whoever may read organisations sees everything.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, bindparam, or_, select

from casework.changes_feed import changes_statement, read_changes
from casework.cursors import page_size
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.events import registry
from services.registry.storage.queries.pages import day, identity, limit_of, page, read_cursor
from services.registry.storage.tables.delegations import delegation
from services.registry.storage.tables.lists import standing
from services.registry.storage.tables.organisations import organisation
from services.registry.storage.tables.people import due_step
from services.registry.storage.tables.pool import payee_account, product

PUBLIC: Final = tuple(
    kind.NAME
    for kind in (
        registry.ProviderEnrolled,
        registry.ProviderSuspended,
        registry.ProviderRemoved,
        registry.ProductListed,
        registry.ProductWithdrawn,
        registry.DivisionChanged,
        registry.CalendarChanged,
    )
)


def _visible(events: FromClause) -> ColumnElement[bool]:
    own: ColumnElement[Any] = bindparam("organisation_id")
    mine = (
        select(product.c.id).where(product.c.provider_id == own),
        select(payee_account.c.id).where(payee_account.c.organisation_id == own),
        select(standing.c.id)
        .join(organisation, organisation.c.credit_code == standing.c.credit_code)
        .where(organisation.c.id == own),
        select(delegation.c.id).where((delegation.c.principal_id == own) | (delegation.c.agent_id == own)),
    )
    return or_(
        events.c.name.in_(PUBLIC), events.c.aggregate_id == own, *(events.c.aggregate_id.in_(each) for each in mine)
    )


_everything, _own_and_public = changes_statement(), changes_statement(_visible)


def registry_changes(reading: Reading, actor: Actor, *, after: int, limit: int) -> dict[str, Any]:
    """The events after a position, as far as the actor may see them."""
    if actor.may("registry.read_organisations"):
        return read_changes(reading, _everything, after=after, limit=page_size(limit))
    own = {"organisation_id": actor.organisation_id}
    return read_changes(reading, _own_and_public, after=after, limit=page_size(limit), **own)


_overdue = (
    select(due_step)
    .where(due_step.c.due_on < bindparam("today"))
    .where(bindparam("division").is_(None) | (due_step.c.division == bindparam("division")))
    .where(
        bindparam("after_on").is_(None)
        | (due_step.c.due_on > bindparam("after_on"))
        | ((due_step.c.due_on == bindparam("after_on")) & (due_step.c.subject_id > bindparam("after_id")))
    )
    .order_by(due_step.c.due_on, due_step.c.subject_id)
    .limit(bindparam("limit"))
)


def overdue_steps(
    reading: Reading, *, today: Any, division: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """What is overdue, the longest first: where it waits, never whose it is."""
    after_on, after_id = read_cursor(after, (day, identity))
    rows = reading.read(
        _overdue, today=today, division=division, after_on=after_on, after_id=after_id, limit=limit_of(limit)
    )
    return page(rows, limit, _overdue_shown, lambda row: (row.due_on, row.subject_id))


def _overdue_shown(row: Any) -> dict[str, Any]:
    return {
        "subject_id": str(row.subject_id),
        "about": row.about,
        "case_id": None if row.case_id is None else str(row.case_id),
        "stage": row.stage,
        "step": row.step,
        "role": row.role,
        "division": row.division,
        "due_on": row.due_on.isoformat(),
    }
