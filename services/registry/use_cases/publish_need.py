"""An enterprise publishes a need: everybody reads it, providers of the pool may answer (XB6)."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.shown_matching import Shown, need_shown
from services.registry.use_cases.load import own_need
from services.registry.use_cases.ports import Clock, Work


def publish_need(uow: Work, clock: Clock, actor: Actor, need_id: UUID, *, expected_version: int | None) -> Shown:
    """ActionNotAllowed unless it is a draft."""
    published = own_need(uow, actor, need_id, expected_version).published(at=clock.now())
    uow.needs.save(published)
    uow.audit.record(actor, "publish_need", published, organisation_id=published.enterprise_id)
    return need_shown(published)
