"""Reading acceptances."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from contracts.permissions import SIGNED_IN
from policy.packs import Packs
from services.acceptance.storage import read_acceptance as one
from services.acceptance.storage.list_acceptances import Wanted, list_acceptances, list_waiting
from services.acceptance.storage.read_changes import changes_since
from services.acceptance.storage.unit import AcceptanceUnit

Shown = dict[str, Any]


class ReadingMethods:
    """What an actor sees is decided by the rights of its roles; a foreign acceptance looks absent."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @query("acceptance.read")
    def get(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """One acceptance, with who acts next and what may be done now."""
        return one.get_acceptance(reading, self.packs, actor, acceptance_id)

    @query("acceptance.read")
    def list(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        division: str | None = None,
        case_id: UUID | None = None,
        project_id: UUID | None = None,
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
            case_id=case_id,
            project_id=project_id,
            step=step,
            text=text,
            on_behalf_of=on_behalf_of,
        )
        return list_acceptances(reading, actor, wanted, limit=limit, after=after)

    @query("acceptance.read")
    def list_waiting(
        self, reading: Reading, actor: Actor, step: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """What waits for this actor, longest first (待办)."""
        return list_waiting(reading, actor, step=step, limit=limit, after=after)

    @query("acceptance.read")
    def check(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """What submitting, or letting it pass, would refuse now."""
        return one.check_acceptance(reading, self.packs, actor, acceptance_id, at=self.runtime.clock.now())

    @query("acceptance.read")
    def corrections(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """What differs from the version that was judged last."""
        return one.changes_of(reading, actor, acceptance_id)

    @query("acceptance.read")
    def project_of(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """The project and its contract with the ceilings."""
        return one.project_of(reading, actor, acceptance_id)

    @query("acceptance.read")
    def form_of(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """The forms of its pinned pack."""
        return one.form_of(reading, self.packs, actor, acceptance_id)

    @query("acceptance.read")
    def history(self, reading: Reading, actor: Actor, acceptance_id: UUID, after: int = 0, limit: int = 50) -> Shown:
        """What was done with it (审计日志)."""
        return one.history_of(reading, actor, acceptance_id, after=after, limit=limit)

    @query("acceptance.read")
    def file_of(self, reading: Reading, actor: Actor, acceptance_id: UUID, attachment_id: UUID) -> Shown:
        """The permission to download a file."""
        return one.file_of(reading, self.packs, actor, acceptance_id, attachment_id)

    @query(SIGNED_IN)
    def changes(self, reading: Reading, actor: Actor, after: int = 0, limit: int = 50) -> Shown:
        """`changed since`: events after a position, as far as the actor may see them."""
        return changes_since(reading, actor, after=after, limit=limit)
