"""An operator has a text message that was given up tried anew, once what was wrong is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from contracts.actor import Actor
from services.registry.domain.views import Shown, text_message_shown
from services.registry.use_cases.ports import Work


@dataclass(frozen=True, kw_only=True)
class TextRetry:
    """What is written down: a text message itself has no versions."""

    id: UUID
    city: str
    version: int = 1


def retry_text_message(uow: Work, actor: Actor, message_id: UUID, *, now: datetime) -> Shown:
    """ActionNotAllowed unless it is in quarantine."""
    message = uow.texts.get(message_id, for_update=True).retried(now)
    uow.texts.put(message)
    uow.audit.record(actor, "retry_text_message", TextRetry(id=uuid4(), city=uow.city), text_message_id=message_id)
    return text_message_shown(message)
