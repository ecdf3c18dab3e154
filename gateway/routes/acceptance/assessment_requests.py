"""Requests for an institution's diagnosis or evaluation: asked for, assigned, asked for again."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.acceptance import assessment_bodies as bodies
from gateway.schemas.acceptance import assessments
from gateway.schemas.base import page_of

_ALL: Final = "/cities/{city}/assessment-requests"
_ONE: Final = f"{_ALL}/{{request_id}}"
_PAGE: Final = page_of(assessments.AssessmentRequest)

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="request_assessment",
        method="POST",
        path=_ALL,
        rpc="acceptance.request_assessment",
        permission="acceptance.request",
        title="提出诊断或评估需求",
        summary="Ask for an institution's diagnosis or evaluation of a project",
        body=bodies.AssessmentRequestStart,
        answer=assessments.AssessmentRequest,
        status=201,
    ),
    Operation(
        name="list_assessment_requests",
        method="GET",
        path=_ALL,
        rpc="acceptance.list_assessment_requests",
        permission="acceptance.read",
        title="评测需求列表",
        summary="One's own, those assigned to one, or those that one serves; newest first",
        query=bodies.AssessmentRequestFilter,
        answer=_PAGE,
    ),
    Operation(
        name="get_assessment_request",
        method="GET",
        path=_ONE,
        rpc="acceptance.get_assessment_request",
        permission="acceptance.read",
        title="评测需求详情",
        summary="One request, with what you may do now",
        answer=assessments.AssessmentRequest,
        versioned=True,
    ),
    Operation(
        name="submit_assessment_request",
        method="POST",
        path=f"{_ONE}/submission",
        rpc="acceptance.submit_assessment_request",
        permission="acceptance.request",
        title="改进后再次提出",
        summary="Ask again after the level fell short: a loop, not a rejection",
        body=bodies.AssessmentRequestAgain,
        answer=assessments.AssessmentRequest,
        versioned=True,
    ),
    Operation(
        name="withdraw_assessment_request",
        method="POST",
        path=f"{_ONE}/withdrawal",
        rpc="acceptance.withdraw_assessment_request",
        permission="acceptance.request",
        title="撤回评测需求",
        summary="Take it back",
        answer=assessments.AssessmentRequest,
        versioned=True,
    ),
    Operation(
        name="assign_assessment",
        method="PUT",
        path=f"{_ONE}/assignment",
        rpc="acceptance.assign_assessment",
        permission="acceptance.assign",
        title="委托评测机构",
        summary="Assign the institution; refused for whoever diagnosed, sold to or advised the enterprise",
        body=bodies.AssessmentAssignment,
        answer=assessments.AssessmentRequest,
        versioned=True,
    ),
    Operation(
        name="assign_assessments",
        method="POST",
        path="/cities/{city}/assessment-assignments",
        rpc="acceptance.assign_assessments",
        permission="acceptance.assign",
        title="批量委托评测机构",
        summary="Assign institutions to many requests at once; a result per item",
        body=bodies.AssessmentAssignments,
        answer=assessments.AssessmentAssignmentResults,
    ),
)
