"""What two projects of the city use both (查重): read by authorities, decided by officers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from services.acceptance.domain.duplicates import FlagState, MarkKind
from services.acceptance.storage.list_duplicates import WantedFlags, get_duplicate_flag, list_duplicate_flags
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.decide_duplicate_flag import decide_duplicate_flag

Shown = dict[str, Any]


class DuplicateMethods:
    """The enterprise sees its own flags with its evidence, without whose the other is."""

    runtime: Runtime[AcceptanceUnit]

    @query("acceptance.read_duplicates")
    def list_duplicates(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: FlagState | None = None,
        kind: MarkKind | None = None,
        is_notice: bool | None = None,
        project_id: UUID | None = None,
        division: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Flags, newest first."""
        wanted = WantedFlags(state=state, kind=kind, is_notice=is_notice, project_id=project_id, division=division)
        return list_duplicate_flags(reading, actor, wanted, limit=limit, after=after)

    @query("acceptance.read_duplicates")
    def get_duplicate(self, reading: Reading, actor: Actor, flag_id: UUID) -> Shown:
        """One flag with the other projects."""
        return get_duplicate_flag(reading, actor, flag_id)

    @command("acceptance.decide_duplicate")
    def decide_duplicate(
        self, uow: AcceptanceUnit, actor: Actor, flag_id: UUID, *, is_cleared: bool, reason: str
    ) -> Shown:
        """Clear or confirm it."""
        return decide_duplicate_flag(uow, self.runtime.clock, actor, flag_id, is_cleared=is_cleared, reason=reason)
