"""The city officer opens a call by hand: one whose window the pack leaves open, or one that was closed by mistake."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain import calls
from services.declaration.domain.shown_call import shown_call
from services.declaration.use_cases.ports import Unit


def open_call(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, call_id: UUID, *, expected_version: int | None
) -> dict[str, Any]:
    """`Invalid` with the window's article outside the window that the pack sets."""
    call = uow.calls.get(call_id)
    must_be_version(call, expected_version)
    pack = packs.get(call.pack)
    decision = calls.open_call(call, pack, at=clock.now(), by=actor)
    uow.calls.save(decision.call)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "open_call", decision.call)
    return shown_call(decision.call, pack, at=clock.now())
