"""Organisations, what they say of themselves, and the changes that an officer decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from services.registry.domain.organisations import Kind, Profile, SizeClass
from services.registry.service.real_time import real_now
from services.registry.storage.queries import organisations as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.change_profile import change_profile
from services.registry.use_cases.decide_change import decide_change
from services.registry.use_cases.ports import SizeClasses
from services.registry.use_cases.register_institution import register_institution
from services.registry.use_cases.request_division_change import request_division_change
from services.registry.use_cases.request_name_change import request_name_change
from services.registry.use_cases.withdraw_change import withdraw_change


class OrganisationMethods:
    """Who exists."""

    runtime: Runtime[RegistryUnit]
    size_classes: SizeClasses

    @query("registry.read_own")
    def own_organisation(self, reading, actor: Actor) -> dict[str, Any]:
        """The organisation of the person who asks."""
        return queries.organisation_of(reading, actor.organisation_id)

    @command("registry.change_organisation")
    def change_profile(
        self,
        uow,
        actor: Actor,
        *,
        registered_address: str | None = None,
        legal_representative: str | None = None,
        staff: int | None = None,
        revenue_fen: int | None = None,
        data_year: int | None = None,
        industry_code: str | None = None,
        declared_size_class: SizeClass | None = None,
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """What the organisation says of itself; the whole of it, what is left out is forgotten."""
        profile = Profile(
            registered_address=registered_address,
            legal_representative=legal_representative,
            staff=staff,
            revenue_fen=revenue_fen,
            data_year=data_year,
            industry_code=industry_code,
            declared_size_class=declared_size_class,
        )
        clock = self.runtime.clock
        return change_profile(uow, self.size_classes, clock, actor, profile, expected_version=expected_version)

    @query("registry.read_organisations")
    def get_organisation(self, reading, actor: Actor, organisation_id: UUID) -> dict[str, Any]:
        """One organisation; a district or league sees its own."""
        return queries.organisation_of(reading, organisation_id, served=actor.division)

    @query("registry.read_organisations")
    def list_organisations(
        self,
        reading,
        actor: Actor,
        *,
        kind: Kind | None = None,
        division: str | None = None,
        name: str | None = None,
        credit_code: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> dict[str, Any]:
        """Organisations by name; a district or league sees its own."""
        return queries.organisations(
            reading,
            kind=kind,
            division=division,
            served=actor.division,
            name=name,
            credit_code=credit_code,
            limit=limit,
            after=after,
        )

    @command("registry.manage_institutions")
    def register_institution(
        self, uow, actor: Actor, kind: Kind, name: str, credit_code: str, division: str
    ) -> dict[str, Any]:
        """Enter an institution or an authority."""
        return register_institution(
            uow, self.runtime.clock, actor, kind=kind, name=name, credit_code=credit_code, division=division
        )

    @command("registry.change_organisation")
    def request_division_change(self, uow, actor: Actor, division: str, reason: str) -> dict[str, Any]:
        """Ask to belong to another division."""
        return request_division_change(uow, self.runtime.clock, actor, division=division, reason=reason)

    @command("registry.change_organisation")
    def request_name_change(self, uow, actor: Actor, name: str, reason: str) -> dict[str, Any]:
        """Ask to be known by a new registered name."""
        return request_name_change(uow, self.runtime.clock, actor, name=name, reason=reason)

    @command("registry.change_organisation")
    def withdraw_change(self, uow, actor: Actor, request_id: UUID) -> dict[str, Any]:
        """Take a request back."""
        return withdraw_change(uow, self.runtime.clock, actor, request_id)

    @query("registry.read_own")
    def own_change_requests(
        self, reading, actor: Actor, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """What one's own organisation asked for."""
        own = actor.organisation_id or actor.account_id  # staff without an organisation: nothing
        return queries.change_requests(reading, organisation_id=own, state=state, limit=limit, after=after)

    @query("registry.decide_change")
    def list_change_requests(
        self, reading, actor: Actor, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """What the organisations of the city asked for."""
        return queries.change_requests(reading, organisation_id=None, state=state, limit=limit, after=after)

    @command("registry.decide_change")
    def decide_change(self, uow, actor: Actor, request_id: UUID, is_approved: bool, opinion: str) -> dict[str, Any]:
        """Approve or reject a requested change; approved, it takes effect."""
        return decide_change(
            uow,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            request_id,
            is_approved=is_approved,
            opinion=opinion,
            now=real_now(),
        )
