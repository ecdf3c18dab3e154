"""The assessor saves the answers, complete or not."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from policy.assessment_answers import Answers
from policy.packs import Packs
from services.acceptance.domain.assessing_level import save_answers
from services.acceptance.domain.assessment_rights import must_write
from services.acceptance.domain.assessment_rules import edition_of
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def save_assessment_answers(
    uow: Unit,
    packs: Packs,
    actor: Actor,
    assessment_id: UUID,
    *,
    answers: Answers,
    expected_version: int | None,
) -> Shown:
    """All of them at once; Invalid with every item and rule that they break."""
    assessment = uow.assessments.get(assessment_id)
    must_write(actor, assessment)
    must_be_version(assessment, expected_version)
    edition = edition_of(packs.get(assessment.pack), assessment)
    saved = save_answers(assessment, edition, answers)
    uow.assessments.save(saved)
    uow.audit.record(actor, "save_answers", saved)
    return shown_assessment(saved, packs.get(saved.pack), actor)
