"""The provider pool, the N+X catalogue, and accounts for payment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.money import Money
from contracts.permissions import PUBLIC
from services.registry.domain.files import FileReference
from services.registry.domain.pool import Application, PoolAction, PoolState
from services.registry.domain.products import Offer, ProductState
from services.registry.service.real_time import real_now
from services.registry.service.uploads import kept_files
from services.registry.storage.queries import pool as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.apply_for_pool import apply_for_pool
from services.registry.use_cases.decide_on_provider import decide_on_provider
from services.registry.use_cases.decline_product import decline_product
from services.registry.use_cases.list_product import list_product
from services.registry.use_cases.propose_product import propose_product
from services.registry.use_cases.withdraw_product import withdraw_product


class PoolMethods:
    """Who may sell, and what at most it may cost."""

    runtime: Runtime[RegistryUnit]

    @command("registry.apply_as_provider")
    def apply_for_pool(
        self, uow, actor: Actor, *, kinds: tuple[str, ...], presentation: str, files: tuple[FileReference, ...] = ()
    ) -> dict[str, Any]:
        """Ask to be taken into the pool."""
        application = Application(kinds=kinds, presentation=presentation, files=kept_files(self.runtime, actor, files))
        return apply_for_pool(uow, self.runtime.clock, actor, application)

    @query("registry.apply_as_provider")
    def own_pool_entry(self, reading, actor: Actor) -> dict[str, Any]:
        """One's own place in the pool."""
        return queries.pool_entry_of(reading, actor.organisation_id)

    @query("registry.apply_as_provider")
    def own_pool_file(self, reading, actor: Actor, sha256: str) -> dict[str, Any]:
        """A file of one's own application."""
        return queries.pool_file(reading, actor.organisation_id, sha256)

    @query("registry.review_provider")
    def pool_file(self, reading, actor: Actor, provider_id: UUID, sha256: str) -> dict[str, Any]:
        """A file of an application."""
        return queries.pool_file(reading, provider_id, sha256)

    @query("registry.review_provider")
    def list_pool_entries(
        self, reading, actor: Actor, *, state: PoolState | None = None, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """Applications and entries, oldest first."""
        return queries.pool_entries(reading, state=state, limit=limit, after=after)

    @query("registry.review_provider")
    def get_pool_entry(self, reading, actor: Actor, provider_id: UUID) -> dict[str, Any]:
        """One provider's entry."""
        return queries.pool_entry_of(reading, provider_id)

    @command("registry.review_provider")
    def decide_on_provider(
        self,
        uow,
        actor: Actor,
        *,
        provider_id: UUID,
        action: PoolAction,
        opinion: str,
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """Approve, return, reject, suspend, reinstate or remove."""
        return decide_on_provider(
            uow,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            provider_id,
            action,
            opinion=opinion,
            expected_version=expected_version,
            now=real_now(),
        )

    @query(PUBLIC)
    def list_providers(
        self, reading, actor: Actor, *, kind: str | None = None, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """The pool, for everybody."""
        return queries.enrolled_providers(reading, kind=kind, limit=limit, after=after)

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
    ) -> dict[str, Any]:
        """Propose a product for the catalogue."""
        offer = Offer(category=category, title=title, unit=unit, description=description, price=proposed_price_fen)
        return propose_product(uow, self.runtime.clock, actor, offer)

    @query("registry.propose_product")
    def own_products(self, reading, actor: Actor, limit: int = 50, after: str | None = None) -> dict[str, Any]:
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
    ) -> dict[str, Any]:
        """Take a product into the catalogue with its ceiling."""
        return list_product(
            uow,
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
    ) -> dict[str, Any]:
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
    def withdraw_product(self, uow, actor: Actor, product_id: UUID, reason: str) -> dict[str, Any]:
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
    ) -> dict[str, Any]:
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
        limit: int = 50,
        after: str | None = None,
    ) -> dict[str, Any]:
        """The catalogue, for everybody."""
        return queries.listed_products(reading, category=category, provider_id=provider_id, limit=limit, after=after)
