"""The city's calendar changed: deadlines of enrolments that reach into that year are counted anew."""

from __future__ import annotations

from datetime import date, datetime

from casework.deadlines import recompute
from contracts.actor import Actor
from services.registry.domain.due_steps import news_of
from services.registry.use_cases.keep_due_step import keep_due_step
from services.registry.use_cases.load import calendar_of
from services.registry.use_cases.ports import Work


def recompute_enrolments(uow: Work, *, year: int, at: datetime) -> None:
    """Only what comes out differently is changed."""
    actor, calendar = Actor.system(uow.city), calendar_of(uow)
    for enrolment in uow.enrolments.due_from(date(year, 1, 1)):
        dossier = recompute(enrolment.dossier, calendar)
        if dossier != enrolment.dossier:
            changed = enrolment.changed(dossier=dossier)
            uow.enrolments.save(changed)
            uow.audit.record(actor, "recompute_deadline", changed, due_on=dossier.due_on)
            keep_due_step(uow, news_of(changed), at=at)
