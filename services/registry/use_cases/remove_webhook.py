"""The owner has a webhook no more."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.views import Shown
from services.registry.domain.views_webhooks import webhook_shown
from services.registry.use_cases.load import held_webhook
from services.registry.use_cases.ports import Work


def remove_webhook(uow: Work, actor: Actor, webhook_id: UUID) -> Shown:
    """Its secret is erased, and what waits is given up."""
    webhook = held_webhook(uow, actor, webhook_id).removed()
    uow.webhooks.save(webhook)
    uow.deliveries.give_up(webhook.id)
    uow.audit.record(actor, "remove_webhook", webhook)
    return webhook_shown(webhook)
