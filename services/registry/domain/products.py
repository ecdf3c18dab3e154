"""Products of the N+X catalogue: the provider proposes one, the bureau lists it with its price ceiling (DL5, DL12)."""

from __future__ import annotations

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
from policy.providers import ProviderRules
from services.registry.domain.offers import Offer


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
class Product:
    """`ceiling_fen` is the highest price per unit that may be contracted; the bureau sets it with the listing.

    `scenarios`, `subsectors`, `aims` and `links` are codes as they were offered (`offers.Offer`).
    """

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
    scenarios: tuple[str, ...] = ()
    subsectors: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    is_light_solution: bool = False

    def listed(self, ceiling: Money, *, category: str | None, opinion: str, rules: ProviderRules) -> Product:
        """In the catalogue with this ceiling, where the bureau may put it into another class.

        Invalid below one fen, and for a class that the pack does not have.
        """
        problems = [Problem(code="out_of_range", field="ceiling_fen")] if ceiling.fen <= 0 else []
        if category is not None and rules.categories and category not in rules.categories:
            problems.append(Problem(code="not_an_option", field="category", inputs={"value": category}))
        if problems:
            raise Invalid(problems=problems)
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


def propose(
    *,
    id: UUID,  # noqa: A002
    city: str,
    provider_id: UUID,
    offer: Offer,
    rules: ProviderRules,
    at: datetime,
) -> Product:
    """A product that waits for the bureau; Invalid with everything that is wrong with it."""
    problems = offer.problems(rules)
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
        scenarios=offer.scenarios,
        subsectors=offer.subsectors,
        aims=offer.aims,
        links=offer.links,
        is_light_solution=offer.is_light_solution,
    )
