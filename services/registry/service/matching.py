"""Supply and demand: needs published, interest in them and in products, matches (供需对接)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.registry.domain.interests import InterestAction
from services.registry.domain.needs import NeedTold
from services.registry.service.real_time import real_now
from services.registry.storage.queries import matching as queries
from services.registry.storage.queries.matching import WantedNeeds
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.answer_interest import answer_interest
from services.registry.use_cases.change_need import change_need
from services.registry.use_cases.close_need import close_need
from services.registry.use_cases.draft_need import draft_need
from services.registry.use_cases.express_interest import express_interest
from services.registry.use_cases.publish_need import publish_need

Shown = dict[str, Any]
Seen = int | None


class MatchingMethods:
    """XB6."""

    runtime: Runtime[RegistryUnit]
    packs: Packs

    @command("registry.publish_need")
    def draft_need(
        self,
        uow,
        actor: Actor,
        *,
        title: str,
        text: str,
        subsector: str | None = None,
        scenarios: tuple[str, ...] = (),
        budget_fen: int | None = None,
        programme_year: str | None = None,
    ) -> Shown:
        """Write down what one needs."""
        told = NeedTold(title=title, text=text, subsector=subsector, scenarios=scenarios, budget_fen=budget_fen)
        return draft_need(uow, self.packs, self.runtime.clock, actor, told, programme_year=programme_year)

    @command("registry.publish_need")
    def change_need(
        self,
        uow,
        actor: Actor,
        need_id: UUID,
        *,
        title: str,
        text: str,
        subsector: str | None = None,
        scenarios: tuple[str, ...] = (),
        budget_fen: int | None = None,
        expected_version: Seen = None,
    ) -> Shown:
        """Change a draft."""
        told = NeedTold(title=title, text=text, subsector=subsector, scenarios=scenarios, budget_fen=budget_fen)
        clock = self.runtime.clock
        return change_need(uow, self.packs, clock, actor, need_id, told, expected_version=expected_version)

    @command("registry.publish_need")
    def publish_need(self, uow, actor: Actor, need_id: UUID, *, expected_version: Seen = None) -> Shown:
        """For everybody to read."""
        return publish_need(uow, self.runtime.clock, actor, need_id, expected_version=expected_version)

    @command("registry.publish_need")
    def close_need(self, uow, actor: Actor, need_id: UUID, *, reason: str = "", expected_version: Seen = None) -> Shown:
        """It is met, or no more."""
        return close_need(uow, actor, need_id, reason=reason, expected_version=expected_version)

    @query("registry.publish_need")
    def own_needs(self, reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """Those of one's own enterprise."""
        return queries.own_needs(reading, actor.organisation_id, limit=limit, after=after)

    @query(PUBLIC)
    def list_needs(
        self,
        reading,
        actor: Actor,
        *,
        division: str | None = None,
        programme_year: str | None = None,
        subsector: str | None = None,
        scenario: str | None = None,
        budget_at_least_fen: int | None = None,
        text: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Published needs, for everybody."""
        wanted = WantedNeeds(
            division=division,
            programme_year=programme_year,
            subsector=subsector,
            scenario=scenario,
            budget_at_least_fen=budget_at_least_fen,
            text=text,
        )
        return queries.published_needs(reading, wanted, limit=limit, after=after)

    @command("registry.answer_need")
    def answer_need(self, uow, actor: Actor, need_id: UUID, *, text: str) -> Shown:
        """A provider is interested in a need."""
        return self._express(uow, actor, text, need_id=need_id, product_id=None)

    @command("registry.ask_for_product")
    def ask_for_product(self, uow, actor: Actor, product_id: UUID, *, text: str) -> Shown:
        """An enterprise is interested in a product."""
        return self._express(uow, actor, text, need_id=None, product_id=product_id)

    @command("registry.answer_interest")
    def accept_interest(
        self, uow, actor: Actor, interest_id: UUID, *, text: str = "", expected_version: Seen = None
    ) -> Shown:
        """A match."""
        return self._answer(uow, actor, interest_id, InterestAction.ACCEPT, text, expected_version)

    @command("registry.answer_interest")
    def decline_interest(
        self, uow, actor: Actor, interest_id: UUID, *, text: str, expected_version: Seen = None
    ) -> Shown:
        """No match."""
        return self._answer(uow, actor, interest_id, InterestAction.DECLINE, text, expected_version)

    @query("registry.answer_interest")
    def own_interests(
        self, reading, actor: Actor, *, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """What one expressed, and what was expressed to one."""
        about: dict[str, Any] = {"organisation_id": actor.organisation_id, "state": state, "need_id": None}
        return queries.interests(reading, **about, limit=limit, after=after)

    @query("registry.read_matches")
    def list_interests(
        self,
        reading,
        actor: Actor,
        *,
        state: str | None = None,
        need_id: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """All of the city: matches are those in the state `matched`."""
        about: dict[str, Any] = {"organisation_id": None, "state": state, "need_id": need_id}
        return queries.interests(reading, **about, limit=limit, after=after)

    def _express(self, uow: Any, actor: Actor, text: str, **about: UUID | None) -> Shown:
        clock, sealer = self.runtime.clock, self.runtime.sealer
        return express_interest(uow, self.packs, sealer, clock, actor, text=text, now=real_now(), **about)

    def _answer(
        self, uow: Any, actor: Actor, interest_id: UUID, action: InterestAction, text: str, seen: Seen
    ) -> Shown:
        about: dict[str, Any] = {"action": action, "text": text, "expected_version": seen}
        return answer_interest(
            uow, self.runtime.sealer, self.runtime.clock, actor, interest_id, **about, now=real_now()
        )
