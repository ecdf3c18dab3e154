"""The provider pool: who is in it, who applies and recommends, and what the bureau decides."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import subscribe
from contracts.actor import Actor
from contracts.events.declaration import PackReleased
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.registry.domain.pool import PoolState
from services.registry.service.real_time import real_now
from services.registry.storage.queries import enrolments as enrolment_queries
from services.registry.storage.queries import pool as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.recognise_provider import recognise_provider

Shown = dict[str, Any]


class PoolMethods:
    """Who may sell."""

    runtime: Runtime[RegistryUnit]
    packs: Packs

    @subscribe(PackReleased)
    def on_pack_released(self, uow: RegistryUnit, event: PackReleased) -> None:
        """Keep it: the pool follows the rules of the packs in force."""
        uow.packs.keep(event)

    @query(PUBLIC)
    def list_provider_kinds(self, reading, actor: Actor) -> Shown:
        """What kinds of providers there are, what each may do, and what a product may name."""
        return enrolment_queries.provider_kinds(reading, self.packs, self.runtime.clock, actor.city)

    @query("registry.apply_as_provider")
    def own_pool_entry(self, reading, actor: Actor) -> Shown:
        """One's own place in the pool."""
        return queries.pool_entry_of(reading, actor.organisation_id)

    @query("registry.review_provider")
    def list_pool_entries(
        self, reading, actor: Actor, *, state: PoolState | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """Entries, oldest first."""
        return queries.pool_entries(reading, state=state, limit=limit, after=after)

    @query("registry.review_provider")
    def get_pool_entry(self, reading, actor: Actor, provider_id: UUID) -> Shown:
        """One provider's entry."""
        return queries.pool_entry_of(reading, provider_id)

    @command("registry.review_provider")
    def recognise_provider(
        self,
        uow,
        actor: Actor,
        *,
        organisation_id: UUID,
        kinds: tuple[str, ...],
        document_number: str,
        document_on: date,
        programme_year: str | None = None,
    ) -> Shown:
        """Enter a recognised unit into the pool."""
        return recognise_provider(
            uow,
            self.packs,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            organisation_id=organisation_id,
            kinds=kinds,
            document_number=document_number,
            document_on=document_on,
            programme_year=programme_year,
            now=real_now(),
        )

    @query(PUBLIC)
    def list_providers(
        self, reading, actor: Actor, *, kind: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """The pool, for everybody."""
        clock = self.runtime.clock
        return queries.enrolled_providers(reading, self.packs, clock, kind=kind, limit=limit, after=after)
