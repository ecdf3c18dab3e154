"""Cases across all services: their list, and the timeline of one."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import PageQuery, page_of
from gateway.schemas.oversight.cases import CaseFilter, CaseHappening, CaseSummary

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_cases",
        method="GET",
        path="/cities/{city}/cases",
        rpc="oversight.list_cases",
        permission="oversight.read_cases",
        title="案件列表",
        summary="Your own cases, or those that you serve; those with news last come first",
        query=CaseFilter,
        answer=page_of(CaseSummary),
    ),
    Operation(
        name="get_case_timeline",
        method="GET",
        path="/cities/{city}/cases/{case_id}/timeline",
        rpc="oversight.timeline",
        permission="oversight.read_cases",
        title="案件时间线",
        summary="All that happened to a case, oldest first",
        query=PageQuery,
        answer=page_of(CaseHappening),
    ),
)
