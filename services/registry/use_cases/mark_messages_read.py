"""Somebody has read a message, or all of them."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Clock, Work


def mark_messages_read(uow: Work, clock: Clock, actor: Actor, *, message_id: UUID | None) -> Shown:
    """One's own only; without an id all that are unread. A message that was read keeps its first time."""
    uow.messages.mark_read(actor.account_id, message_id, clock.now())
    return {"marked": True}
