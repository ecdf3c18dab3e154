"""What a notice decided for its declarations is kept, announced and recorded, one by one."""

from __future__ import annotations

from chassis.clock import Clock
from contracts.actor import Actor
from services.declaration.domain.pilot_notice import NoticeDecision
from services.declaration.use_cases.follow_warnings import follow_warnings
from services.declaration.use_cases.ports import Unit


def settle_lines(uow: Unit, clock: Clock, actor: Actor, decision: NoticeDecision) -> None:
    """Listed, held or refused: each is a change of its own declaration. Open warnings follow it onto the list (XB8)."""
    for settled in decision.declarations:
        uow.declarations.save(settled.declaration)
        uow.outbox.add(settled.events)
        state = settled.declaration.place.state
        uow.audit.record(actor, "settle_listing", settled.declaration, pilot_state=state, notice_id=decision.notice.id)
        follow_warnings(uow, clock, settled.declaration.applicant.id)
