"""The officer decides a dispute: upheld, it goes back to the assessor; dismissed, the report counts."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain import assessing_level
from services.acceptance.domain.assessment_rights import must_read
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit
from services.acceptance.use_cases.settle_request import settle_request
from services.acceptance.use_cases.tell_assessment import tell_assessment


def decide_dispute(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    assessment_id: UUID,
    *,
    is_upheld: bool,
    opinion: str,
    expected_version: int | None,
) -> Shown:
    """With an opinion that both sides read."""
    assessment = uow.assessments.get(assessment_id)
    must_read(actor, assessment)
    must_be_version(assessment, expected_version)
    decision = assessing_level.decide_dispute(
        assessment, is_upheld=is_upheld, opinion=opinion, by=actor, at=clock.now()
    )
    uow.assessments.save(decision.assessment)
    tell_assessment(uow, decision)
    uow.audit.record(actor, "decide_dispute", decision.assessment, is_upheld=is_upheld)
    settle_request(uow, packs, actor, decision.assessment)
    return shown_assessment(decision.assessment, packs.get(assessment.pack), actor)
