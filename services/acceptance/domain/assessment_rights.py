"""Who writes an assessment, who confirms it, and who may read it. What is foreign looks absent."""

from __future__ import annotations

from casework.desks import absent
from casework.divisions import serves
from casework.mandates import acts_for
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.assessment import Assessment, AssessmentState
from services.acceptance.domain.assessment_request import AssessmentRequest

KIND, REQUEST_KIND = "assessment", "assessment_request"


def must_write(actor: Actor, assessment: Assessment) -> None:
    """NotFound unless the actor belongs to the organisation that assesses."""
    if not is_author(actor, assessment):
        raise NotFound(kind=KIND, id=str(assessment.id))


def must_answer(actor: Actor, assessment: Assessment) -> None:
    """NotFound unless the actor belongs to the enterprise, and was shown the report."""
    if actor.organisation_id != assessment.applicant.id or not _is_shown(assessment):
        raise NotFound(kind=KIND, id=str(assessment.id))


def must_read(actor: Actor, assessment: Assessment) -> None:
    """NotFound unless the actor wrote it, or it was handed in and is the actor's own, its division's or city's."""
    if not may_read(actor, assessment):
        raise NotFound(kind=KIND, id=str(assessment.id))


def may_read(actor: Actor, assessment: Assessment) -> bool:
    """Whether `must_read` would let the actor pass."""
    if is_author(actor, assessment):
        return True
    if not _is_shown(assessment):
        return False
    if actor.organisation_id == assessment.applicant.id or actor.may(f"{SERVICE}.read_city"):
        return True
    is_served = serves(actor.division, assessment.division, assessment.division_path)
    return actor.may(f"{SERVICE}.read_division") and is_served


def is_author(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor belongs to the organisation that assesses."""
    return actor.is_system or (actor.organisation_id is not None and actor.organisation_id == assessment.assessor.id)


def sees_findings(actor: Actor, assessment: Assessment) -> bool:
    """What was found is the author's alone while it is written anew, after a dispute was upheld."""
    return is_author(actor, assessment) or assessment.state is not AssessmentState.DRAFT


def must_own_request(actor: Actor, request: AssessmentRequest) -> None:
    """NotFound unless it is the actor's own enterprise's."""
    if actor.organisation_id != request.applicant.id and not actor.is_system:
        raise absent(REQUEST_KIND, request.id)


def must_act_on_request(actor: Actor, request: AssessmentRequest) -> None:
    """NotFound unless it is its own enterprise's, or it may ask for it in the stage that the request is about."""
    if not is_for_requester(actor, request):
        raise absent(REQUEST_KIND, request.id)


def is_for_requester(actor: Actor, request: AssessmentRequest) -> bool:
    """Whether `must_act_on_request` would let the actor pass."""
    return acts_for(actor, request.applicant.id, request.pack.programme_year, request.purpose.value)


def must_read_request(actor: Actor, request: AssessmentRequest) -> None:
    """NotFound for whom it does not concern: the enterprise, the assigned institution, its division, the city."""
    if is_for_requester(actor, request) or actor.organisation_id == (request.institution_id or request.id):
        return
    is_served = serves(actor.division, request.division, request.division_path)
    if not actor.may(f"{SERVICE}.read_city") and not (actor.may(f"{SERVICE}.read_division") and is_served):
        raise absent(REQUEST_KIND, request.id)


def _is_shown(assessment: Assessment) -> bool:
    return bool(assessment.submissions)
