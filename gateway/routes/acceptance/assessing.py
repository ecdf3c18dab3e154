"""Acceptances: what districts, the city and the third party do."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.acceptance import acceptances, evidence, requests
from gateway.schemas.declaration import requests as common

_ONE: Final = "/cities/{city}/acceptances/{acceptance_id}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="assign_acceptance",
        method="PUT",
        path=f"{_ONE}/assignment",
        rpc="acceptance.assign",
        permission="acceptance.assign",
        title="委托第三方机构",
        summary="Assign the institution that accepts the effect; refused for whoever sold to the enterprise",
        body=common.DeclarationAssignment,
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="save_acceptance_paper",
        method="PUT",
        path=f"{_ONE}/papers/{{form}}/{{page}}",
        rpc="acceptance.save_paper",
        permission="acceptance.assess",
        title="填写验收意见和专项审计",
        summary="Save one page of the evaluation or of the special audit, complete or not",
        body=requests.AcceptancePageAnswers,
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="propose_special_audit",
        method="POST",
        path=f"{_ONE}/special-audit/proposal",
        rpc="acceptance.propose_special_audit",
        permission="acceptance.assess",
        title="由佐证材料生成审计明细",
        summary="Fill in the lines of the special audit with what the evidence makes eligible, and its cuts",
        body=evidence.AuditProposalRequest,
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="attach_acceptance_report",
        method="POST",
        path=f"{_ONE}/reports",
        rpc="acceptance.attach_report",
        permission="acceptance.assess",
        title="上传第三方报告",
        summary="Put an uploaded report into a slot",
        body=requests.AcceptanceReportUpload,
        answer=acceptances.Acceptance,
        status=201,
        versioned=True,
    ),
    Operation(
        name="remove_acceptance_report",
        method="DELETE",
        path=f"{_ONE}/reports/{{attachment_id}}",
        rpc="acceptance.remove_report",
        permission="acceptance.assess",
        title="移除第三方报告",
        summary="Take a report out again",
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="review_acceptance",
        method="POST",
        path=f"{_ONE}/review",
        rpc="acceptance.review",
        permission="acceptance.review",
        title="审核验收",
        summary="Decide the step: approved or returned, passed or failed (to be rectified)",
        body=common.DeclarationReviewDecision,
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="void_acceptance",
        method="POST",
        path=f"{_ONE}/voidance",
        rpc="acceptance.void",
        permission="acceptance.void",
        title="终止验收",
        summary="End it for good before it passed",
        body=common.DeclarationVoidance,
        answer=acceptances.Acceptance,
        versioned=True,
    ),
)
