"""Reading webhooks and their deliveries, for their owner."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_

from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.views_webhooks import delivery_shown, webhook_shown
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor
from services.registry.storage.tables.webhooks import delivery, webhook
from services.registry.storage.webhooks import DeliveryRepository, WebhookRepository

_webhooks, _deliveries = WebhookRepository.mapped, DeliveryRepository.mapped

_own = (
    select(webhook)
    .where(webhook.c.organisation_id == bindparam("organisation_id"), webhook.c.state != "removed")
    .order_by(webhook.c.registered_at, webhook.c.id)
    .limit(200)
)
_one = select(webhook.c.id).where(
    webhook.c.id == bindparam("webhook_id"),
    webhook.c.organisation_id == bindparam("organisation_id"),
    webhook.c.state != "removed",
)
_of_webhook = (
    select(delivery)
    .where(delivery.c.webhook_id == bindparam("webhook_id"))
    .where(bindparam("state").is_(None) | (delivery.c.state == bindparam("state")))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(delivery.c.written_at, delivery.c.id) < tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(delivery.c.written_at.desc(), delivery.c.id.desc())
    .limit(bindparam("limit"))
)


def webhooks(reading: Reading, actor: Actor) -> dict[str, Any]:
    """Those of the actor's organisation, oldest first."""
    rows = [] if actor.organisation_id is None else reading.read(_own, organisation_id=actor.organisation_id)
    return {"items": [webhook_shown(_webhooks.of(row)) for row in rows], "next": None}


def deliveries(
    reading: Reading, actor: Actor, webhook_id: UUID, *, state: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Of one of the actor's organisation's webhooks, newest first; NotFound for somebody else's."""
    after_at, after_id = read_cursor(after, (instant, identity))
    if reading.first(_one, webhook_id=webhook_id, organisation_id=actor.organisation_id) is None:
        raise NotFound(kind="webhook", id=str(webhook_id))
    rows = reading.read(
        _of_webhook, webhook_id=webhook_id, state=state, after_at=after_at, after_id=after_id, limit=limit_of(limit)
    )
    return page(rows, limit, lambda row: delivery_shown(_deliveries.of(row)), lambda row: (row.written_at, row.id))
