"""Products of the N+X catalogue: the provider proposes one, the bureau lists it with its price ceiling (DL5, DL12)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.states import move
from contracts.events.registry import ProductChanged, ProductListed, ProductWithdrawn
from contracts.money import Money
from contracts.refusal import Invalid, Problem

_CATEGORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class ProductState(StrEnum):
    """Where a product stands."""

    PROPOSED = "proposed"
    LISTED = "listed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ProductAction(StrEnum):
    """What somebody does about it."""

    LIST = "list"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


TRANSITIONS: Final[Mapping[tuple[ProductState, ProductAction], ProductState]] = {
    (ProductState.PROPOSED, ProductAction.LIST): ProductState.LISTED,
    (ProductState.PROPOSED, ProductAction.DECLINE): ProductState.DECLINED,
    (ProductState.PROPOSED, ProductAction.WITHDRAW): ProductState.WITHDRAWN,
    (ProductState.LISTED, ProductAction.LIST): ProductState.LISTED,  # another ceiling, for contracts from now on
    (ProductState.LISTED, ProductAction.WITHDRAW): ProductState.WITHDRAWN,
}

_TOLD: Final[Mapping[ProductState, type[ProductChanged]]] = {
    ProductState.LISTED: ProductListed,
    ProductState.WITHDRAWN: ProductWithdrawn,
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a provider proposes. `category` is a class of the catalogue, the price is per `unit`."""

    category: str
    title: str
    unit: str
    description: str
    price: Money

    def problems(self) -> list[Problem]:
        """Everything that is wrong with it."""
        problems = []
        if not _CATEGORY.fullmatch(self.category):
            problems.append(Problem(code="malformed", field="category"))
        for name, longest in (("title", 200), ("unit", 20)):
            value = getattr(self, name)
            if not 1 <= len(value.strip()) <= longest:
                problems.append(Problem(code="malformed", field=name))
        if self.price.fen <= 0:
            problems.append(Problem(code="out_of_range", field="proposed_price_fen"))
        return problems


@dataclass(frozen=True, kw_only=True)
class Product:
    """`ceiling_fen` is the highest price per unit that may be contracted; the bureau sets it with the listing."""

    id: UUID
    city: str
    version: int
    provider_id: UUID
    category: str
    title: str
    unit: str
    description: str
    proposed_price_fen: int
    ceiling_fen: int | None = None
    state: ProductState
    opinion: str = ""
    proposed_at: datetime

    def listed(self, ceiling: Money, *, category: str | None, opinion: str) -> Product:
        """In the catalogue with this ceiling, where the bureau may put it into another class. Invalid below one fen."""
        if ceiling.fen <= 0:
            raise Invalid(problems=[Problem(code="out_of_range", field="ceiling_fen")])
        listed = self._moved(ProductAction.LIST, opinion)
        return replace(listed, ceiling_fen=ceiling.fen, category=category or self.category)

    def declined(self, opinion: str) -> Product:
        """Not taken into the catalogue; the provider can propose another one."""
        return self._moved(ProductAction.DECLINE, opinion)

    def withdrawn(self, reason: str) -> Product:
        """No new contracts; those that were filed keep their snapshot."""
        return self._moved(ProductAction.WITHDRAW, reason)

    def told(self, *, at: datetime, by: UUID) -> tuple[ProductChanged, ...]:
        """What others hear of it: nothing of what was never listed."""
        kind = _TOLD.get(self.state)
        if kind is None or self.ceiling_fen is None:
            return ()
        told = kind(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            provider_id=self.provider_id,
            name=self.title,
            category=self.category,
            ceiling_fen=self.ceiling_fen,
        )
        return (told,)

    def _moved(self, action: ProductAction, opinion: str) -> Product:
        return replace(self, version=self.version + 1, state=move(TRANSITIONS, self.state, action), opinion=opinion)


def propose(*, id: UUID, city: str, provider_id: UUID, offer: Offer, at: datetime) -> Product:  # noqa: A002
    """A product that waits for the bureau; Invalid with everything that is wrong with it."""
    problems = offer.problems()
    if problems:
        raise Invalid(problems=problems)
    return Product(
        id=id,
        city=city,
        version=1,
        provider_id=provider_id,
        category=offer.category,
        title=offer.title.strip(),
        unit=offer.unit.strip(),
        description=offer.description.strip(),
        proposed_price_fen=offer.price.fen,
        state=ProductState.PROPOSED,
        proposed_at=at,
    )
