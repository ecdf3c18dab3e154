"""Supports granted elsewhere (XB11), and sheets for the finance side as Excel."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import Empty, PageQuery, page_of
from gateway.schemas.funding import sheets
from gateway.schemas.funding.kinds import ReasonGiven

_SUPPORTS: Final = "/cities/{city}/supports"
_SUPPORT: Final = f"{_SUPPORTS}/{{support_id}}"
_IMPORTS: Final = "/cities/{city}/support-imports"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="record_support",
        method="POST",
        path=_SUPPORTS,
        rpc="funding.record_support",
        permission="funding.record_support",
        title="登记其他政策支持",
        summary="Record what another policy gave an enterprise, for which purpose and in which year",
        body=sheets.SupportRequest,
        answer=sheets.GrantedSupport,
        status=201,
    ),
    Operation(
        name="list_supports",
        method="GET",
        path=_SUPPORTS,
        rpc="funding.list_supports",
        permission="funding.read_supports",
        title="其他政策支持",
        summary="Supports granted elsewhere, newest first; an enterprise sees its own",
        query=sheets.SupportFilter,
        answer=page_of(sheets.GrantedSupport),
    ),
    Operation(
        name="withdraw_support",
        method="POST",
        path=f"{_SUPPORT}/withdrawal",
        rpc="funding.withdraw_support",
        permission="funding.record_support",
        title="撤回登记",
        summary="It was entered by mistake: it counts no more",
        body=ReasonGiven,
        answer=sheets.GrantedSupport,
        versioned=True,
    ),
    Operation(
        name="return_support",
        method="POST",
        path=f"{_SUPPORT}/return",
        rpc="funding.return_support",
        permission="funding.record_support",
        title="登记退还",
        summary="The enterprise paid it back: it counts no more",
        body=ReasonGiven,
        answer=sheets.GrantedSupport,
        versioned=True,
    ),
    Operation(
        name="import_supports",
        method="POST",
        path=_IMPORTS,
        rpc="funding.import_supports",
        permission="funding.record_support",
        title="导入其他政策支持",
        summary="Take a list of them, CSV or Excel; what is wrong is named row by row, the same file changes nothing",
        body=sheets.TableRequest,
        answer=sheets.SupportImport,
        status=201,
        timeout=30.0,
    ),
    Operation(
        name="list_support_imports",
        method="GET",
        path=_IMPORTS,
        rpc="funding.list_support_imports",
        permission="funding.record_support",
        title="导入记录",
        summary="The lists that were taken, newest first",
        query=PageQuery,
        answer=page_of(sheets.SupportImport),
    ),
    Operation(
        name="get_plan_sheet",
        method="GET",
        path="/cities/{city}/allocation-plans/{plan_id}/sheet",
        rpc="funding.sheet_of_plan",
        permission="funding.read_plans",
        title="导出资金分配方案",
        summary="The lines of a plan by enterprise and fund source, as Excel with a checked last row",
        answer=Empty,
        download=True,
        timeout=30.0,
    ),
    Operation(
        name="get_notice_sheet",
        method="GET",
        path="/cities/{city}/allocation-notices/{notice_id}/sheet",
        rpc="funding.sheet_of_notice",
        permission=PUBLIC,
        title="导出公示名单",
        summary="The published list as Excel: names and amounts, no accounts and no phones",
        answer=Empty,
        download=True,
        timeout=30.0,
    ),
    Operation(
        name="get_ledger_sheet",
        method="GET",
        path="/cities/{city}/ledger/sheet",
        rpc="funding.sheet_of_journal",
        permission="funding.read_books",
        title="导出日记账",
        summary="The postings of a source, a year, a period, as Excel with a checked last row",
        query=sheets.JournalSheetQuery,
        answer=Empty,
        download=True,
        timeout=30.0,
    ),
    Operation(
        name="check_sheet",
        method="POST",
        path="/cities/{city}/sheet-checks",
        rpc="funding.check_sheet",
        permission="funding.check_sheet",
        title="核对报表",
        summary="Whether a sheet is still the one that was given out: count, sums and digest against its last row",
        body=sheets.TableRequest,
        answer=sheets.CheckedSheet,
        timeout=30.0,
    ),
)
