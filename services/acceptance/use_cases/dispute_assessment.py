"""The enterprise disputes an institution's report, with reasons."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessing_level import dispute
from services.acceptance.domain.assessment import Reason
from services.acceptance.domain.assessment_rights import must_answer
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit
from services.acceptance.use_cases.tell_assessment import tell_assessment


def dispute_assessment(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    assessment_id: UUID,
    *,
    reasons: tuple[Reason, ...],
    expected_version: int | None,
) -> Shown:
    """The bureau decides; until then it does not count."""
    assessment = uow.assessments.get(assessment_id)
    must_answer(actor, assessment)
    must_be_version(assessment, expected_version)
    decision = dispute(assessment, reasons, by=actor, at=clock.now())
    uow.assessments.save(decision.assessment)
    tell_assessment(uow, decision)
    uow.audit.record(actor, "dispute", decision.assessment, reasons=len(reasons))
    return shown_assessment(decision.assessment, packs.get(assessment.pack), actor)
