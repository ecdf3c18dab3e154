"""The assessor writes the words of the diagnosis: needs by link and aim, and what it recommends (XB4, ZS6)."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain import assessing_level
from services.acceptance.domain.assessment import Diagnosis
from services.acceptance.domain.assessment_rights import must_write
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def save_diagnosis(
    uow: Unit,
    packs: Packs,
    actor: Actor,
    assessment_id: UUID,
    *,
    diagnosis: Diagnosis,
    expected_version: int | None,
) -> Shown:
    """All of it at once."""
    assessment = uow.assessments.get(assessment_id)
    must_write(actor, assessment)
    must_be_version(assessment, expected_version)
    saved = assessing_level.save_diagnosis(assessment, packs.get(assessment.pack), diagnosis)
    uow.assessments.save(saved)
    uow.audit.record(actor, "save_diagnosis", saved, needs=len(diagnosis.needs))
    return shown_assessment(saved, packs.get(saved.pack), actor)
