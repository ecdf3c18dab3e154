"""What a notice decided for its declarations is kept, announced and recorded, one by one."""

from __future__ import annotations

from contracts.actor import Actor
from services.declaration.domain.pilot_notice import NoticeDecision
from services.declaration.use_cases.ports import Unit


def settle_lines(uow: Unit, actor: Actor, decision: NoticeDecision) -> None:
    """Listed, held or refused: each is a change of its own declaration."""
    for settled in decision.declarations:
        uow.declarations.save(settled.declaration)
        uow.outbox.add(settled.events)
        state = settled.declaration.place.state
        uow.audit.record(actor, "settle_listing", settled.declaration, pilot_state=state, notice_id=decision.notice.id)
