"""Webhooks: an organisation's own system is told what concerns it (ALL5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis import metrics
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import timer
from contracts.actor import Actor
from services.registry.service.real_time import real_now
from services.registry.storage.queries import webhooks as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.storage.webhooks import remove_outdated_deliveries
from services.registry.use_cases.change_webhook import change_webhook
from services.registry.use_cases.deliver_due_webhooks import Desk, Poster, deliver_due_webhooks
from services.registry.use_cases.disable_webhook import disable_webhook
from services.registry.use_cases.enable_webhook import enable_webhook
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.redeliver import redeliver
from services.registry.use_cases.register_webhook import register_webhook
from services.registry.use_cases.remove_webhook import remove_webhook
from services.registry.use_cases.renew_webhook_secret import renew_webhook_secret

DELIVERY_RUN = timedelta(seconds=4)
"""With the seconds of one last post a run ends before the server would end the timer's own waiting transaction."""

KEPT = timedelta(days=30)

_waiting = metrics.gauge("webhook_deliveries_waiting", "How many deliveries to webhooks wait?", ("city",))


class WebhookMethods:
    """Where organisations want to be told, and what was delivered there."""

    runtime: Runtime[RegistryUnit]
    secrets: Secrets
    webhook_posts: Poster

    @query("registry.manage_webhooks")
    def list_webhooks(self, reading, actor: Actor) -> dict[str, Any]:
        """Those of one's own organisation."""
        return queries.webhooks(reading, actor)

    @command("registry.manage_webhooks")
    def register_webhook(self, uow, actor: Actor, url: str, events: tuple[str, ...] = ()) -> dict[str, Any]:
        """A new one; it waits for its secret."""
        is_development = self.runtime.settings.is_development
        return register_webhook(uow, actor, url=url, events=events, is_development=is_development, now=real_now())

    @command("registry.manage_webhooks")
    def change_webhook(
        self,
        uow,
        actor: Actor,
        webhook_id: UUID,
        url: str,
        events: tuple[str, ...] = (),
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """Another address, or other events."""
        return change_webhook(
            uow,
            actor,
            webhook_id,
            url=url,
            events=events,
            is_development=self.runtime.settings.is_development,
            expected_version=expected_version,
        )

    @command("registry.manage_webhooks", keyed=False)
    def renew_webhook_secret(self, uow, actor: Actor, webhook_id: UUID) -> dict[str, Any]:
        """A secret, shown this once. An answer that holds one is not stored, so a repetition makes another one."""
        return renew_webhook_secret(uow, self.secrets, actor, webhook_id)

    @command("registry.manage_webhooks")
    def disable_webhook(self, uow, actor: Actor, webhook_id: UUID) -> dict[str, Any]:
        """Stop it for a while."""
        return disable_webhook(uow, actor, webhook_id)

    @command("registry.manage_webhooks")
    def enable_webhook(self, uow, actor: Actor, webhook_id: UUID) -> dict[str, Any]:
        """Set it going again."""
        return enable_webhook(uow, actor, webhook_id)

    @command("registry.manage_webhooks")
    def remove_webhook(self, uow, actor: Actor, webhook_id: UUID) -> dict[str, Any]:
        """Have it no more."""
        return remove_webhook(uow, actor, webhook_id)

    @query("registry.manage_webhooks")
    def list_deliveries(
        self,
        reading,
        actor: Actor,
        webhook_id: UUID,
        state: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> dict[str, Any]:
        """What was and is to be delivered to it, newest first."""
        return queries.deliveries(reading, actor, webhook_id, state=state, limit=limit, after=after)

    @command("registry.manage_webhooks")
    def redeliver(self, uow, actor: Actor, webhook_id: UUID, delivery_id: UUID) -> dict[str, Any]:
        """Deliver it once more."""
        return redeliver(uow, actor, webhook_id, delivery_id, now=real_now())

    @timer(seconds=2)
    def deliver_webhooks(self, uow) -> None:
        """Deliver what waits, in transactions of its own: none is open while a receiver is spoken to."""

        @contextmanager
        def open_work() -> Iterator[RegistryUnit]:
            actor = Actor.system(uow.city)
            with self.runtime.units.open(actor, request_id="deliver_webhooks", now=self.runtime.clock.now()) as own:
                yield own
                self.runtime.units.commit(own)

        desk = Desk(open_work, self.webhook_posts, self.secrets.sealer, real_now, self.runtime.clock.now)
        deliver_due_webhooks(desk, until=real_now() + DELIVERY_RUN)

    @timer(seconds=30)
    def count_deliveries(self, uow) -> None:
        """For the metric that an operator is called by."""
        _waiting.labels(uow.city).set(uow.deliveries.waiting())

    @timer(seconds=3600)
    def remove_outdated_deliveries(self, uow) -> None:
        """Forget deliveries after a month."""
        remove_outdated_deliveries(uow.transaction, real_now() - KEPT)
