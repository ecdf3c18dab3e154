"""The assessor takes a file out again."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain import assessing_level
from services.acceptance.domain.assessment_rights import must_write
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def remove_evidence(
    uow: Unit,
    packs: Packs,
    actor: Actor,
    assessment_id: UUID,
    *,
    attachment_id: UUID,
    expected_version: int | None,
) -> Shown:
    """Whichever slot it is in, while it is a draft."""
    assessment = uow.assessments.get(assessment_id)
    must_write(actor, assessment)
    must_be_version(assessment, expected_version)
    changed = assessing_level.remove_evidence(assessment, attachment_id)
    uow.assessments.save(changed)
    uow.audit.record(actor, "remove_attachment", changed, attachment_id=attachment_id)
    return shown_assessment(changed, packs.get(changed.pack), actor)
