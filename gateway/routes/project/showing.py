"""What the city shows: benchmarks and typical cases."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import Empty, page_of
from gateway.schemas.project import showing

_CASES: Final = "/cities/{city}/typical-cases"
_CASE: Final = f"{_CASES}/{{typical_case_id}}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="choose_benchmark",
        method="POST",
        path="/cities/{city}/projects/{project_id}/benchmark",
        rpc="project.choose_benchmark",
        permission="project.choose_benchmark",
        title="遴选标杆",
        summary="Pick an accepted project as a benchmark, within what the pack allows a sub-industry",
        body=showing.BenchmarkChoice,
        answer=showing.Benchmark,
        status=201,
    ),
    Operation(
        name="list_benchmarks",
        method="GET",
        path="/cities/{city}/benchmarks",
        rpc="project.list_benchmarks",
        permission=PUBLIC,
        title="标杆公开名单",
        summary="Benchmarks, for everybody, newest first",
        query=showing.BenchmarkFilter,
        answer=page_of(showing.Benchmark),
    ),
    Operation(
        name="submit_typical_case",
        method="POST",
        path="/cities/{city}/projects/{project_id}/typical-cases",
        rpc="project.submit_typical_case",
        permission="project.submit_typical_case",
        title="提交典型案例",
        summary="Tell of one's own project, for the city to review and publish",
        body=showing.StoryInput,
        answer=showing.TypicalCase,
        status=201,
    ),
    Operation(
        name="correct_typical_case",
        method="PUT",
        path=_CASE,
        rpc="project.correct_typical_case",
        permission="project.submit_typical_case",
        title="补正典型案例",
        summary="Hand in anew, whole, what was returned",
        body=showing.StoryInput,
        answer=showing.TypicalCase,
        versioned=True,
    ),
    Operation(
        name="review_typical_case",
        method="POST",
        path=f"{_CASE}/review",
        rpc="project.review_typical_case",
        permission="project.review_typical_case",
        title="审核典型案例",
        summary="Publish a typical case, send it back or decline it",
        body=showing.CaseReview,
        answer=showing.TypicalCase,
        versioned=True,
    ),
    Operation(
        name="list_typical_cases",
        method="GET",
        path=_CASES,
        rpc="project.list_typical_cases",
        permission="project.read_typical_cases",
        title="典型案例列表",
        summary="One's own typical cases, or those of the city, newest first",
        query=showing.CaseQuery,
        answer=page_of(showing.TypicalCase),
    ),
    Operation(
        name="list_published_cases",
        method="GET",
        path="/cities/{city}/published-cases",
        rpc="project.list_published_cases",
        permission=PUBLIC,
        title="典型案例公开列表",
        summary="Published typical cases, for everybody, newest first",
        query=showing.PublishedCaseFilter,
        answer=page_of(showing.TypicalCase),
    ),
    Operation(
        name="download_case_file",
        method="GET",
        path=f"{_CASE}/attachments/{{attachment_id}}/content",
        rpc="project.file_of_case",
        permission=PUBLIC,
        title="下载案例附件",
        summary="The content of a file of a published case; before that, for its enterprise and the city",
        answer=Empty,
        download=True,
    ),
)
