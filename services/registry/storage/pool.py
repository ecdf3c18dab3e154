"""Rows of pool entries, products with their ceilings, accounts for payment, and of the packs that are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from chassis.db.latest import keep_latest
from chassis.db.transaction import Reading, Transaction
from contracts.events.declaration import PackReleased
from contracts.sealed import Sealed
from policy.refs import PackRef
from services.registry.domain.payees import PayeeAccount, PayeeState
from services.registry.domain.pool import PoolEntry, PoolState
from services.registry.domain.products import Product, ProductState
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables import pool as tables

_entry = tables.pool_entry
_of_organisation = select(_entry).where(_entry.c.organisation_id == bindparam("organisation_id"))
_of_organisation_locked = _of_organisation.with_for_update()


_CODES = ("scenarios", "subsectors", "aims", "links")
_ceiling = tables.product_ceiling
_keep_ceiling = insert(_ceiling).values({column.name: bindparam(column.name) for column in _ceiling.columns})


class PoolRepository(Repository[PoolEntry]):
    """The provider pool."""

    mapped = Mapped(_entry, PoolEntry, {"state": PoolState, "kinds": tuple})
    kind = "provider"

    def of(self, organisation_id: UUID, *, for_update: bool = False) -> PoolEntry | None:
        """A provider's entry."""
        statement = _of_organisation_locked if for_update else _of_organisation
        return self._one(statement, organisation_id=organisation_id)


class ProductRepository(Repository[Product]):
    """Products, proposed and listed."""

    mapped = Mapped(tables.product, Product, {"state": ProductState, **dict.fromkeys(_CODES, tuple)})
    kind = "product"

    def keep_ceiling(self, product: Product, *, at: datetime) -> None:
        """The ceiling that this version of the product came with, for its history."""
        self._transaction.write(
            _keep_ceiling,
            city=product.city,
            product_id=product.id,
            version=product.version,
            ceiling_fen=product.ceiling_fen,
            opinion=product.opinion,
            set_at=at,
        )


class PayeeRepository(Repository[PayeeAccount]):
    """Accounts for payment."""

    mapped = Mapped(tables.payee_account, PayeeAccount, {"state": PayeeState, "number": Sealed.from_wire})
    kind = "payee_account"


_keep_pack = keep_latest(tables.known_pack, ["city", "pack"])
_packs = select(tables.known_pack.c.pack, tables.known_pack.c.sha256).order_by(tables.known_pack.c.pack)


class KnownPacks:
    """The packs that were released in the city, as far as the news has arrived."""

    def __init__(self, transaction: Transaction | Reading) -> None:
        self._transaction = transaction

    def all(self) -> Sequence[PackRef]:
        """Every released version."""
        return [PackRef.parse(row.pack, row.sha256) for row in self._transaction.read(_packs)]

    def keep(self, event: PackReleased) -> None:
        """Remember a release."""
        assert isinstance(self._transaction, Transaction)
        self._transaction.write(
            _keep_pack, city=event.city, pack=event.pack, sequence=event.sequence, sha256=event.sha256
        )
