"""Reading acceptances."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.storage import reading as read
from services.acceptance.storage.unit import AcceptanceUnit

Shown = dict[str, Any]


class ReadingMethods:
    """What an actor sees is decided by the rights of its roles; a foreign acceptance looks absent."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @query("acceptance.read")
    def get(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """One acceptance, with who acts next and what may be done now."""
        return read.get_acceptance(reading, self.packs, actor, acceptance_id)

    @query("acceptance.read")
    def list(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        division: str | None = None,
        project_id: UUID | None = None,
        text: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own, or those that one serves; newest first."""
        wanted = {"state": state, "division": division, "project_id": project_id, "text": read.text_filter(text)}
        return read.lists.listed(reading, actor, wanted, limit=limit, after=after)

    @query("acceptance.read")
    def list_waiting(self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """What waits for this actor, longest first (待办)."""
        return read.lists.waiting(reading, actor, limit=limit, after=after)

    @query("acceptance.read")
    def project_of(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """The project and its contract with the ceilings."""
        return read.project_of(reading, actor, acceptance_id)

    @query("acceptance.read")
    def form_of(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """The forms of its pinned pack."""
        return read.form_of(reading, self.packs, actor, acceptance_id)

    @query("acceptance.read")
    def history(self, reading: Reading, actor: Actor, acceptance_id: UUID, after: int = 0, limit: int = 50) -> Shown:
        """What was done with it (审计日志)."""
        return read.history_of(reading, actor, acceptance_id, after=after, limit=limit)

    @query("acceptance.read")
    def file_of(self, reading: Reading, actor: Actor, acceptance_id: UUID, attachment_id: UUID) -> Any:
        """The permission to download a file."""
        return read.file_of(reading, actor, acceptance_id, attachment_id)

    @query("acceptance.read")
    def changes(self, reading: Reading, actor: Actor, after: int = 0, limit: int = 50) -> Shown:
        """What was announced since a position."""
        return read.changes_since(reading, actor, after=after, limit=limit)
