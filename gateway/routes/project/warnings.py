"""Warnings about enterprises, which change what stands on public lists."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import page_of
from gateway.schemas.project import warnings

_ALL: Final = "/cities/{city}/warnings"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="issue_warning",
        method="POST",
        path=_ALL,
        rpc="project.issue_warning",
        permission="project.warn",
        title="发出预警",
        summary="Warn an enterprise, with the article and the findings that it rests on; its places on lists follow",
        body=warnings.WarningToIssue,
        answer=warnings.EnterpriseWarning,
        status=201,
    ),
    Operation(
        name="list_warnings",
        method="GET",
        path=_ALL,
        rpc="project.list_warnings",
        permission="project.read_warnings",
        title="预警列表",
        summary="One's own warnings, or those of the enterprises that one serves, newest first",
        query=warnings.WarningQuery,
        answer=page_of(warnings.EnterpriseWarning),
    ),
    Operation(
        name="lift_warning",
        method="POST",
        path=f"{_ALL}/{{warning_id}}/lifting",
        rpc="project.lift_warning",
        permission="project.warn",
        title="解除预警",
        summary="End a warning: what it alone suspended is as before; what it delisted stays delisted",
        body=warnings.WarningToLift,
        answer=warnings.EnterpriseWarning,
        versioned=True,
    ),
)
