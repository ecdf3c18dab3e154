"""Tracing (资金溯源, XB12): where the money of a case, and of a source, is and came from."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import page_of
from gateway.schemas.funding import traces

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="get_case_fund_trace",
        method="GET",
        path="/cities/{city}/cases/{case_id}/fund-trace",
        rpc="funding.trace_of_case",
        permission="funding.read",
        title="案件资金溯源",
        summary="A case's money: award, plan line, notice, release, attempts, bank results, recoveries, nettings",
        answer=traces.CaseTrace,
    ),
    Operation(
        name="list_fund_traces",
        method="GET",
        path="/cities/{city}/fund-traces",
        rpc="funding.traces_of_sources",
        permission="funding.read_books",
        title="资金来源溯源",
        summary="By source, year and category: entered, confirmed, committed, released, paid, returned, recovered",
        query=traces.SourceQuery,
        answer=page_of(traces.SourceTrace),
    ),
    Operation(
        name="list_fund_trace_entries",
        method="GET",
        path="/cities/{city}/fund-traces/entries",
        rpc="funding.entries_of_figure",
        permission="funding.read_books",
        title="溯源明细",
        summary="The rows behind one figure of a source, newest first",
        query=traces.FigureQuery,
        answer=page_of(traces.FigureEntry),
    ),
)
