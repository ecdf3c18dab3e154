"""What webhooks and deliveries look like to their owner: never the secret."""

from __future__ import annotations

from contracts.wire import to_json
from services.registry.domain.views import Shown
from services.registry.domain.webhooks import Delivery, Webhook


def webhook_shown(webhook: Webhook) -> Shown:
    """For its owner; `events` empty means all."""
    return {
        "id": str(webhook.id),
        "version": webhook.version,
        "organisation_id": str(webhook.organisation_id),
        "url": webhook.url,
        "events": list(webhook.events),
        "state": webhook.state.value,
        "registered_at": to_json(webhook.registered_at),
        "failing_since": to_json(webhook.failing_since),
    }


def delivery_shown(delivery: Delivery) -> Shown:
    """One delivery: what it tells of, and how it went."""
    return {
        "id": str(delivery.id),
        "webhook_id": str(delivery.webhook_id),
        "name": delivery.name,
        "aggregate_id": str(delivery.aggregate_id),
        "sequence": delivery.sequence,
        "case_id": to_json(delivery.case_id),
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "error": delivery.error,
        "written_at": to_json(delivery.written_at),
        "next_attempt_at": to_json(delivery.next_attempt_at),
        "delivered_at": to_json(delivery.delivered_at),
    }
