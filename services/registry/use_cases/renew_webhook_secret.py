"""A secret for a webhook, shown this once: its deliveries are signed with it."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.views import Shown
from services.registry.domain.views_webhooks import webhook_shown
from services.registry.domain.webhooks import seal_secret
from services.registry.use_cases.load import held_webhook
from services.registry.use_cases.ports import Secrets, Work

PREFIX = "whsec_"


def renew_webhook_secret(uow: Work, secrets: Secrets, actor: Actor, webhook_id: UUID) -> Shown:
    """The first one sets the webhook going; a later one takes the place of the one before at once."""
    webhook = held_webhook(uow, actor, webhook_id)
    secret = PREFIX + secrets.new_token()
    webhook = webhook.with_secret(seal_secret(secret, secrets.sealer))
    uow.webhooks.save(webhook)
    uow.audit.record(actor, "renew_webhook_secret", webhook)
    return webhook_shown(webhook) | {"secret": secret}
