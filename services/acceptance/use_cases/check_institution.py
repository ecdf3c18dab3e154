"""Whether an institution may diagnose or evaluate an enterprise."""

from __future__ import annotations

from uuid import UUID

from casework.common_facts import Organisation
from contracts.events.declaration import Applicant
from policy.packs import Pack
from services.acceptance.domain.assessment_request import Purpose
from services.acceptance.domain.assessment_rules import must_be_recognised, must_be_unbiased
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def check_institution(
    uow: Unit, pack: Pack, institution_id: UUID, *, applicant: Applicant, purpose: Purpose
) -> Organisation:
    """The institution; NotRecognised, or ConflictOfInterest for whoever diagnosed, sold to or advised it."""
    institution = uow.facts.organisation(institution_id)
    must_be_recognised(pack, institution, uow.assessment_facts.pooled(institution_id), purpose)
    sellers = uow.projects.sellers_to(applicant.id)
    must_be_unbiased(
        institution,
        applicant,
        purpose,
        sellers=sellers,
        declared=uow.facts.declared_stakes(institution_id, applicant.id, [each.id for each in sellers]),
        advisers=uow.assessments.advisers_of(applicant.id),
    )
    return institution
