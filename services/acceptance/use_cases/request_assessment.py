"""The enterprise asks for an institution's diagnosis or evaluation of a project (ZS2, ZS6)."""

from __future__ import annotations

from uuid import UUID, uuid4

from casework.desks import absent
from casework.mandates import acts_for, agency
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessment_request import AssessmentRequest, Purpose, request_announced
from services.acceptance.domain.assessment_rules import must_be_open
from services.acceptance.domain.assessment_shown import Shown, shown_request
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def request_assessment(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, project_id: UUID, purpose: Purpose, wish: str
) -> Shown:
    """In the stage of the pack. One open request of a kind per project: the database holds it. The bureau assigns."""
    around = uow.projects.around(project_id)
    applicant = around.project.applicant
    if not acts_for(actor, applicant.id, around.project.ref.programme_year, purpose.value):
        raise absent("project", project_id)
    must_be_open(packs.get(around.project.ref), purpose, around.project, at=clock.now())
    request = AssessmentRequest(
        id=uuid4(),
        city=uow.city,
        version=1,
        case_id=around.project.case_id,
        project_id=project_id,
        applicant=applicant,
        division=around.organisation.division,
        division_path=around.division_path,
        pack=around.project.ref,
        purpose=purpose,
        requested_at=clock.now(),
        wish=wish,
    )
    uow.assessment_requests.add(request)
    uow.outbox.add([request_announced(request, at=clock.now(), by=actor)])
    uow.audit.record(actor, "request", request, purpose=purpose, **agency(actor, applicant.id))
    return shown_request(request, actor)
