"""The timer notes that notices are over. No decision waits for it: the clock decides."""

from __future__ import annotations

from casework import public_notice
from contracts.actor import Actor
from services.funding.use_cases.ports import Clock, Unit


def close_due_notices(uow: Unit, clock: Clock) -> None:
    """Every open notice whose period is over."""
    system = Actor.system(uow.city)
    for due in uow.notices.due(clock.now()):
        closed = due.changed(public_notice.close_notice(due.notice, at=clock.now()))
        uow.notices.save(closed)
        uow.audit.record(system, "close", closed)
