"""The owner wants something delivered once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, NotFound
from services.registry.domain.views import Shown
from services.registry.domain.views_webhooks import delivery_shown
from services.registry.domain.webhooks import DeliveryAction, WebhookState
from services.registry.use_cases.load import held_webhook
from services.registry.use_cases.ports import Work


@dataclass(frozen=True, kw_only=True)
class Redelivery:
    """What is written down: a delivery itself has no versions."""

    id: UUID
    city: str
    version: int = 1


def redeliver(uow: Work, actor: Actor, webhook_id: UUID, delivery_id: UUID, *, now: datetime) -> Shown:
    """Under the same id, whatever was delivered since. ActionNotAllowed while it waits or its webhook is stopped."""
    webhook = held_webhook(uow, actor, webhook_id)
    delivery = uow.deliveries.get(delivery_id, for_update=True)
    if delivery.webhook_id != webhook.id:
        raise NotFound(kind="delivery", id=str(delivery_id))
    if webhook.state is not WebhookState.ACTIVE:
        raise ActionNotAllowed(state=webhook.state.value, action=DeliveryAction.REDELIVER.value)
    delivery = delivery.repeated(now)
    uow.deliveries.put(delivery)
    uow.audit.record(actor, "redeliver", Redelivery(id=uuid4(), city=uow.city), delivery_id=delivery_id)
    return delivery_shown(delivery)
