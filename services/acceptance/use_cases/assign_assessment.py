"""The bureau assigns the institution that diagnoses or evaluates."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessment_request import request_announced
from services.acceptance.domain.assessment_rights import must_read_request
from services.acceptance.domain.assessment_shown import Shown, shown_request
from services.acceptance.use_cases.check_institution import check_institution
from services.acceptance.use_cases.drop_assessment import drop_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def assign_assessment(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    request_id: UUID,
    *,
    institution_id: UUID,
    expected_version: int | None,
) -> Shown:
    """NotRecognised, or ConflictOfInterest for whoever diagnosed, sold to or advised the enterprise."""
    request = uow.assessment_requests.get(request_id)
    must_read_request(actor, request)
    must_be_version(request, expected_version)
    pack = packs.get(request.pack)
    check_institution(uow, pack, institution_id, applicant=request.applicant, purpose=request.purpose)
    drop_assessment(uow, clock, actor, request_id, unless_by=institution_id)
    assigned = request.assigned(institution_id)
    uow.assessment_requests.save(assigned)
    uow.outbox.add([request_announced(assigned, at=clock.now(), by=actor)])
    uow.audit.record(actor, "assign", assigned, institution_id=institution_id)
    return shown_request(assigned, actor)
