"""Reading: whose cases an actor sees is decided by the rights of its roles; a foreign case looks absent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from policy.packs import Packs
from services.oversight.storage import read_cases as cases
from services.oversight.storage.unit import OversightUnit

Shown = dict[str, Any]


class ReadingMethods:
    """Cases across all services."""

    runtime: Runtime[OversightUnit]
    packs: Packs

    @query("oversight.read_cases")
    def list_cases(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str | None = None,
        division: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own cases, or those that one serves."""
        wanted = {"programme_year": programme_year, "division": division}
        return cases.list_cases(reading, actor, wanted, limit=limit, after=after)

    @query("oversight.read_cases")
    def timeline(
        self, reading: Reading, actor: Actor, case_id: UUID, limit: int = 50, after: str | None = None
    ) -> Shown:
        """All that happened to a case, in order."""
        return cases.timeline_of(reading, self.packs, actor, case_id, limit=limit, after=after)
