"""The assessor drops a draft."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessing_level import discard
from services.acceptance.domain.assessment_rights import must_write
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def discard_assessment(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, assessment_id: UUID, *, expected_version: int | None
) -> Shown:
    """Kept for the history; another one can be begun."""
    assessment = uow.assessments.get(assessment_id)
    must_write(actor, assessment)
    must_be_version(assessment, expected_version)
    dropped = discard(assessment, at=clock.now())
    uow.assessments.save(dropped)
    uow.audit.record(actor, "discard", dropped)
    return shown_assessment(dropped, packs.get(dropped.pack), actor)
