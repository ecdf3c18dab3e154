"""Honour without money (ZS8), and the two public lists: who has the honour, and who was paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.funding.storage import read_honours
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.grant_honour import grant_honour

Shown = dict[str, Any]


class HonourMethods:
    """Separate publications."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @command("funding.grant_honour")
    def grant_honour(self, uow: FundingUnit, actor: Actor, project_id: UUID, reason: str) -> Shown:
        """The project has the honour only; what was computed for it is given up."""
        return grant_honour(uow, self.packs, self.runtime.clock, actor, project_id, reason=reason)

    @query(PUBLIC)
    def list_honours(
        self,
        reading: Reading,
        actor: Actor,
        programme_year: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Who has the honour, newest first."""
        return read_honours.list_honours(reading, programme_year=programme_year, limit=limit, after=after)

    @query(PUBLIC)
    def list_funded_projects(
        self,
        reading: Reading,
        actor: Actor,
        programme_year: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Projects that were paid for, the last paid first."""
        return read_honours.list_funded_projects(reading, programme_year=programme_year, limit=limit, after=after)
