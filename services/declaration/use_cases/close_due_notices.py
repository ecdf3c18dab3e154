"""The timer closes the notices whose period is over: clear lines are listed, the others held or refused."""

from __future__ import annotations

from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain.pilot_notice import close_notice
from services.declaration.use_cases.load import rules_of
from services.declaration.use_cases.ports import Unit
from services.declaration.use_cases.settle_lines import settle_lines


def close_due_notices(uow: Unit, packs: Packs, clock: Clock) -> None:
    """A late timer lists later, never earlier."""
    actor, at = Actor.system(uow.city), clock.now()
    for notice in uow.notices.due(at):
        declarations = uow.declarations.get_all([line.id for line in notice.notice.lines])
        decision = close_notice(notice, declarations, rules_of(packs), by=actor, at=at)
        uow.notices.save(decision.notice)
        uow.outbox.add(decision.events)
        uow.audit.record(actor, "close_notice", decision.notice)
        settle_lines(uow, clock, actor, decision)
