"""Acceptances: what everybody concerned reads of them."""

from __future__ import annotations

from typing import Final

from contracts.permissions import SIGNED_IN
from gateway.operations import Operation
from gateway.schemas.acceptance import acceptances, requests
from gateway.schemas.base import Empty, page_of
from gateway.schemas.declaration import declarations as dossier
from gateway.schemas.declaration import requests as common

_ALL: Final = "/cities/{city}/acceptances"
_SUMMARIES: Final = page_of(acceptances.AcceptanceSummary)
_ONE: Final = f"{_ALL}/{{acceptance_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_acceptances",
        method="GET",
        path=_ALL,
        rpc="acceptance.list",
        permission="acceptance.read",
        title="验收列表",
        summary="One's own acceptances, or those that one serves, newest first",
        query=requests.AcceptanceFilter,
        answer=_SUMMARIES,
    ),
    Operation(
        name="list_waiting_acceptances",
        method="GET",
        path="/cities/{city}/to-do/acceptances",
        rpc="acceptance.list_waiting",
        permission="acceptance.read",
        title="待办验收",
        summary="What waits for you, longest first",
        query=requests.WaitingAcceptancesFilter,
        answer=_SUMMARIES,
    ),
    Operation(
        name="get_acceptance",
        method="GET",
        path=_ONE,
        rpc="acceptance.get",
        permission="acceptance.read",
        title="验收详情",
        summary="One acceptance, with who acts next and what you may do now",
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="get_acceptance_forms",
        method="GET",
        path=f"{_ONE}/form",
        rpc="acceptance.form_of",
        permission="acceptance.read",
        title="验收所用表单",
        summary="The forms and slots of its pinned pack, the assessor's among them",
        answer=acceptances.AcceptanceForms,
    ),
    Operation(
        name="get_accepted_project",
        method="GET",
        path=f"{_ONE}/project",
        rpc="acceptance.project_of",
        permission="acceptance.read",
        title="待验收项目",
        summary="The project and its contract, line by line with the price ceilings",
        answer=acceptances.AcceptedProject,
    ),
    Operation(
        name="check_acceptance",
        method="GET",
        path=f"{_ONE}/check",
        rpc="acceptance.check",
        permission="acceptance.read",
        title="验收自查",
        summary="What submitting, or for the assessor letting it pass, would refuse now",
        answer=dossier.DeclarationCheck,
        also_refused=(409,),
    ),
    Operation(
        name="list_acceptance_corrections",
        method="GET",
        path=f"{_ONE}/corrections",
        rpc="acceptance.corrections",
        permission="acceptance.read",
        title="补正和整改对比",
        summary="What differs from the version that was judged last",
        answer=dossier.DeclarationCorrections,
    ),
    Operation(
        name="get_acceptance_history",
        method="GET",
        path=f"{_ONE}/history",
        rpc="acceptance.history",
        permission="acceptance.read",
        title="验收审计日志",
        summary="What was done with the acceptances of its case",
        query=common.PositionQuery,
        answer=dossier.CaseHistory,
    ),
    Operation(
        name="download_acceptance_file",
        method="GET",
        path=f"{_ONE}/attachments/{{attachment_id}}/content",
        rpc="acceptance.file_of",
        permission="acceptance.read",
        title="下载验收附件",
        summary="The content of a file of the request, or of a report for those who read it",
        answer=Empty,
        download=True,
    ),
    Operation(
        name="list_acceptance_changes",
        method="GET",
        path="/cities/{city}/changes/acceptance",
        rpc="acceptance.changes",
        permission=SIGNED_IN,
        title="验收变更",
        summary="What was announced since a position",
        query=common.PositionQuery,
        answer=dossier.ChangesFeed,
    ),
)
