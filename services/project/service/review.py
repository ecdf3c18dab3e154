"""What the authorities and their institutions do with the stages of a project."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, Verdict
from casework.reviews import Judgement
from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.assign_institution import assign_institution
from services.project.use_cases.load import Asked
from services.project.use_cases.review_project import review_project

Shown = dict[str, Any]
Seen = int | None


class ReviewMethods:
    """DL6, the side of districts, institutions and the city."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @command("project.review")
    def review(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        verdict: Verdict,
        opinion: str = "",
        items: tuple[CorrectionItem, ...] = (),
        reason_code: str | None = None,
        step: str | None = None,
        expected_version: Seen = None,
    ) -> Shown:
        """Decide the step that a stage is in; its last approval yields what the pack says."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        judgement = Judgement(verdict=verdict, opinion=opinion, items=items, reason_code=reason_code, step=step)
        return review_project(uow, self.packs, self.runtime.clock, asked, judgement=judgement)

    @command("project.assign")
    def assign(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        institution_id: UUID,
        expected_version: Seen = None,
    ) -> Shown:
        """Assign an institution to the step that asks for one."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return assign_institution(uow, self.packs, self.runtime.clock, asked, institution_id=institution_id)
