"""The owner stops a webhook for a while."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.views import Shown
from services.registry.domain.views_webhooks import webhook_shown
from services.registry.use_cases.load import held_webhook
from services.registry.use_cases.ports import Work


def disable_webhook(uow: Work, actor: Actor, webhook_id: UUID) -> Shown:
    """Nothing is queued any more, and what waits is given up. ActionNotAllowed unless it is active."""
    webhook = held_webhook(uow, actor, webhook_id).disabled()
    uow.webhooks.save(webhook)
    uow.deliveries.give_up(webhook.id)
    uow.audit.record(actor, "disable_webhook", webhook)
    return webhook_shown(webhook)
