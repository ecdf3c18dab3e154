"""An organisation registers where its own system wants to be told (ALL5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from contracts.actor import Actor
from services.registry.domain.errors import TooManyWebhooks
from services.registry.domain.receivers import read_url
from services.registry.domain.views import Shown
from services.registry.domain.views_webhooks import webhook_shown
from services.registry.domain.webhook_events import EVENTS
from services.registry.domain.webhooks import MOST_WEBHOOKS, Webhook, WebhookState, read_events
from services.registry.use_cases.load import webhook_holder
from services.registry.use_cases.ports import Work


def register_webhook(
    uow: Work, actor: Actor, *, url: str, events: Sequence[str], is_development: bool, now: datetime
) -> Shown:
    """It waits for its secret, which is asked for apart. Invalid, OwnerOnly, TooManyWebhooks."""
    holder = webhook_holder(uow, actor)
    url, names = read_url(url, is_development=is_development), read_events(events, EVENTS)
    if len(uow.webhooks.of_organisation(holder)) >= MOST_WEBHOOKS:
        raise TooManyWebhooks(at_most=MOST_WEBHOOKS)
    webhook = Webhook(
        id=uuid4(),
        city=uow.city,
        version=1,
        organisation_id=holder,
        url=url,
        events=names,
        secret=None,
        state=WebhookState.PENDING,
        registered_at=now,
    )
    uow.webhooks.add(webhook)
    uow.audit.record(actor, "register_webhook", webhook, organisation_id=holder, events=list(names))
    return webhook_shown(webhook)
