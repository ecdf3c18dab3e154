"""An enterprise closes a need: it is met, or no more (XB6)."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.shown_matching import Shown, need_shown
from services.registry.use_cases.load import own_need
from services.registry.use_cases.ports import Work


def close_need(uow: Work, actor: Actor, need_id: UUID, *, reason: str, expected_version: int | None) -> Shown:
    """Interest that was not answered stays unanswered; what was matched stays matched."""
    closed = own_need(uow, actor, need_id, expected_version).closed(reason)
    uow.needs.save(closed)
    uow.audit.record(actor, "close_need", closed, organisation_id=closed.enterprise_id)
    return need_shown(closed)
