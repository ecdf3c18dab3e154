"""The city's calendar changed: deadlines and notice periods that reach into that year are counted anew."""

from __future__ import annotations

from datetime import date

from chassis.clock import Clock
from contracts.actor import Actor
from services.declaration.domain import pilot_notice, reviewing
from services.declaration.use_cases.ports import Unit


def recompute_deadlines(uow: Unit, clock: Clock, *, year: int) -> None:
    """Only what comes out differently is changed. A published notice period is never shortened."""
    actor, at, calendar = Actor.system(uow.city), clock.now(), uow.facts.calendar()
    for declaration in uow.declarations.due_from(date(year, 1, 1)):
        changed = reviewing.recomputed(declaration, calendar)
        if changed is not None:
            uow.declarations.save(changed)
            uow.audit.record(actor, "recompute_deadline", changed, due_on=changed.dossier.due_on)
    for notice in uow.notices.open():
        decision = pilot_notice.recomputed(notice, calendar, by=actor, at=at)
        if decision is not None:
            uow.notices.save(decision.notice)
            uow.outbox.add(decision.events)
            uow.audit.record(actor, "recompute_notice", decision.notice, closes_on=decision.notice.notice.closes_on)
