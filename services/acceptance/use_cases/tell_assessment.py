"""What an assessment is told by, and what its project has reached by it."""

from __future__ import annotations

from typing import Final

from contracts.events.acceptance import DiagnosisConfirmed, LevelConfirmed, SelfAssessmentCompleted
from services.acceptance.domain.assessment import AssessmentDecision
from services.acceptance.use_cases.ports import AssessmentUnit as Unit

_MILESTONES: Final = (SelfAssessmentCompleted, DiagnosisConfirmed, LevelConfirmed)


def tell_assessment(uow: Unit, decision: AssessmentDecision) -> None:
    """Told to the others; what stages of the pack may wait for is kept here at once: one's own events are not heard."""
    uow.outbox.add(decision.events)
    project_id = decision.assessment.project_id
    for event in decision.events:
        if project_id is not None and isinstance(event, _MILESTONES):
            uow.projects.keep_reached(project_id, event.NAME, city=uow.city)
