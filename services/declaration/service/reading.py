"""Reading declarations: each method is one query."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from contracts.permissions import SIGNED_IN
from policy.packs import Packs
from services.declaration.storage import read_declaration as one
from services.declaration.storage.list_declarations import NEWEST, Wanted, list_declarations, list_waiting
from services.declaration.storage.read_changes import changes_since
from services.declaration.storage.unit import DeclarationUnit

Shown = dict[str, Any]


class ReadingMethods:
    """What an actor sees is decided by the rights of its roles; a foreign declaration looks absent."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @query("declaration.read")
    def get(self, reading: Reading, actor: Actor, declaration_id: UUID) -> Shown:
        """One declaration, with who acts next and what may be done now."""
        return one.get_declaration(reading, self.packs, actor, declaration_id)

    @query("declaration.read")
    def list(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        division: str | None = None,
        programme_year: str | None = None,
        batch: str | None = None,
        pilot_state: str | None = None,
        text: str | None = None,
        on_behalf_of: UUID | None = None,
        order: str = NEWEST,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own, or those that one serves or acts for; newest first, or by the pack's ranking."""
        wanted = Wanted(
            state=state,
            division=division,
            programme_year=programme_year,
            batch=batch,
            pilot_state=pilot_state,
            text=text,
            on_behalf_of=on_behalf_of,
        )
        return list_declarations(reading, actor, wanted, limit=limit, after=after, order=order)

    @query("declaration.read")
    def list_waiting(self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """What waits for this actor, longest first (待办)."""
        return list_waiting(reading, actor, limit=limit, after=after)

    @query("declaration.read")
    def check(self, reading: Reading, actor: Actor, declaration_id: UUID) -> Shown:
        """What submitting would refuse now, and what is needed to be eligible."""
        return one.check_declaration(reading, self.packs, actor, declaration_id, at=self.runtime.clock.now())

    @query("declaration.read")
    def form_of(self, reading: Reading, actor: Actor, declaration_id: UUID) -> Shown:
        """The form of its pinned pack."""
        return one.form_of(reading, self.packs, actor, declaration_id)

    @query("declaration.read")
    def corrections(self, reading: Reading, actor: Actor, declaration_id: UUID) -> Shown:
        """What differs from the version that was judged last."""
        return one.changes_of(reading, actor, declaration_id)

    @query("declaration.read")
    def history(self, reading: Reading, actor: Actor, declaration_id: UUID, after: int = 0, limit: int = 50) -> Shown:
        """What was done with it (审计日志)."""
        return one.history_of(reading, actor, declaration_id, after=after, limit=limit)

    @query("declaration.read")
    def file_of(self, reading: Reading, actor: Actor, declaration_id: UUID, attachment_id: UUID) -> Shown:
        """The permission to download one of its files."""
        return one.file_of(reading, actor, declaration_id, attachment_id)

    @query(SIGNED_IN)
    def changes(self, reading: Reading, actor: Actor, after: int = 0, limit: int = 50) -> Shown:
        """`changed since`: events after a position, as far as the actor may see them."""
        return changes_since(reading, actor, after=after, limit=limit)
