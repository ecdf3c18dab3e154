"""The registry moved an enterprise to another division: its open projects go with it."""

from __future__ import annotations

from uuid import UUID

from casework.states import State
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.project import ProjectFiled
from services.project.domain.project import announced
from services.project.use_cases.ports import Unit


def follow_division(uow: Unit, clock: Clock, organisation_id: UUID) -> None:
    """What is in review waits for the new district from now on, which is told; the deadline goes on."""
    actor = Actor.system(uow.city)
    division = uow.facts.organisation(organisation_id).division
    path = uow.facts.division_path(division)
    for project in uow.projects.active_of_applicant(organisation_id):
        if project.division == division:
            continue
        live = [stage for stage in project.stages.values() if stage.dossier.is_live]
        moved = project.changed(*live, division=division, division_path=path)
        uow.projects.save(moved)
        in_review = [stage for stage in moved.stages.values() if stage.dossier.state is State.IN_REVIEW]
        events = [announced(ProjectFiled, moved, each, at=clock.now(), by=actor, stage=each.name) for each in in_review]
        uow.outbox.add(events)
        uow.audit.record(actor, "move_to_division", moved, before=project.division, after=division)
    for record in uow.trainings.active_of_applicant(organisation_id):
        if record.division != division:
            followed = record.changed(division=division, division_path=path)
            uow.trainings.save(followed)
            uow.audit.record(actor, "move_to_division", followed, before=record.division, after=division)
