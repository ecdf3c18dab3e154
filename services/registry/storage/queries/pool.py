"""Reading the pool, and accounts for payment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, tuple_

from chassis.clock import Clock
from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from policy.packs import Packs
from services.registry.domain.views import payee_shown, pool_entry_shown
from services.registry.storage.pool import PayeeRepository, PoolRepository
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor
from services.registry.storage.queries.performance import ratings
from services.registry.storage.tables.organisations import organisation
from services.registry.storage.tables.pool import payee_account, pool_entry

Shown = dict[str, Any]

_entries, _payees = PoolRepository.mapped, PayeeRepository.mapped

_with_organisation = select(pool_entry, organisation.c.name, organisation.c.credit_code, organisation.c.division).join(
    organisation, (organisation.c.city == pool_entry.c.city) & (organisation.c.id == pool_entry.c.organisation_id)
)
_enrolled = (
    _with_organisation.where(pool_entry.c.state == "enrolled")
    .where(bindparam("kind").is_(None) | (bindparam("kind") == func.any(pool_entry.c.kinds)))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(pool_entry.c.applied_at, pool_entry.c.id) > tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(pool_entry.c.applied_at, pool_entry.c.id)
    .limit(bindparam("limit"))
)
_applications = (
    _with_organisation.where(bindparam("state").is_(None) | (pool_entry.c.state == bindparam("state")))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(pool_entry.c.applied_at, pool_entry.c.id) > tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(pool_entry.c.applied_at, pool_entry.c.id)
    .limit(bindparam("limit"))
)
_entry_of = _with_organisation.where(pool_entry.c.organisation_id == bindparam("organisation_id"))


def enrolled_providers(
    reading: Reading, packs: Packs, clock: Clock, *, kind: str | None, limit: int, after: str | None
) -> Shown:
    """The pool as the public sees it: who is in it, as what, and how it is rated where the pack publishes that."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(_enrolled, kind=kind, after_at=after_at, after_id=after_id, limit=limit_of(limit))
    rated = ratings(reading, packs, clock, {row.organisation_id: row.programme_year for row in rows})
    return page(
        rows,
        limit,
        lambda row: _provider_shown(row) | {"rating": rated.get(row.organisation_id)},
        lambda row: (row.applied_at, row.id),
    )


def _provider_shown(row: Any) -> Shown:
    return {
        "id": str(row.organisation_id),
        "name": row.name,
        "credit_code": row.credit_code,
        "kinds": list(row.kinds),
        "enrolled_at": row.decided_at.isoformat(),
    }


def pool_entries(reading: Reading, *, state: str | None, limit: int, after: str | None) -> Shown:
    """Applications and entries for the bureau, oldest first."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(_applications, state=state, after_at=after_at, after_id=after_id, limit=limit_of(limit))
    return page(rows, limit, _entry_shown, lambda row: (row.applied_at, row.id))


def pool_entry_of(reading: Reading, organisation_id: UUID | None) -> Shown:
    """One provider's entry."""
    row = None if organisation_id is None else reading.first(_entry_of, organisation_id=organisation_id)
    if row is None:
        raise NotFound(kind="provider")
    return _entry_shown(row)


def _entry_shown(row: Any) -> Shown:
    return pool_entry_shown(_entries.of(row)) | {
        "name": row.name,
        "credit_code": row.credit_code,
        "division": row.division,
    }


_payees_of = (
    select(payee_account)
    .where(payee_account.c.organisation_id == bindparam("organisation_id"))
    .order_by(payee_account.c.id)
    .limit(200)
)


def payees_of(reading: Reading, organisation_id: UUID | None) -> Shown:
    """The accounts for payment of an organisation."""
    if organisation_id is None:
        raise NotFound(kind="organisation")
    rows = reading.read(_payees_of, organisation_id=organisation_id)
    return {"items": [payee_shown(_payees.of(row)) for row in rows], "next": None}
