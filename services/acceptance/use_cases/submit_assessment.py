"""The assessor hands in: a self-assessment is complete, an institution's report waits for the enterprise."""

from __future__ import annotations

from uuid import UUID

from casework.desks import absent
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessing_level import submit
from services.acceptance.domain.assessment import Assessment
from services.acceptance.domain.assessment_rights import REQUEST_KIND, must_write
from services.acceptance.domain.assessment_rules import edition_of
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.check_institution import check_institution
from services.acceptance.use_cases.ports import AssessmentUnit as Unit
from services.acceptance.use_cases.tell_assessment import tell_assessment


def submit_assessment(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, assessment_id: UUID, *, expected_version: int | None
) -> Shown:
    """Scored under its own edition, or AssessmentIncomplete with all problems at once: the draft stays as it is."""
    assessment = uow.assessments.get(assessment_id)
    must_write(actor, assessment)
    must_be_version(assessment, expected_version)
    _must_still_be_its_business(uow, packs, assessment)
    edition = edition_of(packs.get(assessment.pack), assessment)
    decision = submit(assessment, edition, by=actor, at=clock.now())
    submitted = decision.assessment
    uow.assessments.save(submitted)
    tell_assessment(uow, decision)
    uow.audit.record(actor, "submit", submitted, digest=submitted.submissions[-1].digest)
    return shown_assessment(submitted, packs.get(submitted.pack), actor)


def _must_still_be_its_business(uow: Unit, packs: Packs, assessment: Assessment) -> None:
    """An institution that was replaced, or has sold to the enterprise since, does not hand in."""
    if assessment.request_id is None:
        return
    request = uow.assessment_requests.get(assessment.request_id)
    if request.institution_id != assessment.assessor.id:
        raise absent(REQUEST_KIND, request.id)
    check_institution(
        uow,
        packs.get(assessment.pack),
        assessment.assessor.id,
        applicant=assessment.applicant,
        purpose=request.purpose,
    )
