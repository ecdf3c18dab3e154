"""What happens to an enrolled project: progress, checks, its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import kept
from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.project.domain.findings import Found
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.load import Asked
from services.project.use_cases.move_project_to_pack import move_project_to_pack
from services.project.use_cases.record_finding import record_finding
from services.project.use_cases.report_progress import Report, SlotFile, report_progress
from services.project.use_cases.terminate_project import terminate_project

Shown = dict[str, Any]
Seen = int | None


class RunningMethods:
    """DL7, XB8."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @command("project.report_progress")
    def report_progress(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        answers: dict[str, Any],
        files: tuple[SlotFile, ...] = (),
        explanation: str = "",
        expected_version: Seen = None,
    ) -> Shown:
        """Report the progress, with evidence."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        stored = [replace(each, file=kept(self.runtime.blobs, actor.city, each.file)) for each in files]
        report = Report(answers=answers, files=stored, explanation=explanation)
        return report_progress(uow, self.packs, self.runtime.clock, self.runtime.sealer, asked, report=report)

    @command("project.record_finding")
    def record_finding(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        found_on: date,
        place: str,
        text: str,
        concerns: str = "applicant",
        severity: str = "note",
        expected_version: Seen = None,
    ) -> Shown:
        """Record what a check found; the applicant sees it."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        found = Found(found_on=found_on, place=place, text=text, concerns=concerns, severity=severity)
        return record_finding(uow, self.packs, self.runtime.clock, asked, found=found)

    @command("project.move_to_pack")
    def move_to_pack(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        pack: str,
        reason: str,
        expected_version: Seen = None,
    ) -> Shown:
        """Judge it by another version of its pack from now on."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return move_project_to_pack(uow, self.packs, self.runtime.clock, asked, pack=pack, reason=reason)

    @command("project.terminate")
    def terminate(
        self, uow: ProjectUnit, actor: Actor, project_id: UUID, reason: str, expected_version: Seen = None
    ) -> Shown:
        """End it without completion."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return terminate_project(uow, self.packs, self.runtime.clock, asked, reason=reason)
