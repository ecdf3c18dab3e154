"""Acceptances: what the enterprise does."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.acceptance import acceptances, requests
from gateway.schemas.declaration import requests as common

_ALL: Final = "/cities/{city}/acceptances"
_ONE: Final = f"{_ALL}/{{acceptance_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="start_acceptance",
        method="POST",
        path=_ALL,
        rpc="acceptance.start",
        permission="acceptance.request",
        title="开始验收申请",
        summary="Begin to ask for acceptance of an enrolled project",
        body=requests.AcceptanceStart,
        answer=acceptances.Acceptance,
        status=201,
    ),
    Operation(
        name="save_acceptance_answers",
        method="PUT",
        path=f"{_ONE}/answers/{{page}}",
        rpc="acceptance.save_answers",
        permission="acceptance.request",
        title="保存验收申请表",
        summary="Save one page of the request, complete or not",
        body=requests.AcceptancePageAnswers,
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="attach_to_acceptance",
        method="POST",
        path=f"{_ONE}/attachments",
        rpc="acceptance.attach",
        permission="acceptance.request",
        title="上传验收附件",
        summary="Put an uploaded file into a slot",
        body=common.DeclarationAttachmentUpload,
        answer=acceptances.Acceptance,
        status=201,
        versioned=True,
    ),
    Operation(
        name="remove_acceptance_attachment",
        method="DELETE",
        path=f"{_ONE}/attachments/{{attachment_id}}",
        rpc="acceptance.remove_attachment",
        permission="acceptance.request",
        title="移除验收附件",
        summary="Take a file out",
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="submit_acceptance",
        method="POST",
        path=f"{_ONE}/submission",
        rpc="acceptance.submit",
        permission="acceptance.request",
        title="提交验收申请",
        summary="Ask for acceptance; all problems at once",
        answer=acceptances.Acceptance,
        versioned=True,
    ),
    Operation(
        name="withdraw_acceptance",
        method="POST",
        path=f"{_ONE}/withdrawal",
        rpc="acceptance.withdraw",
        permission="acceptance.request",
        title="撤回验收申请",
        summary="Take it back before it is decided",
        body=common.DeclarationWithdrawal,
        answer=acceptances.Acceptance,
        versioned=True,
    ),
)
