"""Rows of pool entries, products and accounts for payment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from contracts.sealed import Sealed
from services.registry.domain.files import FileReference
from services.registry.domain.payees import PayeeAccount, PayeeState
from services.registry.domain.pool import PoolEntry, PoolState
from services.registry.domain.products import Product, ProductState
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables import pool as tables

_entry = tables.pool_entry
_of_organisation = select(_entry).where(_entry.c.organisation_id == bindparam("organisation_id"))
_of_organisation_locked = _of_organisation.with_for_update()


def read_files(kept: Sequence[Any]) -> tuple[FileReference, ...]:
    """File references as a jsonb column keeps them."""
    return tuple(FileReference(**file) for file in kept)


class PoolRepository(Repository[PoolEntry]):
    """The provider pool."""

    mapped = Mapped(_entry, PoolEntry, {"state": PoolState, "kinds": tuple, "files": read_files})
    kind = "provider"

    def of(self, organisation_id: UUID, *, for_update: bool = False) -> PoolEntry | None:
        """A provider's entry."""
        statement = _of_organisation_locked if for_update else _of_organisation
        return self._one(statement, organisation_id=organisation_id)


class ProductRepository(Repository[Product]):
    """Products, proposed and listed."""

    mapped = Mapped(tables.product, Product, {"state": ProductState})
    kind = "product"


class PayeeRepository(Repository[PayeeAccount]):
    """Accounts for payment."""

    mapped = Mapped(tables.payee_account, PayeeAccount, {"state": PayeeState, "number": Sealed.from_wire})
    kind = "payee_account"
