"""An assessment concerns two sides: the enterprise and the institution are each told what is theirs (ALL5)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from contracts.events.acceptance import (
    AssessmentAssigned,
    AssessmentReturned,
    AssessmentSubmitted,
    DiagnosisDisputed,
    LevelDisputed,
)
from contracts.events.base import Event
from contracts.events.declaration import Applicant
from services.registry.domain.notice_kinds import Audience
from services.registry.domain.notices import kind_for_institution
from services.registry.use_cases.notify_institution import notify_institution
from services.registry.use_cases.notify_people import notify_people
from tests.builders_registry import CITY, CODE, NOON, SEALER, ZHONGSHAN_DISTRICT, an_account
from tests.fakes_registry import FakeWork

INSTITUTION = uuid4()
OF_REPORT: dict[str, Any] = {"project_id": uuid4(), "assessor_id": INSTITUTION, "method": "third_party"}
OF_DIAGNOSIS: dict[str, Any] = {
    "project_id": uuid4(), "institution_id": INSTITUTION, "method": "institution", "level": 2, "edition": "2024",
}  # fmt: skip
OF_REQUEST: dict[str, Any] = {
    "project_id": uuid4(), "institution_id": INSTITUTION, "division": ZHONGSHAN_DISTRICT, "purpose": "diagnosis",
    "round": 1,
}  # fmt: skip


def told_to(event: type[Event], members: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What the enterprise's people and the institution's are told of an event that concerns both."""
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()
    assessor = an_account(login="assessor", organisation_id=INSTITUTION, roles=frozenset({"third_party_assessor"}))
    work.accounts.add(assessor)
    applicant = Applicant(kind="enterprise", id=organisation.id, credit_code=CODE, name=organisation.name)
    head = {"city": CITY, "aggregate_id": uuid4(), "sequence": 3, "at": NOON, "actor": uuid4(), "case_id": None}
    news = event(**head, applicant=applicant, **members)

    if event is not AssessmentReturned:
        notify_people(work, SEALER, news, applicant_id=organisation.id, now=NOON)
    if event is not AssessmentSubmitted:
        notify_institution(work, SEALER, news, institution_id=INSTITUTION, now=NOON)
    return work.messages.kinds_for(owner), work.messages.kinds_for(assessor)


@pytest.mark.parametrize(
    ("event", "members", "enterprise", "institution"),
    [
        (AssessmentAssigned, OF_REQUEST, ["assessment_assigned"], ["assessment_to_write"]),
        (AssessmentSubmitted, OF_REPORT, ["assessment_submitted"], []),
        (DiagnosisDisputed, OF_DIAGNOSIS, ["diagnosis_disputed"], ["report_disputed"]),
        (LevelDisputed, OF_REPORT, ["level_disputed"], ["report_disputed"]),
        (AssessmentReturned, OF_REPORT, [], ["assessment_returned"]),
    ],
)
def test_each_side_is_told_what_the_other_did(
    event: type[Event], members: dict[str, Any], enterprise: list[str], institution: list[str]
) -> None:
    assert told_to(event, members) == (enterprise, institution)


def test_what_an_institution_is_told_is_for_institutions() -> None:
    work = FakeWork()
    organisation, _, _ = work.with_enterprise()
    applicant = Applicant(kind="enterprise", id=organisation.id, credit_code=CODE, name=organisation.name)
    head: dict[str, Any] = {"city": CITY, "aggregate_id": uuid4(), "sequence": 1, "at": NOON, "actor": uuid4()}

    kind = kind_for_institution(AssessmentReturned(**head, applicant=applicant, **OF_REPORT))

    assert kind.audience is Audience.INSTITUTION
