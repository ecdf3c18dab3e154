"""The calendar changed: notices that still run may end later, never earlier than they said."""

from __future__ import annotations

from casework.public_notice import recompute_closing
from contracts.actor import Actor
from services.funding.use_cases.ports import Clock, Unit


def recompute_notices(uow: Unit, clock: Clock) -> None:
    """Every open notice by the calendar as it is known now."""
    system, calendar = Actor.system(uow.city), uow.facts.calendar()
    for running in uow.notices.running():
        moved = recompute_closing(running.notice, calendar, at=clock.now())
        if moved != running.notice:
            changed = running.changed(moved)
            uow.notices.save(changed)
            uow.audit.record(system, "move_closing", changed, closes_at=moved.closes_at)
