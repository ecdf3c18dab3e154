"""Money's ways back: recoveries (追回), and honour without money (ZS8) with the public lists beside it."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import Empty, page_of
from gateway.schemas.funding import back, requests
from gateway.schemas.funding.kinds import FundingPageQuery, ReasonGiven

_TRANCHE: Final = "/cities/{city}/tranches/{tranche_id}"
_RECOVERIES: Final = "/cities/{city}/recoveries"
_RECOVERY: Final = f"{_RECOVERIES}/{{recovery_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="open_recovery",
        method="POST",
        path=f"{_TRANCHE}/recovery",
        rpc="funding.open_recovery",
        permission="funding.open_recovery",
        title="追回",
        summary="Claim a part or the whole of a paid tranche back",
        body=requests.FundRecoveryRequest,
        answer=back.FundRecovery,
        status=201,
        versioned=True,
    ),
    Operation(
        name="list_recoveries",
        method="GET",
        path=_RECOVERIES,
        rpc="funding.list_recoveries",
        permission="funding.read_payments",
        title="追回列表",
        summary="Recoveries, newest first",
        query=FundingPageQuery,
        answer=page_of(back.FundRecovery),
    ),
    Operation(
        name="get_recovery",
        method="GET",
        path=_RECOVERY,
        rpc="funding.get_recovery",
        permission="funding.read",
        title="追回详情",
        summary="One recovery: how much, to which sources, why, and what is still to come",
        answer=back.FundRecovery,
        versioned=True,
    ),
    Operation(
        name="settle_recovery",
        method="POST",
        path=f"{_RECOVERY}/settlement",
        rpc="funding.settle_recovery",
        permission="funding.settle_recovery",
        title="登记退还",
        summary="The enterprise paid it back",
        body=requests.SettlementRequest,
        answer=back.FundRecovery,
        versioned=True,
    ),
    Operation(
        name="get_recovery_file",
        method="GET",
        path=f"{_RECOVERY}/file",
        rpc="funding.file_of_recovery",
        permission="funding.read_documents",
        title="追回文件扫描件",
        summary="The scan of the document that claims it back",
        answer=Empty,
        download=True,
    ),
    Operation(
        name="grant_honour",
        method="POST",
        path="/cities/{city}/projects/{project_id}/honour",
        rpc="funding.grant_honour",
        permission="funding.grant_honour",
        title="仅授予荣誉",
        summary="The project has the honour only: what was computed for it is given up",
        body=ReasonGiven,
        answer=back.Honour,
        status=201,
    ),
    Operation(
        name="list_honours",
        method="GET",
        path="/cities/{city}/honours",
        rpc="funding.list_honours",
        permission=PUBLIC,
        title="荣誉名单",
        summary="Projects with the honour and no money, newest first",
        query=back.ProgrammeFilter,
        answer=page_of(back.PublicHonour),
    ),
    Operation(
        name="list_funded_projects",
        method="GET",
        path="/cities/{city}/funded-projects",
        rpc="funding.list_funded_projects",
        permission=PUBLIC,
        title="获奖补项目名单",
        summary="Projects that were paid for, the last paid first",
        query=back.ProgrammeFilter,
        answer=page_of(back.FundedProject),
    ),
)
