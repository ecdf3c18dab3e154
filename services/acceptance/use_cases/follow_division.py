"""The registry moved an enterprise to another division: its open acceptances and its assessments go with it."""

from __future__ import annotations

from uuid import UUID

from casework.states import State
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.acceptance import AcceptanceRequested
from services.acceptance.domain.acceptance import announced
from services.acceptance.use_cases.ports import AssessmentUnit


def follow_division(uow: AssessmentUnit, clock: Clock, organisation_id: UUID) -> None:
    """What is in review waits for the new district from now on, which is told."""
    actor = Actor.system(uow.city)
    division = uow.facts.organisation(organisation_id).division
    path = uow.facts.division_path(division)
    uow.assessments.move(organisation_id, division, path)
    uow.assessment_requests.move(organisation_id, division, path)
    for acceptance in uow.acceptances.live_of(organisation_id):
        if acceptance.division == division:
            continue
        moved = acceptance.changed(division=division, division_path=path)
        uow.acceptances.save(moved)
        if moved.state is State.IN_REVIEW:
            uow.outbox.add([announced(AcceptanceRequested, moved, at=clock.now(), by=actor)])
        uow.audit.record(actor, "move_to_division", moved, before=acceptance.division, after=division)
