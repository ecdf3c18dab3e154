"""Reading the pool, the catalogue, and accounts for payment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, tuple_

from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from services.registry.domain.views import payee_shown, pool_entry_shown, product_shown
from services.registry.storage.pool import PayeeRepository, PoolRepository, ProductRepository, read_files
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor, text
from services.registry.storage.tables.organisations import organisation
from services.registry.storage.tables.pool import payee_account, pool_entry, product

Shown = dict[str, Any]

_entries, _products, _payees = PoolRepository.mapped, ProductRepository.mapped, PayeeRepository.mapped

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


def enrolled_providers(reading: Reading, *, kind: str | None, limit: int, after: str | None) -> Shown:
    """The pool as the public sees it: who is in it, and as what."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(_enrolled, kind=kind, after_at=after_at, after_id=after_id, limit=limit_of(limit))
    return page(rows, limit, _provider_shown, lambda row: (row.applied_at, row.id))


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


def pool_file(reading: Reading, organisation_id: UUID | None, sha256: str) -> Shown:
    """A file of an application, for the gateway to stream."""
    row = None if organisation_id is None else reading.first(_entry_of, organisation_id=organisation_id)
    for file in read_files(row.files) if row is not None else ():
        if file.sha256 == sha256:
            return {"sha256": file.sha256, "size": file.size, "media_type": file.media_type, "name": file.name}
    raise NotFound(kind="file")


def _entry_shown(row: Any) -> Shown:
    return pool_entry_shown(_entries.of(row)) | {
        "name": row.name,
        "credit_code": row.credit_code,
        "division": row.division,
    }


_by_category = (
    select(product, organisation.c.name)
    .join(organisation, (organisation.c.city == product.c.city) & (organisation.c.id == product.c.provider_id))
    .where(product.c.state == bindparam("state"))
    .where(bindparam("category").is_(None) | (product.c.category == bindparam("category")))
    .where(bindparam("provider_id").is_(None) | (product.c.provider_id == bindparam("provider_id")))
    .where(
        bindparam("after_category").is_(None)
        | (tuple_(product.c.category, product.c.id) > tuple_(bindparam("after_category"), bindparam("after_id")))
    )
    .order_by(product.c.category, product.c.id)
    .limit(bindparam("limit"))
)
_of_provider = (
    select(product, organisation.c.name)
    .join(organisation, (organisation.c.city == product.c.city) & (organisation.c.id == product.c.provider_id))
    .where(product.c.provider_id == bindparam("provider_id"))
    .where(bindparam("after_id").is_(None) | (product.c.id > bindparam("after_id")))
    .order_by(product.c.id)
    .limit(bindparam("limit"))
)
_of_enrolled = _by_category.join(
    pool_entry, (pool_entry.c.city == product.c.city) & (pool_entry.c.organisation_id == product.c.provider_id)
).where(pool_entry.c.state == "enrolled")


def listed_products(
    reading: Reading, *, category: str | None, provider_id: UUID | None, limit: int, after: str | None
) -> Shown:
    """The N+X catalogue as the public sees it: listed products of enrolled providers, with their ceilings."""
    rows = reading.read(
        _of_enrolled,
        state="listed",
        category=category,
        provider_id=provider_id,
        limit=limit_of(limit),
        **_after_product(after),
    )
    return page(rows, limit, _catalogue_shown, lambda row: (row.category, row.id))


def products(reading: Reading, *, state: str, category: str | None, limit: int, after: str | None) -> Shown:
    """Products in a state, for the bureau."""
    rows = reading.read(
        _by_category, state=state, category=category, provider_id=None, limit=limit_of(limit), **_after_product(after)
    )
    return page(rows, limit, _product_shown, lambda row: (row.category, row.id))


def products_of(reading: Reading, provider_id: UUID | None, *, limit: int, after: str | None) -> Shown:
    """What a provider proposed, in whatever state."""
    (after_id,) = read_cursor(after, (identity,))
    if provider_id is None:
        raise NotFound(kind="provider")
    rows = reading.read(_of_provider, provider_id=provider_id, after_id=after_id, limit=limit_of(limit))
    return page(rows, limit, _product_shown, lambda row: (row.id,))


def _after_product(after: str | None) -> dict[str, Any]:
    category, product_id = read_cursor(after, (text, identity))
    return {"after_category": category, "after_id": product_id}


def _product_shown(row: Any) -> Shown:
    return product_shown(_products.of(row)) | {"provider_name": row.name}


def _catalogue_shown(row: Any) -> Shown:
    return {
        "id": str(row.id),
        "version": row.version,
        "provider_id": str(row.provider_id),
        "provider_name": row.name,
        "category": row.category,
        "title": row.title,
        "unit": row.unit,
        "description": row.description,
        "ceiling_fen": row.ceiling_fen,
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
