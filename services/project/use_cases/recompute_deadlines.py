"""The city's calendar changed: deadlines that reach into that year are counted anew."""

from __future__ import annotations

from datetime import date

from contracts.actor import Actor
from services.project.domain.reviewing import recomputed
from services.project.domain.training import recomputed as recomputed_training
from services.project.use_cases.ports import Unit


def recompute_deadlines(uow: Unit, *, year: int) -> None:
    """Only what comes out differently is changed."""
    actor, calendar = Actor.system(uow.city), uow.facts.calendar()
    for project in uow.projects.due_from(date(year, 1, 1)):
        changed = recomputed(project, calendar)
        if changed is not None:
            uow.projects.save(changed)
            due_on = {name: stage.dossier.due_on for name, stage in changed.stages.items() if stage.dossier.due_on}
            uow.audit.record(actor, "recompute_deadline", changed, due_on=due_on)
    for record in uow.trainings.due_from(date(year, 1, 1)):
        recounted = recomputed_training(record, calendar)
        if recounted is not None:
            uow.trainings.save(recounted)
            uow.audit.record(actor, "recompute_deadline", recounted, due_on=recounted.dossier.due_on)
