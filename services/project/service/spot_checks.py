"""Supervision: how far projects are, draws of spot checks and their results, what the national platform found."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile, kept
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.work import in_thread
from contracts.actor import Actor
from services.project.adapters.national_result_files import MAX_BYTES, read_lines
from services.project.domain.errors import ResultFileUnreadable
from services.project.domain.findings import Found
from services.project.domain.spot_check import Outcome
from services.project.storage import spot_checks as checks
from services.project.storage.progress_overview import progress_overview
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.draw_spot_check import draw_spot_check
from services.project.use_cases.import_national_results import import_national_results
from services.project.use_cases.record_spot_check_result import record_spot_check_result

Shown = dict[str, Any]


class SpotCheckMethods:
    """XB8."""

    runtime: Runtime[ProjectUnit]

    @command("project.draw_spot_check")
    def draw_spot_check(
        self,
        uow: ProjectUnit,
        actor: Actor,
        *,
        size: int,
        seed: str | None = None,
        division: str | None = None,
        provider_id: UUID | None = None,
        stage: str | None = None,
    ) -> Shown:
        """Draw running projects, by a seed that is recorded."""
        named = {"division": division, "provider_id": provider_id, "stage": stage}
        criteria = {name: str(value) for name, value in named.items() if value is not None}
        return draw_spot_check(uow, self.runtime.clock, actor, size=size, criteria=criteria, seed=seed)

    @command("project.import_national_results")
    def import_national_results(self, uow: ProjectUnit, actor: Actor, file: UploadedFile) -> Shown:
        """Take in what the national platform answered, all lines or none."""
        stored = kept(self.runtime.blobs, actor.city, file)
        if stored.size > MAX_BYTES:
            raise ResultFileUnreadable(reason="too_large")
        lines = in_thread(read_lines, b"".join(self.runtime.blobs.read(actor.city, stored.sha256)))
        return import_national_results(uow, self.runtime.clock, actor, lines)

    @command("project.record_finding")
    def record_spot_check_result(
        self,
        uow: ProjectUnit,
        actor: Actor,
        spot_check_id: UUID,
        project_id: UUID,
        *,
        outcome: str,
        checked_on: date,
        place: str,
        text: str = "",
        severity: str = "note",
        concerns: str = "applicant",
    ) -> Shown:
        """Record what the check of a drawn project came to."""
        found = Found(
            found_on=checked_on,
            place=place,
            text=text,
            concerns=concerns,
            severity=severity,
            spot_check_id=spot_check_id,
        )
        clock, came_to = self.runtime.clock, Outcome(outcome)
        return record_spot_check_result(uow, clock, actor, spot_check_id, project_id, outcome=came_to, found=found)

    @query("project.read_overview")
    def progress_overview(self, reading: Reading, actor: Actor) -> Shown:
        """How far the projects are, by division, stage and state."""
        return progress_overview(reading, actor, today=self.runtime.clock.today())

    @query("project.read_spot_checks")
    def get_spot_check(self, reading: Reading, actor: Actor, spot_check_id: UUID) -> Shown:
        """One, with all that it takes to draw it again."""
        return checks.get_spot_check(reading, actor, spot_check_id)

    @query("project.read_spot_checks")
    def list_spot_checks(self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """Newest first."""
        return checks.list_spot_checks(reading, actor, limit=limit, after=after)
