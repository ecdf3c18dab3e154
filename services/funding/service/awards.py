"""Awards: computed from accepted projects, recommended by districts, shown with every reason."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import Download, UploadedFile
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from policy.packs import Packs
from services.funding.adapters.uploads import kept
from services.funding.storage import read_awards, read_feeds, read_plans, read_replays
from services.funding.storage.read_feeds import DocumentOf
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.choose_showcase import choose_showcase
from services.funding.use_cases.evaluate_performance import evaluate_performance
from services.funding.use_cases.recommend_awards import recommend_awards
from services.funding.use_cases.recompute_award import recompute_award

Shown = dict[str, Any]


class AwardMethods:
    """DL9 to DL11."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @query("funding.read")
    def get_award(self, reading: Reading, actor: Actor, award_id: UUID) -> Shown:
        """One award with its explanation (DL11)."""
        return read_awards.get_award(reading, actor, award_id)

    @query("funding.read")
    def awards_of_case(self, reading: Reading, actor: Actor, case_id: UUID) -> Shown:
        """The awards of a case."""
        return read_awards.awards_of_case(reading, actor, case_id)

    @query("funding.read")
    def awards_of_project(self, reading: Reading, actor: Actor, project_id: UUID) -> Shown:
        """The awards of a project."""
        return read_awards.awards_of_project(reading, actor, project_id)

    @query("funding.read")
    def list_tranches(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        division: str | None = None,
        credit_code: str | None = None,
        plan_id: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Tranches, newest first, as far as the actor sees them."""
        return read_awards.list_tranches(
            reading,
            actor,
            state=state,
            division=division,
            credit_code=credit_code,
            plan_id=plan_id,
            limit=limit,
            after=after,
        )

    @query("funding.read")
    def get_tranche(self, reading: Reading, actor: Actor, tranche_id: UUID) -> Shown:
        """One tranche with its payee and every attempt to pay it."""
        return read_awards.get_tranche(reading, actor, tranche_id)

    @query("funding.replay")
    def replay(self, reading: Reading, actor: Actor, award_id: UUID, pack: str) -> Shown:
        """The award under another version of its pack."""
        return read_replays.replayed(reading, self.packs, actor, award_id, pack)

    @command("funding.recompute")
    def recompute(self, uow: FundingUnit, actor: Actor, award_id: UUID, expected_version: int | None = None) -> Shown:
        """Compute it again, while no plan holds it."""
        return recompute_award(uow, self.packs, self.runtime.clock, actor, award_id, expected_version=expected_version)

    @command("funding.recommend")
    def recommend(
        self,
        uow: FundingUnit,
        actor: Actor,
        *,
        document_number: str,
        document_on: date,
        tranche_ids: tuple[UUID, ...],
        file: UploadedFile | None = None,
    ) -> Shown:
        """A district recommends by its formal document; a result for each."""
        return recommend_awards(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            document_number=document_number,
            document_on=document_on,
            file=kept(self.runtime.blobs, actor.city, file),
            tranche_ids=tranche_ids,
        )

    @query("funding.read_recommendations")
    def list_recommendations(
        self,
        reading: Reading,
        actor: Actor,
        division: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """The districts' documents, newest first."""
        return read_plans.list_recommendations(reading, actor, division=division, limit=limit, after=after)

    @query("funding.read_recommendations")
    def get_recommendation(self, reading: Reading, actor: Actor, recommendation_id: UUID) -> Shown:
        """One of them."""
        return read_plans.get_recommendation(reading, actor, recommendation_id)

    @query("funding.read_documents")
    def file_of_recommendation(self, reading: Reading, actor: Actor, recommendation_id: UUID) -> Download:
        """The scan of a district's document."""
        return read_feeds.document_file(reading, DocumentOf.RECOMMENDATION, recommendation_id)

    @command("funding.call_off")
    def call_off(
        self, uow: FundingUnit, actor: Actor, tranche_id: UUID, reason: str, expected_version: int | None = None
    ) -> Shown:
        """Nothing of a tranche is due any more (撤销、收回)."""
        return call_off_tranche(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            tranche_id,
            reason=reason,
            expected_version=expected_version,
        )

    @command("funding.evaluate")
    def evaluate(
        self,
        uow: FundingUnit,
        actor: Actor,
        award_id: UUID,
        *,
        is_done: bool,
        is_passed: bool | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """绩效评价 (DL11)."""
        return evaluate_performance(
            uow,
            self.runtime.clock,
            actor,
            award_id,
            is_done=is_done,
            is_passed=is_passed,
            expected_version=expected_version,
        )

    @command("funding.choose_showcase")
    def choose_showcase(
        self,
        uow: FundingUnit,
        actor: Actor,
        award_id: UUID,
        *,
        is_chosen: bool,
        reason: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """样板 (DL11)."""
        return choose_showcase(
            uow,
            self.runtime.clock,
            actor,
            award_id,
            is_chosen=is_chosen,
            reason=reason,
            expected_version=expected_version,
        )
