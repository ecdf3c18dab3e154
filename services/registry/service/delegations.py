"""Who may act for whom, and who has to do with whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from policy.packs import Packs
from services.registry.service.real_time import real_now
from services.registry.storage.queries import delegations as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.declare_relation import DeclaredRelation, declare_relation
from services.registry.use_cases.grant_delegation import grant_delegation
from services.registry.use_cases.revoke_delegation import revoke_delegation
from services.registry.use_cases.withdraw_relation import withdraw_relation

Shown = dict[str, Any]


class DelegationMethods:
    """ZS4, ZS6."""

    runtime: Runtime[RegistryUnit]
    packs: Packs

    @command("registry.delegate")
    def grant_delegation(
        self,
        uow,
        actor: Actor,
        *,
        agent_id: UUID,
        stages: tuple[str, ...],
        text_version: str = "",
        programme_year: str | None = None,
    ) -> Shown:
        """Let a provider save and hand in for one's enterprise."""
        return grant_delegation(
            uow,
            self.packs,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            agent_id=agent_id,
            stages=stages,
            text_version=text_version,
            programme_year=programme_year,
            now=real_now(),
        )

    @command("registry.end_delegation")
    def revoke_delegation(self, uow, actor: Actor, delegation_id: UUID, reason: str = "") -> Shown:
        """It ends at once."""
        return revoke_delegation(
            uow, self.runtime.sealer, self.runtime.clock, actor, delegation_id, reason=reason, now=real_now()
        )

    @query("registry.end_delegation")
    def own_delegations(self, reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """Those that one granted, and those that one was granted."""
        return queries.own_delegations(reading, actor.organisation_id, limit=limit, after=after)

    @command("registry.declare_relation")
    def declare_relation(self, uow, actor: Actor, relations: tuple[DeclaredRelation, ...], source: str) -> Shown:
        """Organisations have to do with each other."""
        return declare_relation(uow, self.runtime.clock, actor, relations=relations, source=source)

    @command("registry.declare_relation")
    def withdraw_relation(
        self, uow, actor: Actor, relation_id: UUID, reason: str, expected_version: int | None = None
    ) -> Shown:
        """They have not, or no more."""
        return withdraw_relation(
            uow, self.runtime.clock, actor, relation_id, reason=reason, expected_version=expected_version
        )

    @query("registry.declare_relation")
    def list_relations(
        self, reading, actor: Actor, organisation_id: UUID | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """Declared relations."""
        return queries.relations(reading, organisation_id=organisation_id, limit=limit, after=after)
