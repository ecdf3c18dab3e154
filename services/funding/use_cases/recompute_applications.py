"""The city's calendar changed: deadlines of award applications that reach into that year are counted anew."""

from __future__ import annotations

from datetime import date

from contracts.actor import Actor
from services.funding.domain.applying import recomputed
from services.funding.use_cases.ports import Unit


def recompute_applications(uow: Unit, *, year: int) -> None:
    """Only what comes out differently is changed."""
    actor, calendar = Actor.system(uow.city), uow.facts.calendar()
    for application in uow.applications.due_from(date(year, 1, 1)):
        changed = recomputed(application, calendar)
        if changed is not None:
            uow.applications.save(changed)
            uow.audit.record(actor, "recompute_deadline", changed, due_on=changed.dossier.due_on)
