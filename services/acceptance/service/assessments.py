"""Assessments: begun, answered, handed in, confirmed or disputed, decided."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile, kept
from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.assessment_answers import Answers
from policy.packs import Packs
from services.acceptance.domain.assessment import Diagnosis, Need, Reason, Stage
from services.acceptance.domain.assessment_starting import KnownValues
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.attach_evidence import attach_evidence
from services.acceptance.use_cases.confirm_assessment import confirm_assessment
from services.acceptance.use_cases.decide_dispute import decide_dispute
from services.acceptance.use_cases.discard_assessment import discard_assessment
from services.acceptance.use_cases.dispute_assessment import dispute_assessment
from services.acceptance.use_cases.import_assessments import import_assessments
from services.acceptance.use_cases.remove_evidence import remove_evidence
from services.acceptance.use_cases.save_assessment_answers import save_assessment_answers
from services.acceptance.use_cases.save_diagnosis import save_diagnosis
from services.acceptance.use_cases.start_assessment import start_assessment
from services.acceptance.use_cases.submit_assessment import submit_assessment

Shown = dict[str, Any]


class LevelMethods:
    """XA6, ZS2, ZS6, DL8: who assesses writes, the enterprise answers, the bureau decides."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @command("acceptance.write_assessment")
    def start_assessment(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        *,
        stage: Stage = Stage.AFTER,
        programme_year: str | None = None,
        project_id: UUID | None = None,
        request_id: UUID | None = None,
        assessed_on: date | None = None,
    ) -> Shown:
        """Begin: of a programme, a project, or a request that was assigned."""
        return start_assessment(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            stage=stage,
            programme_year=programme_year,
            project_id=project_id,
            request_id=request_id,
            assessed_on=assessed_on,
        )

    @command("acceptance.write_assessment")
    def save_assessment_answers(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        assessment_id: UUID,
        *,
        chosen: dict[str, tuple[str, ...]],
        raw: dict[str, str],
        scenarios: dict[str, int],
        not_applicable: tuple[str, ...] = (),
        total: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Save all answers, complete or not."""
        answers = Answers(chosen=chosen, raw=raw, scenarios=scenarios, not_applicable=not_applicable, total=total)
        return save_assessment_answers(
            uow, self.packs, actor, assessment_id, answers=answers, expected_version=expected_version
        )

    @command("acceptance.write_assessment")
    def save_diagnosis(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        assessment_id: UUID,
        *,
        summary: str = "",
        subsector: str = "",
        needs: tuple[Need, ...] = (),
        recommended_for: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Write the needs that were found, by link and aim, and the recommendation."""
        diagnosis = Diagnosis(summary=summary, subsector=subsector, needs=needs, recommended_for=recommended_for)
        return save_diagnosis(
            uow, self.packs, actor, assessment_id, diagnosis=diagnosis, expected_version=expected_version
        )

    @command("acceptance.write_assessment")
    def attach_to_assessment(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        assessment_id: UUID,
        *,
        slot: str,
        file: UploadedFile,
        expected_version: int | None = None,
    ) -> Shown:
        """Attach evidence of an item or a scenario, or the report."""
        return attach_evidence(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            assessment_id,
            slot=slot,
            file=kept(self.runtime.blobs, actor.city, file),
            expected_version=expected_version,
        )

    @command("acceptance.write_assessment")
    def remove_from_assessment(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        assessment_id: UUID,
        file_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Take a file out again."""
        return remove_evidence(
            uow, self.packs, actor, assessment_id, attachment_id=file_id, expected_version=expected_version
        )

    @command("acceptance.write_assessment")
    def submit_assessment(
        self, uow: AcceptanceUnit, actor: Actor, assessment_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Hand in; all problems at once."""
        return submit_assessment(
            uow, self.packs, self.runtime.clock, actor, assessment_id, expected_version=expected_version
        )

    @command("acceptance.write_assessment")
    def discard_assessment(
        self, uow: AcceptanceUnit, actor: Actor, assessment_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Drop a draft."""
        return discard_assessment(
            uow, self.packs, self.runtime.clock, actor, assessment_id, expected_version=expected_version
        )

    @command("acceptance.confirm_assessment")
    def confirm_assessment(
        self, uow: AcceptanceUnit, actor: Actor, assessment_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Confirm an institution's report."""
        return confirm_assessment(
            uow, self.packs, self.runtime.clock, actor, assessment_id, expected_version=expected_version
        )

    @command("acceptance.confirm_assessment")
    def dispute_assessment(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        assessment_id: UUID,
        *,
        reasons: tuple[Reason, ...],
        expected_version: int | None = None,
    ) -> Shown:
        """Dispute an institution's report."""
        return dispute_assessment(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            assessment_id,
            reasons=reasons,
            expected_version=expected_version,
        )

    @command("acceptance.decide_dispute")
    def decide_dispute(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        assessment_id: UUID,
        *,
        is_upheld: bool,
        opinion: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Decide a dispute: upheld or dismissed."""
        return decide_dispute(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            assessment_id,
            is_upheld=is_upheld,
            opinion=opinion,
            expected_version=expected_version,
        )

    @command("acceptance.import_assessments")
    def import_assessments(
        self, uow: AcceptanceUnit, actor: Actor, *, programme_year: str, rows: tuple[KnownValues, ...]
    ) -> Shown:
        """Take over assessments made elsewhere, row by row."""
        return import_assessments(uow, self.packs, self.runtime.clock, actor, programme_year=programme_year, rows=rows)
