"""Budgets: entered from allocation documents by one person, confirmed by another."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import Download, UploadedFile
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.money import Money
from policy.packs import Packs
from services.funding.adapters.uploads import kept
from services.funding.storage import read_budget_queue, read_feeds, read_ledger
from services.funding.storage.read_feeds import DocumentOf
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.confirm_budget import confirm_budget
from services.funding.use_cases.enter_budget import enter_budget
from services.funding.use_cases.withdraw_budget import withdraw_budget

Shown = dict[str, Any]


class BudgetMethods:
    """Never more is committed than was confirmed."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @query("funding.read_plans")
    def list_budget_queue(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str,
        fund_category: str,
        fund_year: int | None = None,
    ) -> Shown:
        """Who is served next from the budget of a category, in the order of the pack."""
        on = self.runtime.clock.today()
        return read_budget_queue.list_budget_queue(
            reading,
            self.packs,
            programme_year=programme_year,
            fund_category=fund_category,
            fund_year=fund_year or on.year,
            on=on,
        )

    @query("funding.read")
    def budget_queue_of_award(
        self, reading: Reading, actor: Actor, award_id: UUID, fund_year: int | None = None
    ) -> Shown:
        """Where an award stands in that order while it waits."""
        on = self.runtime.clock.today()
        return read_budget_queue.places_of_award(
            reading, self.packs, actor, award_id, fund_year=fund_year or on.year, on=on
        )

    @command("funding.enter_budget")
    def enter_budget(
        self,
        uow: FundingUnit,
        actor: Actor,
        *,
        fund_source: str,
        fund_year: int,
        category: str,
        amount_fen: Money,
        document_number: str,
        document_on: date,
        file: UploadedFile | None = None,
    ) -> Shown:
        """Enter a line."""
        return enter_budget(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            fund_source=fund_source,
            fund_year=fund_year,
            category=category,
            amount=amount_fen,
            document_number=document_number,
            document_on=document_on,
            file=kept(self.runtime.blobs, actor.city, file),
        )

    @command("funding.confirm_budget")
    def confirm_budget(
        self, uow: FundingUnit, actor: Actor, line_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Confirm somebody else's line."""
        return confirm_budget(uow, self.runtime.clock, actor, line_id, expected_version=expected_version)

    @command("funding.enter_budget")
    def withdraw_budget(
        self, uow: FundingUnit, actor: Actor, line_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Take a line back before it is confirmed."""
        return withdraw_budget(uow, actor, line_id, expected_version=expected_version)

    @query("funding.read_books")
    def list_budget_lines(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        fund_source: str | None = None,
        fund_year: int | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Lines with their documents, newest first."""
        return read_ledger.list_budget_lines(
            reading, state=state, fund_source=fund_source, fund_year=fund_year, limit=limit, after=after
        )

    @query("funding.read_books")
    def budget_overview(self, reading: Reading, actor: Actor) -> Shown:
        """What each source, year and category brought in, and what is left."""
        return read_ledger.budget_overview(reading)

    @query("funding.read_documents")
    def file_of_budget_line(self, reading: Reading, actor: Actor, line_id: UUID) -> Download:
        """The scan of an allocation document."""
        return read_feeds.document_file(reading, DocumentOf.BUDGET_LINE, line_id)
