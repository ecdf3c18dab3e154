"""The N+X catalogue: products proposed, listed with their ceilings, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.money import Money
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.registry.domain.offers import Offer
from services.registry.domain.products import ProductState
from services.registry.service.real_time import real_now
from services.registry.storage.queries import products as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.decline_product import decline_product
from services.registry.use_cases.list_product import list_product
from services.registry.use_cases.propose_product import propose_product
from services.registry.use_cases.withdraw_product import withdraw_product

Shown = dict[str, Any]


class ProductMethods:
    """What is sold, and what at most it may cost."""

    runtime: Runtime[RegistryUnit]
    packs: Packs

    @command("registry.propose_product")
    def propose_product(
        self,
        uow,
        actor: Actor,
        *,
        category: str,
        title: str,
        unit: str,
        proposed_price_fen: Money,
        description: str = "",
        scenarios: tuple[str, ...] = (),
        subsectors: tuple[str, ...] = (),
        aims: tuple[str, ...] = (),
        links: tuple[str, ...] = (),
        is_light_solution: bool = False,
    ) -> Shown:
        """Propose a product for the catalogue."""
        offer = Offer(
            category=category,
            title=title,
            unit=unit,
            description=description,
            price=proposed_price_fen,
            scenarios=scenarios,
            subsectors=subsectors,
            aims=aims,
            links=links,
            is_light_solution=is_light_solution,
        )
        return propose_product(uow, self.packs, self.runtime.clock, actor, offer)

    @query("registry.propose_product")
    def own_products(self, reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """What one's own organisation proposed."""
        return queries.products_of(reading, actor.organisation_id, limit=limit, after=after)

    @command("registry.list_product")
    def list_product(
        self,
        uow,
        actor: Actor,
        *,
        product_id: UUID,
        ceiling_fen: Money,
        opinion: str,
        category: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Take a product into the catalogue with its ceiling."""
        return list_product(
            uow,
            self.packs,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            product_id,
            ceiling=ceiling_fen,
            category=category,
            opinion=opinion,
            expected_version=expected_version,
            now=real_now(),
        )

    @command("registry.list_product")
    def decline_product(
        self, uow, actor: Actor, *, product_id: UUID, opinion: str, expected_version: int | None = None
    ) -> Shown:
        """Do not take it."""
        return decline_product(
            uow,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            product_id,
            opinion=opinion,
            expected_version=expected_version,
            now=real_now(),
        )

    @command("registry.withdraw_product")
    def withdraw_product(self, uow, actor: Actor, product_id: UUID, reason: str) -> Shown:
        """No new contracts with it."""
        return withdraw_product(uow, self.runtime.clock, actor, product_id, reason=reason)

    @query("registry.list_product")
    def list_proposed_products(
        self,
        reading,
        actor: Actor,
        *,
        state: ProductState = ProductState.PROPOSED,
        category: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Products in a state, for the bureau."""
        return queries.products(reading, state=state, category=category, limit=limit, after=after)

    @query(PUBLIC)
    def list_products(
        self,
        reading,
        actor: Actor,
        *,
        category: str | None = None,
        provider_id: UUID | None = None,
        scenario: str | None = None,
        subsector: str | None = None,
        aim: str | None = None,
        link: str | None = None,
        is_light_solution: bool | None = None,
        ceiling_at_most_fen: int | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """The catalogue, for everybody."""
        wanted = queries.Wanted(
            category=category,
            provider_id=provider_id,
            scenario=scenario,
            subsector=subsector,
            aim=aim,
            link=link,
            is_light_solution=is_light_solution,
            ceiling_at_most_fen=ceiling_at_most_fen,
        )
        return queries.listed_products(reading, wanted, limit=limit, after=after)

    @query(PUBLIC)
    def list_product_ceilings(self, reading, actor: Actor, product_id: UUID) -> Shown:
        """The ceilings that a product had."""
        return queries.ceilings_of(reading, product_id)
