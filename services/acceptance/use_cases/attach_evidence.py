"""The assessor attaches evidence of an item or a scenario, or its report."""

from __future__ import annotations

from uuid import UUID

from casework.uploads import UploadedFile
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain import assessing_level
from services.acceptance.domain.assessment_rights import must_write
from services.acceptance.domain.assessment_rules import edition_of
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def attach_evidence(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    assessment_id: UUID,
    *,
    slot: str,
    file: UploadedFile,
    expected_version: int | None,
) -> Shown:
    """`slot` is the code of the item or scenario, or `report`."""
    assessment = uow.assessments.get(assessment_id)
    must_write(actor, assessment)
    must_be_version(assessment, expected_version)
    edition = edition_of(packs.get(assessment.pack), assessment)
    attachment = file.attached(by=actor, at=clock.now())
    attached = assessing_level.attach_evidence(assessment, edition, slot, attachment)
    uow.assessments.save(attached)
    uow.audit.record(actor, "attach", attached, slot=slot, attachment_id=attachment.id, sha256=file.sha256)
    return shown_assessment(attached, packs.get(attached.pack), actor)
