"""Tracing (资金溯源, XB12): from the budget, and from a case's award, to the bank and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from services.funding.storage import read_case_trace, read_traces
from services.funding.storage.unit import FundingUnit

Shown = dict[str, Any]


class TraceMethods:
    """Each figure with the rows behind it."""

    runtime: Runtime[FundingUnit]

    @query("funding.read")
    def trace_of_case(self, reading: Reading, actor: Actor, case_id: UUID) -> Shown:
        """A case's money, step by step."""
        return read_case_trace.trace_of_case(reading, actor, case_id)

    @query("funding.read_books")
    def traces_of_sources(
        self, reading: Reading, actor: Actor, fund_source: str | None = None, fund_year: int | None = None
    ) -> Shown:
        """A source's money, by year and category."""
        return read_traces.traces_of_sources(reading, fund_source=fund_source, fund_year=fund_year)

    @query("funding.read_books")
    def entries_of_figure(
        self,
        reading: Reading,
        actor: Actor,
        *,
        fund_source: str,
        fund_year: int,
        category: str,
        figure: str,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """What a figure of a source is made of."""
        return read_traces.entries_of_figure(
            reading,
            fund_source=fund_source,
            fund_year=fund_year,
            category=category,
            figure=figure,
            limit=limit,
            after=after,
        )
