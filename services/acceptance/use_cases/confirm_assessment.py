"""The enterprise confirms an institution's report: it counts from now on (ZS2, ZS6)."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessing_level import confirm
from services.acceptance.domain.assessment_rights import must_answer
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit
from services.acceptance.use_cases.settle_request import settle_request
from services.acceptance.use_cases.tell_assessment import tell_assessment


def confirm_assessment(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, assessment_id: UUID, *, expected_version: int | None
) -> Shown:
    """Once, and only what waits for it."""
    assessment = uow.assessments.get(assessment_id)
    must_answer(actor, assessment)
    must_be_version(assessment, expected_version)
    decision = confirm(assessment, by=actor, at=clock.now())
    uow.assessments.save(decision.assessment)
    tell_assessment(uow, decision)
    uow.audit.record(actor, "confirm", decision.assessment)
    settle_request(uow, packs, actor, decision.assessment)
    return shown_assessment(decision.assessment, packs.get(assessment.pack), actor)
