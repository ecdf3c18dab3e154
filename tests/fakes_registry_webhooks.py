"""Webhooks and deliveries of the registry in memory, with the same promises as its database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from contracts.events.base import Event
from services.registry.domain.webhook_events import concern_of, public_members
from services.registry.domain.webhooks import LEASE, SETTLES, Delivery, DeliveryState, Webhook, WebhookState
from tests.fakes_registry_messages import FakeThings


class FakeWebhooks(FakeThings[Webhook]):
    def __init__(self, deliveries: FakeDeliveries) -> None:
        super().__init__()
        self._deliveries = deliveries
        deliveries.webhooks = self

    def of_organisation(self, organisation_id: UUID) -> Sequence[Webhook]:
        return [each for each in self._where(organisation_id=organisation_id) if not each.is_removed]

    def due(self, now: datetime, limit: int) -> Sequence[Webhook]:
        waiting = {each.webhook_id for each in self._deliveries.waiting() if each.next_attempt_at <= now}
        active = [each for each in self._where(state=WebhookState.ACTIVE) if not each.is_quiet(now)]
        return [each for each in active if each.id in waiting][:limit]

    def put_health(self, webhook: Webhook) -> None:
        self.kept[webhook.id] = replace(
            self.kept[webhook.id],
            failing_since=webhook.failing_since,
            failures=webhook.failures,
            quiet_until=webhook.quiet_until,
        )


class FakeDeliveries(FakeThings[Delivery]):
    webhooks: FakeWebhooks

    def waiting(self) -> list[Delivery]:
        return self._where(state=DeliveryState.WAITING)

    def queue(self, event: Event, now: datetime) -> None:
        """Only for those that an event names: divisions are for the database."""
        concern = concern_of(event)
        for webhook in self.webhooks.all() if concern is not None else ():
            wants = not webhook.events or event.NAME in webhook.events
            if webhook.state is WebhookState.ACTIVE and wants and webhook.organisation_id in concern.organisations:  # type: ignore[union-attr]
                self.add(
                    Delivery(
                        id=uuid4(),
                        city=event.city,
                        webhook_id=webhook.id,
                        name=event.NAME,
                        event_version=event.VERSION,
                        aggregate_id=event.aggregate_id,
                        sequence=event.sequence,
                        case_id=event.case_id,
                        payload=public_members(event),
                        written_at=now,
                        next_attempt_at=now + SETTLES,
                    )
                )

    def lease(self, webhook_id: UUID, now: datetime, limit: int) -> Sequence[Delivery]:
        heads: dict[UUID, Delivery] = {}
        for each in sorted(self.waiting(), key=lambda each: (each.sequence, each.written_at)):
            if each.webhook_id == webhook_id:
                heads.setdefault(each.aggregate_id, each)
        leased = []
        for head in [each for each in heads.values() if each.next_attempt_at <= now][:limit]:
            if self._is_outrun(head):
                self.put(head.overtaken())
            else:
                leased.append(replace(head, attempts=head.attempts + 1, next_attempt_at=now + LEASE))
                self.put(leased[-1])
        return sorted(leased, key=lambda each: each.written_at)

    def put(self, delivery: Delivery) -> None:
        self.kept[delivery.id] = delivery

    def give_up(self, webhook_id: UUID) -> None:
        for each in self.waiting():
            if each.webhook_id == webhook_id:
                self.put(each.given_up())

    def _is_outrun(self, delivery: Delivery) -> bool:
        delivered = self._where(
            webhook_id=delivery.webhook_id, aggregate_id=delivery.aggregate_id, state=DeliveryState.DELIVERED
        )
        return not delivery.is_repeated and any(each.sequence > delivery.sequence for each in delivered)
