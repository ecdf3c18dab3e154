"""Assessments and the requests for them in memory, as the use cases see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from casework.common_facts import Organisation
from casework.desks import absent
from casework.divisions import DivisionPath
from chassis.db.errors import LostUpdate
from contracts.refusal import NotFound
from services.acceptance.domain.assessment import UNDER_WAY, Assessment, AssessmentState, Assessor, Method, Stage
from services.acceptance.domain.assessment_request import OPEN_REQUESTS, AssessmentRequest
from services.acceptance.domain.assessment_rights import KIND, REQUEST_KIND
from services.acceptance.domain.assessment_rules import Pooled
from services.acceptance.domain.errors import AssessmentUnderWay, RequestUnderWay

_ADVICE = (Method.INSTITUTION, Method.PROVIDER_PRECHECK)


class FakeAssessments:
    """A version is saved once, and a request has one under way."""

    def __init__(self) -> None:
        self.kept: dict[UUID, Assessment] = {}

    def get(self, assessment_id: UUID) -> Assessment:
        if assessment_id not in self.kept:
            raise NotFound(kind=KIND, id=str(assessment_id))
        return self.kept[assessment_id]

    def under_way(self, request_id: UUID) -> Assessment | None:
        found = (each for each in self.kept.values() if each.request_id == request_id and each.state in UNDER_WAY)
        return next(found, None)

    def is_imported(self, applicant_id: UUID, stage: Stage, assessed_on: date) -> bool:
        same = (applicant_id, stage, assessed_on, Method.IMPORTED)
        return any(
            (each.applicant.id, each.stage, each.assessed_on, each.method) == same for each in self.kept.values()
        )

    def advisers_of(self, applicant_id: UUID) -> Sequence[Assessor]:
        return [
            each.assessor
            for each in self.kept.values()
            if each.applicant.id == applicant_id
            and each.method in _ADVICE
            and each.state is not AssessmentState.DISCARDED
        ]

    def add(self, assessment: Assessment) -> None:
        if assessment.request_id is not None and self.under_way(assessment.request_id) is not None:
            raise AssessmentUnderWay()
        self.kept[assessment.id] = assessment

    def save(self, assessment: Assessment) -> None:
        if self.kept[assessment.id].version != assessment.version - 1:
            raise LostUpdate(f"version {assessment.version}")
        self.kept[assessment.id] = assessment

    def move(self, applicant_id: UUID, division: str, path: DivisionPath) -> None:
        """Not seen by these tests."""


class FakeAssessmentRequests:
    """A project has one open request of a kind."""

    def __init__(self) -> None:
        self.kept: dict[UUID, AssessmentRequest] = {}

    def get(self, request_id: UUID) -> AssessmentRequest:
        if request_id not in self.kept:
            raise absent(REQUEST_KIND, request_id)
        return self.kept[request_id]

    def add(self, request: AssessmentRequest) -> None:
        same = (request.project_id, request.purpose)
        if any((each.project_id, each.purpose) == same and each.state in OPEN_REQUESTS for each in self.kept.values()):
            raise RequestUnderWay()
        self.kept[request.id] = request

    def save(self, request: AssessmentRequest) -> None:
        if self.kept[request.id].version != request.version - 1:
            raise LostUpdate(f"version {request.version}")
        self.kept[request.id] = request

    def move(self, applicant_id: UUID, division: str, path: DivisionPath) -> None:
        """Not seen by these tests."""


class FakeAssessmentFacts:
    """Who is in the pool as what; a test changes it as news would."""

    def __init__(self, organisations: dict[UUID, Organisation]) -> None:
        self.places: dict[UUID, Pooled] = {}
        self._organisations = organisations

    def pooled(self, organisation_id: UUID) -> Pooled:
        return self.places.get(organisation_id, Pooled())

    def enterprise_with(self, credit_code: str) -> Organisation | None:
        found = (
            each
            for each in self._organisations.values()
            if each.credit_code == credit_code and each.kind == "enterprise"
        )
        return next(found, None)
