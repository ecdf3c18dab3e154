"""Recommendations: a league draws one up, prints its summary, submits it with the letter of both departments."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import Empty, page_of
from gateway.schemas.declaration import declarations, recommendations

_ALL: Final = "/cities/{city}/declaration-recommendations"
_ONE: Final = f"{_ALL}/{{recommendation_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="draw_up_declaration_recommendation",
        method="POST",
        path=_ALL,
        rpc="declaration.draw_up_recommendation",
        permission="declaration.recommend",
        title="拟定推荐",
        summary="Draw up a recommendation of several declarations, so that its summary can be printed and sealed",
        body=recommendations.RecommendationDraft,
        answer=recommendations.DeclarationRecommendation,
        status=201,
    ),
    Operation(
        name="list_declaration_recommendations",
        method="GET",
        path=_ALL,
        rpc="declaration.list_recommendations",
        permission="declaration.read_recommendations",
        title="推荐上报列表",
        summary="Recommendations of one's division; all that were submitted for the top",
        query=recommendations.RecommendationFilter,
        answer=page_of(recommendations.DeclarationRecommendation),
    ),
    Operation(
        name="get_declaration_recommendation",
        method="GET",
        path=_ONE,
        rpc="declaration.get_recommendation",
        permission="declaration.read_recommendations",
        title="推荐上报详情",
        summary="A recommendation with its letter",
        answer=recommendations.DeclarationRecommendation,
        versioned=True,
    ),
    Operation(
        name="print_recommendation_summary",
        method="GET",
        path=f"{_ONE}/print",
        rpc="declaration.print_of_summary",
        permission="declaration.read_recommendations",
        title="打印汇总表",
        summary="The summary as a PDF, to be sealed, with the code that proves what it says",
        answer=Empty,
        checked_at="/cities/{city}/declaration-prints/{code}",
    ),
    Operation(
        name="submit_declaration_recommendation",
        method="POST",
        path=f"{_ONE}/submission",
        rpc="declaration.submit_recommendation",
        permission="declaration.recommend",
        title="推荐上报",
        summary="Submit it with the letter of the departments: every declaration on it passes the step, or none",
        body=recommendations.RecommendationSubmission,
        answer=recommendations.DeclarationRecommendation,
        versioned=True,
    ),
    Operation(
        name="withdraw_declaration_recommendation",
        method="POST",
        path=f"{_ONE}/withdrawal",
        rpc="declaration.withdraw_recommendation",
        permission="declaration.recommend",
        title="撤销拟定的推荐",
        summary="Call off a recommendation that was not submitted",
        answer=recommendations.DeclarationRecommendation,
        versioned=True,
    ),
    Operation(
        name="download_recommendation_scan",
        method="GET",
        path=f"{_ONE}/scans/{{scan_id}}/content",
        rpc="declaration.file_of_recommendation",
        permission="declaration.read_recommendations",
        title="下载推荐扫描件",
        summary="Download one of its scans",
        answer=declarations.DeclarationAttachment,
        download=True,
    ),
)
