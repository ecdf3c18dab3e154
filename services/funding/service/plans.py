"""Allocation plans (资金分配方案), from the first line to the release."""

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
from services.funding.domain.allocation_plan import MeetingVerdict
from services.funding.storage import read_feeds, read_plans
from services.funding.storage.read_feeds import DocumentOf
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.add_plan_lines import add_plan_lines
from services.funding.use_cases.decide_plan import decide_plan
from services.funding.use_cases.draw_up_plan import draw_up_plan
from services.funding.use_cases.publish_plan import publish_plan
from services.funding.use_cases.release_tranches import release_tranches
from services.funding.use_cases.remove_plan_line import remove_plan_line
from services.funding.use_cases.withdraw_plan import withdraw_plan

Shown = dict[str, Any]


class PlanMethods:
    """DL10."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @query("funding.read_plans")
    def list_plans(
        self, reading: Reading, actor: Actor, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """Plans, newest first."""
        return read_plans.list_plans(reading, state=state, limit=limit, after=after)

    @query("funding.read_plans")
    def get_plan(self, reading: Reading, actor: Actor, plan_id: UUID) -> Shown:
        """One plan with its lines and its notice."""
        return read_plans.get_plan(reading, plan_id)

    @command("funding.draw_up_plan")
    def draw_up_plan(
        self, uow: FundingUnit, actor: Actor, title: str, fund_year: int, tranche_ids: tuple[UUID, ...]
    ) -> Shown:
        """A plan from recommended tranches; a result for each."""
        return draw_up_plan(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            title=title,
            fund_year=fund_year,
            tranche_ids=tranche_ids,
        )

    @command("funding.draw_up_plan")
    def add_lines(
        self,
        uow: FundingUnit,
        actor: Actor,
        plan_id: UUID,
        tranche_ids: tuple[UUID, ...],
        expected_version: int | None = None,
    ) -> Shown:
        """More lines."""
        return add_plan_lines(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            plan_id,
            tranche_ids=tranche_ids,
            expected_version=expected_version,
        )

    @command("funding.draw_up_plan")
    def remove_line(
        self,
        uow: FundingUnit,
        actor: Actor,
        plan_id: UUID,
        line_id: UUID,
        reason: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """One line less."""
        return remove_plan_line(
            uow, self.packs, actor, plan_id, line_id, reason=reason, expected_version=expected_version
        )

    @command("funding.draw_up_plan")
    def withdraw_plan(
        self, uow: FundingUnit, actor: Actor, plan_id: UUID, reason: str, expected_version: int | None = None
    ) -> Shown:
        """Give a plan up."""
        return withdraw_plan(uow, self.packs, actor, plan_id, reason=reason, expected_version=expected_version)

    @command("funding.decide_plan")
    def decide_plan(
        self,
        uow: FundingUnit,
        actor: Actor,
        plan_id: UUID,
        *,
        verdict: MeetingVerdict,
        document_number: str,
        document_on: date,
        file: UploadedFile | None = None,
        reason: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """What the director's meeting decided."""
        return decide_plan(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            plan_id,
            verdict=verdict,
            document_number=document_number,
            document_on=document_on,
            file=kept(self.runtime.blobs, actor.city, file),
            reason=reason,
            expected_version=expected_version,
        )

    @command("funding.publish_plan")
    def publish_plan(self, uow: FundingUnit, actor: Actor, plan_id: UUID, expected_version: int | None = None) -> Shown:
        """Open the public notice."""
        return publish_plan(uow, self.packs, self.runtime.clock, actor, plan_id, expected_version=expected_version)

    @command("funding.release")
    def release(
        self,
        uow: FundingUnit,
        actor: Actor,
        plan_id: UUID,
        *,
        document_number: str,
        document_on: date,
        line_ids: tuple[UUID, ...],
        file: UploadedFile | None = None,
    ) -> Shown:
        """The finance bureau passes the money on; a result for each line."""
        return release_tranches(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            plan_id,
            document_number=document_number,
            document_on=document_on,
            file=kept(self.runtime.blobs, actor.city, file),
            line_ids=line_ids,
        )

    @query("funding.read_plans")
    def list_releases(self, reading: Reading, actor: Actor, plan_id: UUID) -> Shown:
        """What was passed on for a plan."""
        return read_plans.list_releases(reading, plan_id)

    @query("funding.read_documents")
    def file_of_decision(self, reading: Reading, actor: Actor, plan_id: UUID) -> Download:
        """The scan of the meeting's document."""
        return read_feeds.document_file(reading, DocumentOf.MEETING_DECISION, plan_id)

    @query("funding.read_documents")
    def file_of_release(self, reading: Reading, actor: Actor, release_id: UUID) -> Download:
        """The scan of a release document."""
        return read_feeds.document_file(reading, DocumentOf.RELEASE, release_id)
