"""Reading the N+X catalogue: for everybody, for the bureau, for a provider; and the ceilings that a product had."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, cast, func, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from contracts.wire import to_json
from services.registry.domain.views import classes_shown, product_shown
from services.registry.storage.pool import ProductRepository
from services.registry.storage.queries.pages import identity, limit_of, page, read_cursor, text
from services.registry.storage.tables.organisations import organisation
from services.registry.storage.tables.pool import pool_entry, product, product_ceiling

Shown = dict[str, Any]

_products = ProductRepository.mapped


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of products is narrowed to; None narrows nothing. `ceiling_at_most_fen` is a price per unit."""

    category: str | None = None
    provider_id: UUID | None = None
    scenario: str | None = None
    subsector: str | None = None
    aim: str | None = None
    link: str | None = None
    is_light_solution: bool | None = None
    ceiling_at_most_fen: int | None = None


def _narrowed(name: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return bindparam(name).is_(None) | condition


def _one_of(name: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    return _narrowed(name, bindparam(name) == func.any(column))


_with_provider = select(product, organisation.c.name).join(
    organisation, (organisation.c.city == product.c.city) & (organisation.c.id == product.c.provider_id)
)
_by_category = (
    _with_provider.where(product.c.state == bindparam("state"))
    .where(_narrowed("category", product.c.category == bindparam("category")))
    .where(_narrowed("provider_id", product.c.provider_id == bindparam("provider_id")))
    .where(_one_of("scenario", product.c.scenarios))
    .where(_one_of("subsector", product.c.subsectors))
    .where(_one_of("aim", product.c.aims))
    .where(_one_of("link", product.c.links))
    .where(_narrowed("is_light_solution", product.c.is_light_solution == bindparam("is_light_solution")))
    .where(_narrowed("ceiling_at_most_fen", product.c.ceiling_fen <= cast(bindparam("ceiling_at_most_fen"), Integer)))
    .where(
        _narrowed(
            "after_category",
            tuple_(product.c.category, product.c.id) > tuple_(bindparam("after_category"), bindparam("after_id")),
        )
    )
    .order_by(product.c.category, product.c.id)
    .limit(bindparam("limit"))
)
_of_provider = (
    _with_provider.where(product.c.provider_id == bindparam("provider_id"))
    .where(_narrowed("after_id", product.c.id > bindparam("after_id")))
    .order_by(product.c.id)
    .limit(bindparam("limit"))
)
_of_enrolled = _by_category.join(
    pool_entry, (pool_entry.c.city == product.c.city) & (pool_entry.c.organisation_id == product.c.provider_id)
).where(pool_entry.c.state == "enrolled")
_ceilings = (
    select(product_ceiling)
    .where(product_ceiling.c.product_id == bindparam("product_id"))
    .order_by(product_ceiling.c.version.desc())
    .limit(200)
)


def listed_products(reading: Reading, wanted: Wanted, *, limit: int, after: str | None) -> Shown:
    """The N+X catalogue as the public sees it: listed products of enrolled providers, with their ceilings."""
    rows = reading.read(_of_enrolled, state="listed", **_asked(wanted, limit, after))
    return page(rows, limit, _catalogue_shown, lambda row: (row.category, row.id))


def products(reading: Reading, *, state: str, category: str | None, limit: int, after: str | None) -> Shown:
    """Products in a state, for the bureau."""
    rows = reading.read(_by_category, state=state, **_asked(Wanted(category=category), limit, after))
    return page(rows, limit, _product_shown, lambda row: (row.category, row.id))


def products_of(reading: Reading, provider_id: UUID | None, *, limit: int, after: str | None) -> Shown:
    """What a provider proposed, in whatever state."""
    (after_id,) = read_cursor(after, (identity,))
    if provider_id is None:
        raise NotFound(kind="provider")
    rows = reading.read(_of_provider, provider_id=provider_id, after_id=after_id, limit=limit_of(limit))
    return page(rows, limit, _product_shown, lambda row: (row.id,))


def ceilings_of(reading: Reading, product_id: UUID) -> Shown:
    """Every ceiling that a product ever had, newest first; NotFound for one that was never listed."""
    rows = reading.read(_ceilings, product_id=product_id)
    if not rows:
        raise NotFound(kind="product", id=str(product_id))
    items = [{"version": row.version, "ceiling_fen": row.ceiling_fen, "set_at": to_json(row.set_at)} for row in rows]
    return {"items": items, "next": None}


def _asked(wanted: Wanted, limit: int, after: str | None) -> dict[str, Any]:
    category, product_id = read_cursor(after, (text, identity))
    return {**asdict(wanted), "limit": limit_of(limit), "after_category": category, "after_id": product_id}


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
        **classes_shown(_products.of(row)),
    }
