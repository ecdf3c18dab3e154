"""The city officer makes a window longer, for everybody or for those who had begun a draft before a moment (延期)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain import calls
from services.declaration.domain.shown_call import shown_call
from services.declaration.use_cases.ports import Unit


def extend_call(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    call_id: UUID,
    *,
    window_of: str,
    closes_at: datetime,
    reason: str,
    drafts_before: datetime | None,
    expected_version: int | None,
) -> dict[str, Any]:
    """`window_of` is the applicant, or the actor of a review step that has a window of its own."""
    call = uow.calls.get(call_id)
    must_be_version(call, expected_version)
    decision = calls.extend_call(
        call,
        actor=window_of,
        closes_at=closes_at,
        reason=reason,
        drafts_before=drafts_before,
        at=clock.now(),
        by=actor,
    )
    uow.calls.save(decision.call)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "extend_call", decision.call, window_of=window_of, closes_at=closes_at, reason=reason)
    return shown_call(decision.call, packs.get(call.pack), at=clock.now())
