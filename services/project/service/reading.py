"""Reading projects: what an actor sees is decided by the rights of its roles; a foreign project looks absent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from contracts.permissions import PUBLIC, SIGNED_IN
from policy.packs import Packs
from services.project.storage import list_projects as lists
from services.project.storage import read_project as one
from services.project.storage.list_filed import list_filed
from services.project.storage.list_projects import Wanted
from services.project.storage.read_changes import changes_since
from services.project.storage.unit import ProjectUnit

Shown = dict[str, Any]


class ReadingMethods:
    """Each list is one query, each page costs the same."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @query("project.read")
    def get(self, reading: Reading, actor: Actor, project_id: UUID) -> Shown:
        """One project, with who acts next and what may be done now."""
        return one.get_project(reading, self.packs, actor, project_id, at=self.runtime.clock.now())

    @query(PUBLIC)
    def list_filed(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str | None = None,
        batch: str | None = None,
        division: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Filed projects, for everybody."""
        wanted = {"programme_year": programme_year, "batch": batch, "division": division}
        return list_filed(reading, wanted, limit=limit, after=after)

    @query("project.read")
    def list(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        division: str | None = None,
        programme_year: str | None = None,
        batch: str | None = None,
        case_id: UUID | None = None,
        provider_id: UUID | None = None,
        stage: str | None = None,
        step: str | None = None,
        text: str | None = None,
        on_behalf_of: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own, or those that one serves or acts for; newest first."""
        wanted = Wanted(
            state=state,
            division=division,
            programme_year=programme_year,
            batch=batch,
            case_id=case_id,
            provider_id=provider_id,
            stage=stage,
            step=step,
            text=text,
            on_behalf_of=on_behalf_of,
        )
        return lists.list_projects(reading, actor, wanted, limit=limit, after=after)

    @query("project.read")
    def list_waiting(
        self, reading: Reading, actor: Actor, step: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """What waits for this actor, longest first (待办)."""
        return lists.list_waiting(reading, actor, step=step, limit=limit, after=after)

    @query("project.read")
    def list_progress(
        self, reading: Reading, actor: Actor, project_id: UUID, limit: int = 50, after: str | None = None
    ) -> Shown:
        """The progress reports, newest first."""
        return one.list_progress(reading, actor, project_id, limit=limit, after=after)

    @query("project.read")
    def check(self, reading: Reading, actor: Actor, project_id: UUID) -> Shown:
        """What submitting would refuse now, and what is needed."""
        return one.check_project(reading, self.packs, actor, project_id, at=self.runtime.clock.now())

    @query("project.read")
    def form_of(self, reading: Reading, actor: Actor, project_id: UUID) -> Shown:
        """The forms, slots and texts of its pinned pack."""
        return one.form_of(reading, self.packs, actor, project_id)

    @query("project.read")
    def corrections(self, reading: Reading, actor: Actor, project_id: UUID) -> Shown:
        """What differs from the version that was judged last."""
        return one.changes_of(reading, actor, project_id)

    @query("project.read")
    def history(self, reading: Reading, actor: Actor, project_id: UUID, after: int = 0, limit: int = 50) -> Shown:
        """What was done with the projects of its case (审计日志)."""
        return one.history_of(reading, actor, project_id, after=after, limit=limit)

    @query("project.read")
    def file_of(self, reading: Reading, actor: Actor, project_id: UUID, attachment_id: UUID) -> Shown:
        """The permission to download one of its files."""
        return one.file_of(reading, actor, project_id, attachment_id)

    @query(SIGNED_IN)
    def changes(self, reading: Reading, actor: Actor, after: int = 0, limit: int = 50) -> Shown:
        """`changed since`: events after a position, as far as the actor may see them."""
        return changes_since(reading, actor, after=after, limit=limit)
