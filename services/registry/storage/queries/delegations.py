"""Reading delegations, from both sides, and relations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select, tuple_

from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from services.registry.domain.shown_delegation import delegation_shown, relation_shown
from services.registry.storage.delegations import DelegationRepository, RelationRepository
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor
from services.registry.storage.tables.delegations import delegation, relation
from services.registry.storage.tables.organisations import organisation

Shown = dict[str, Any]

_delegations, _relations = DelegationRepository.mapped, RelationRepository.mapped
_principal, _agent = organisation.alias("principal"), organisation.alias("agent")
_own = (
    select(delegation, _principal.c.name.label("principal_name"), _agent.c.name.label("agent_name"))
    .join(_principal, (_principal.c.city == delegation.c.city) & (_principal.c.id == delegation.c.principal_id))
    .join(_agent, (_agent.c.city == delegation.c.city) & (_agent.c.id == delegation.c.agent_id))
    .where(or_(delegation.c.principal_id == bindparam("own"), delegation.c.agent_id == bindparam("own")))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(delegation.c.granted_at, delegation.c.id) > tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(delegation.c.granted_at, delegation.c.id)
    .limit(bindparam("limit"))
)
_listed = (
    select(relation, _principal.c.name.label("from_name"), _agent.c.name.label("to_name"))
    .join(_principal, (_principal.c.city == relation.c.city) & (_principal.c.id == relation.c.from_id))
    .join(_agent, (_agent.c.city == relation.c.city) & (_agent.c.id == relation.c.to_id))
    .where(
        bindparam("organisation_id").is_(None)
        | (relation.c.from_id == bindparam("organisation_id"))
        | (relation.c.to_id == bindparam("organisation_id"))
    )
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(relation.c.declared_at, relation.c.id) > tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(relation.c.declared_at, relation.c.id)
    .limit(bindparam("limit"))
)


def own_delegations(reading: Reading, organisation_id: UUID | None, *, limit: int, after: str | None) -> Shown:
    """Those that one granted, and those that one was granted; oldest first."""
    if organisation_id is None:
        raise NotFound(kind="organisation")
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(_own, own=organisation_id, after_at=after_at, after_id=after_id, limit=limit_of(limit))
    return page(rows, limit, _shown, lambda row: (row.granted_at, row.id))


def relations(reading: Reading, *, organisation_id: UUID | None, limit: int, after: str | None) -> Shown:
    """Declared relations, of one organisation or all, oldest first."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(
        _listed, organisation_id=organisation_id, after_at=after_at, after_id=after_id, limit=limit_of(limit)
    )
    return page(rows, limit, _relation_shown, lambda row: (row.declared_at, row.id))


def _shown(row: Any) -> Shown:
    names = {"principal_name": row.principal_name, "agent_name": row.agent_name}
    return delegation_shown(_delegations.of(row)) | names


def _relation_shown(row: Any) -> Shown:
    return relation_shown(_relations.of(row)) | {"from_name": row.from_name, "to_name": row.to_name}
