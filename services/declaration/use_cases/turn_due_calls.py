"""The timer opens the calls whose window has begun and closes those whose last second is over."""

from __future__ import annotations

from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain.calls import CallState, close_call, open_call
from services.declaration.use_cases.ports import Unit

WINDOW_OVER = "window_over"


def turn_due_calls(uow: Unit, packs: Packs, clock: Clock) -> None:
    """It only writes down what the clock has decided: whether something can be handed in never waits for it."""
    actor, at = Actor.system(uow.city), clock.now()
    for call in uow.calls.due(at):
        pack = packs.get(call.pack)
        if call.state is CallState.PLANNED and call.problem(pack, at=at) is not None:
            continue
        if call.state is CallState.PLANNED:
            decision = open_call(call, pack, at=at, by=actor)
        else:
            decision = close_call(call, at=at, by=actor, reason=WINDOW_OVER)
        uow.calls.save(decision.call)
        uow.outbox.add(decision.events)
        uow.audit.record(actor, "open_call" if decision.call.state is CallState.OPEN else "close_call", decision.call)
