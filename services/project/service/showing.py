"""What the city shows: benchmarks, and typical cases that enterprises tell (XB10, ZS7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile, kept
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.project.domain.benchmark import Choice
from services.project.domain.typical_case import CaseAction
from services.project.storage import showing
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.choose_benchmark import choose_benchmark
from services.project.use_cases.correct_typical_case import correct_typical_case
from services.project.use_cases.load import Asked
from services.project.use_cases.review_typical_case import review_typical_case
from services.project.use_cases.submit_typical_case import StoryInput, submit_typical_case

Shown = dict[str, Any]


class ShowingMethods:
    """Chosen and reviewed by the city's officers, read by everybody."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @command("project.choose_benchmark")
    def choose_benchmark(
        self, uow: ProjectUnit, actor: Actor, project_id: UUID, *, kind: str, reason: str, subsector: str | None = None
    ) -> Shown:
        """Pick a project as a benchmark."""
        asked, choice = Asked(actor=actor, project_id=project_id), Choice(kind=kind, subsector=subsector, reason=reason)
        return choose_benchmark(uow, self.packs, self.runtime.clock, asked, choice=choice)

    @query(PUBLIC)
    def list_benchmarks(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str | None = None,
        kind: str | None = None,
        subsector: str | None = None,
        division: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Benchmarks, for everybody."""
        wanted = {"programme_year": programme_year, "kind": kind, "subsector": subsector, "division": division}
        return showing.list_benchmarks(reading, wanted, limit=limit, after=after)

    @command("project.submit_typical_case")
    def submit_typical_case(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        title: str,
        text: str,
        files: tuple[UploadedFile, ...] = (),
    ) -> Shown:
        """Tell of one's own project."""
        story, asked = self._story(actor, title, text, files), Asked(actor=actor, project_id=project_id)
        return submit_typical_case(uow, self.packs, self.runtime.clock, asked, story=story)

    @command("project.submit_typical_case")
    def correct_typical_case(
        self,
        uow: ProjectUnit,
        actor: Actor,
        typical_case_id: UUID,
        *,
        title: str,
        text: str,
        files: tuple[UploadedFile, ...] = (),
        expected_version: int | None = None,
    ) -> Shown:
        """Hand in anew what was returned."""
        story, clock = self._story(actor, title, text, files), self.runtime.clock
        return correct_typical_case(uow, clock, actor, typical_case_id, story=story, expected_version=expected_version)

    @command("project.review_typical_case")
    def review_typical_case(
        self,
        uow: ProjectUnit,
        actor: Actor,
        typical_case_id: UUID,
        *,
        verdict: str,
        opinion: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """Publish it, send it back or decline it."""
        about: dict[str, Any] = {"action": CaseAction(verdict), "opinion": opinion}
        clock = self.runtime.clock
        return review_typical_case(uow, clock, actor, typical_case_id, **about, expected_version=expected_version)

    @query("project.read_typical_cases")
    def list_typical_cases(
        self, reading: Reading, actor: Actor, *, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """One's own, or all of the city."""
        return showing.list_typical_cases(reading, actor, {"state": state}, limit=limit, after=after)

    @query(PUBLIC)
    def list_published_cases(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str | None = None,
        division: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Published typical cases, for everybody."""
        wanted = {"programme_year": programme_year, "division": division}
        return showing.list_published_cases(reading, wanted, limit=limit, after=after)

    @query(PUBLIC)
    def file_of_case(self, reading: Reading, actor: Actor, typical_case_id: UUID, attachment_id: UUID) -> Shown:
        """The permission to download a file of a case."""
        return showing.file_of_case(reading, actor, typical_case_id, attachment_id)

    def _story(self, actor: Actor, title: str, text: str, files: tuple[UploadedFile, ...]) -> StoryInput:
        stored = [kept(self.runtime.blobs, actor.city, each) for each in files]
        return StoryInput(title=title, text=text, files=stored)
