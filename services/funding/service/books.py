"""The books: chart of accounts, balances, journal; and what happened, as events and as history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from contracts.permissions import SIGNED_IN
from services.funding.storage import read_feeds, read_ledger
from services.funding.storage.unit import FundingUnit

Shown = dict[str, Any]


class BookMethods:
    """Where every fen is, and how it came there."""

    runtime: Runtime[FundingUnit]

    @query("funding.read_books")
    def chart_of_accounts(self, reading: Reading, actor: Actor) -> Shown:
        """The accounts."""
        return read_ledger.chart_of_accounts(reading)

    @query("funding.read_books")
    def balances(
        self, reading: Reading, actor: Actor, fund_source: str | None = None, fund_year: int | None = None
    ) -> Shown:
        """What stands on each account, by source, year and category."""
        return read_ledger.balances(reading, fund_source=fund_source, fund_year=fund_year)

    @query("funding.read_books")
    def journal(
        self,
        reading: Reading,
        actor: Actor,
        *,
        kind: str | None = None,
        case_id: UUID | None = None,
        limit: int = 50,
        before: int | None = None,
    ) -> Shown:
        """Entries with their postings, newest first."""
        return read_ledger.journal(reading, kind=kind, case_id=case_id, limit=limit, before=before)

    @query("funding.read")
    def history(self, reading: Reading, actor: Actor, case_id: UUID, after: int = 0, limit: int = 50) -> Shown:
        """What was done about the awards of a case."""
        return read_feeds.history_of_case(reading, actor, case_id, after=after, limit=limit)

    @query(SIGNED_IN)
    def changes(self, reading: Reading, actor: Actor, after: int = 0, limit: int = 50) -> Shown:
        """`changed since`: events after a position, as far as the actor may see them."""
        return read_feeds.changes_since(reading, actor, after=after, limit=limit)
