"""Trainings of a project: recorded, confirmed, read."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import Empty, PageQuery, page_of
from gateway.schemas.declaration import requests as common
from gateway.schemas.project import trainings

_ALL: Final = "/cities/{city}/training-records"
_ONE: Final = f"{_ALL}/{{training_id}}"
_SUMMARIES: Final = page_of(trainings.TrainingSummary)

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="record_training",
        method="POST",
        path="/cities/{city}/projects/{project_id}/training-records",
        rpc="project.record_training",
        permission="project.record_training",
        title="登记培训",
        summary="Record a training of a project, with its proof: the enterprise, or the institution that held it",
        body=trainings.TrainingInput,
        answer=trainings.TrainingRecord,
        status=201,
    ),
    Operation(
        name="list_training_records",
        method="GET",
        path=_ALL,
        rpc="project.list_trainings",
        permission="project.read",
        title="培训记录列表",
        summary="One's own, those that one recorded, or those that one serves, newest first",
        query=trainings.TrainingFilter,
        answer=_SUMMARIES,
    ),
    Operation(
        name="list_waiting_training_records",
        method="GET",
        path="/cities/{city}/to-do/training-records",
        rpc="project.list_waiting_trainings",
        permission="project.read",
        title="待确认培训",
        summary="What waits for you, longest first",
        query=PageQuery,
        answer=_SUMMARIES,
    ),
    Operation(
        name="get_training_record",
        method="GET",
        path=_ONE,
        rpc="project.get_training",
        permission="project.read",
        title="培训记录详情",
        summary="One training record",
        answer=trainings.TrainingRecord,
        versioned=True,
    ),
    Operation(
        name="correct_training_record",
        method="PUT",
        path=_ONE,
        rpc="project.correct_training",
        permission="project.record_training",
        title="补正培训记录",
        summary="Hand in anew, whole, what was returned",
        body=trainings.TrainingInput,
        answer=trainings.TrainingRecord,
        versioned=True,
    ),
    Operation(
        name="review_training_record",
        method="POST",
        path=f"{_ONE}/review",
        rpc="project.review_training",
        permission="project.review_training",
        title="确认培训记录",
        summary="Confirm a record, return it, or refuse it",
        body=common.DeclarationReviewDecision,
        answer=trainings.TrainingRecord,
        versioned=True,
    ),
    Operation(
        name="download_training_proof",
        method="GET",
        path=f"{_ONE}/attachments/{{attachment_id}}/content",
        rpc="project.file_of_training",
        permission="project.read",
        title="下载培训证明",
        summary="The content of a proof",
        answer=Empty,
        download=True,
    ),
)
