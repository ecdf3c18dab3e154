"""Another address for a webhook, or other events."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.receivers import read_url
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown
from services.registry.domain.views_webhooks import webhook_shown
from services.registry.domain.webhook_events import EVENTS
from services.registry.domain.webhooks import read_events
from services.registry.use_cases.load import held_webhook
from services.registry.use_cases.ports import Work


def change_webhook(
    uow: Work,
    actor: Actor,
    webhook_id: UUID,
    *,
    url: str,
    events: Sequence[str],
    is_development: bool,
    expected_version: int | None = None,
) -> Shown:
    """What waits is delivered to the new address. Invalid."""
    webhook = held_webhook(uow, actor, webhook_id)
    must_match(webhook.version, expected_version)
    webhook = webhook.changed(url=read_url(url, is_development=is_development), events=read_events(events, EVENTS))
    uow.webhooks.save(webhook)
    uow.audit.record(actor, "change_webhook", webhook, events=list(webhook.events))
    return webhook_shown(webhook)
