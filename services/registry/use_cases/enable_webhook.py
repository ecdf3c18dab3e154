"""The owner sets a webhook going again."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.views import Shown
from services.registry.domain.views_webhooks import webhook_shown
from services.registry.use_cases.load import held_webhook
from services.registry.use_cases.ports import Work


def enable_webhook(uow: Work, actor: Actor, webhook_id: UUID) -> Shown:
    """What happened meanwhile is not delivered: `changed since` has it. ActionNotAllowed unless it is disabled."""
    webhook = held_webhook(uow, actor, webhook_id).enabled()
    uow.webhooks.save(webhook)
    uow.audit.record(actor, "enable_webhook", webhook)
    return webhook_shown(webhook)
