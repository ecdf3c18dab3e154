"""The city officer closes a call: for one that is open until the pilot ends, this is the end."""

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


def close_call(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, call_id: UUID, *, reason: str, expected_version: int | None
) -> dict[str, Any]:
    """Nothing can be handed in from now on; what was handed in goes its way, corrections included."""
    call = uow.calls.get(call_id)
    must_be_version(call, expected_version)
    decision = calls.close_call(call, at=clock.now(), by=actor, reason=reason)
    uow.calls.save(decision.call)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "close_call", decision.call, reason=reason)
    return shown_call(decision.call, packs.get(call.pack), at=clock.now())
