"""How well providers do: their ratings, measures against them and appeals, what enterprises answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import subscribe
from contracts.actor import Actor
from contracts.events.project import ContractFiled, FindingRecorded
from contracts.permissions import SIGNED_IN
from policy.packs import Packs
from services.registry.domain.files import FileReference
from services.registry.domain.measures import MeasureKind, MeasureState
from services.registry.service.real_time import real_now
from services.registry.service.uploads import kept_files
from services.registry.storage.queries import performance as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.answer_satisfaction import answer_satisfaction
from services.registry.use_cases.appeal_measure import appeal_measure
from services.registry.use_cases.decide_appeal import decide_appeal
from services.registry.use_cases.lift_measure import lift_measure
from services.registry.use_cases.take_measure import take_measure

Shown = dict[str, Any]


class PerformanceMethods:
    """XB3, XB8, XB9."""

    runtime: Runtime[RegistryUnit]
    packs: Packs

    @subscribe(ContractFiled)
    def on_contract_filed(self, uow: RegistryUnit, event: ContractFiled) -> None:
        """Keep it: a project counts for its provider."""
        uow.projects.keep_contract(event)
        uow.deliveries.queue(event, real_now())

    @subscribe(FindingRecorded)
    def on_finding_recorded(self, uow: RegistryUnit, event: FindingRecorded) -> None:
        """Keep it: the pack says what it costs a provider."""
        uow.projects.keep_finding(event)

    @command("registry.review_provider")
    def take_measure(
        self,
        uow,
        actor: Actor,
        *,
        provider_id: UUID,
        kind: MeasureKind,
        reason: str,
        article: str,
        finding_ids: tuple[UUID, ...] = (),
        expected_version: int | None = None,
    ) -> Shown:
        """Warn, suspend or remove a provider."""
        return take_measure(
            uow,
            self.packs,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            provider_id,
            kind=kind,
            reason=reason,
            article=article,
            finding_ids=finding_ids,
            expected_version=expected_version,
            now=real_now(),
        )

    @command("registry.review_provider")
    def lift_measure(
        self, uow, actor: Actor, measure_id: UUID, reason: str, expected_version: int | None = None
    ) -> Shown:
        """End a warning or a suspension."""
        return lift_measure(
            uow,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            measure_id,
            reason=reason,
            expected_version=expected_version,
            now=real_now(),
        )

    @command("registry.apply_as_provider")
    def appeal_measure(
        self,
        uow,
        actor: Actor,
        measure_id: UUID,
        *,
        text: str,
        files: tuple[FileReference, ...] = (),
        expected_version: int | None = None,
    ) -> Shown:
        """Appeal against a warning or a suspension."""
        return appeal_measure(
            uow,
            self.runtime.clock,
            actor,
            measure_id,
            text=text,
            files=kept_files(self.runtime, actor, files),
            expected_version=expected_version,
        )

    @command("registry.review_provider")
    def decide_appeal(
        self,
        uow,
        actor: Actor,
        measure_id: UUID,
        *,
        is_upheld: bool,
        opinion: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Uphold or dismiss an appeal."""
        return decide_appeal(
            uow,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            measure_id,
            is_upheld=is_upheld,
            opinion=opinion,
            expected_version=expected_version,
            now=real_now(),
        )

    @query("registry.review_provider")
    def list_measures(
        self,
        reading,
        actor: Actor,
        *,
        provider_id: UUID | None = None,
        state: MeasureState | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Measures against providers; appeals that wait are those in the state `appealed`."""
        clock = self.runtime.clock
        return queries.measures(reading, clock, provider_id=provider_id, state=state, limit=limit, after=after)

    @query("registry.apply_as_provider")
    def own_measures(self, reading, actor: Actor) -> Shown:
        """Measures against oneself."""
        return queries.own_measures(reading, self.runtime.clock, actor.organisation_id)

    @query(SIGNED_IN)
    def measure_file(self, reading, actor: Actor, measure_id: UUID, sha256: str) -> Shown:
        """A file of an appeal."""
        return queries.measure_file(reading, actor, measure_id, sha256)

    @query("registry.review_provider")
    def get_performance(self, reading, actor: Actor, provider_id: UUID) -> Shown:
        """How a provider is rated, with the projects behind every figure."""
        return queries.performance(reading, self.packs, self.runtime.clock, provider_id, with_comments=True)

    @query("registry.apply_as_provider")
    def own_performance(self, reading, actor: Actor) -> Shown:
        """How oneself is rated; comments are the bureau's."""
        clock, own = self.runtime.clock, actor.organisation_id
        return queries.performance(reading, self.packs, clock, own, with_comments=False)

    @command("registry.answer_satisfaction")
    def answer_satisfaction(self, uow, actor: Actor, project_id: UUID, score: int, comment: str = "") -> Shown:
        """Say how satisfied one is with the provider of a project."""
        return answer_satisfaction(
            uow, self.packs, self.runtime.clock, actor, project_id=project_id, score=score, comment=comment
        )

    @query("registry.answer_satisfaction")
    def list_satisfaction(self, reading, actor: Actor) -> Shown:
        """One's projects, and what was answered."""
        return queries.asked(reading, actor.organisation_id)
