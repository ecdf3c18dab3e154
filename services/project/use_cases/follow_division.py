"""The registry moved an enterprise to another division: its open projects go with it."""

from __future__ import annotations

from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.project import ProjectFiled
from services.project.domain.project import ProjectState, announced
from services.project.use_cases.ports import Unit


def follow_division(uow: Unit, clock: Clock, organisation_id: UUID) -> None:
    """What is in review waits for the new district from now on, which is told; the deadline goes on."""
    actor = Actor.system(uow.city)
    division = uow.facts.organisation(organisation_id).division
    path = uow.facts.division_path(division)
    for project in uow.projects.active_of_applicant(organisation_id):
        if project.division == division:
            continue
        moved = project.changed(division=division, division_path=path)
        uow.projects.save(moved)
        if moved.state is ProjectState.IN_REVIEW:
            uow.outbox.add([announced(ProjectFiled, moved, at=clock.now(), by=actor)])
        uow.audit.record(actor, "move_to_division", moved, before=project.division, after=division)
