"""The dependency that every service has: its `Runtime`, with the relay and the sweeper that run beside it."""

from __future__ import annotations

from functools import partial
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider

from chassis import health
from chassis.bus import embedded
from chassis.bus.dead_letters import read_dead
from chassis.bus.publisher import ConfirmedPublisher
from chassis.bus.topology import inbox_queue
from chassis.config import Settings
from chassis.migrations import head_of, version_here
from chassis.relay import Relay
from chassis.rpc.transport.server import CallConsumer
from chassis.runtime import AnyRuntime, Runtime
from chassis.subscriptions import TOPOLOGY, SubscriptionConsumer
from chassis.sweeper import Sweeper
from chassis.units import UnitOfWork
from contracts.events.subscriptions import has_consumer

SWEEP_SECONDS = 0.1
EMBEDDED_SWEEP_SECONDS = 1.0
STOP_SECONDS = 5.0
DEAD_LETTERS = 50


class ServiceRuntime(DependencyProvider):
    """Gives every worker the `Runtime` of its service, with units of work of the given kind."""

    consumer = SubscriptionConsumer()
    calls = CallConsumer()

    def __init__(self, unit: type[UnitOfWork]) -> None:
        super().__init__()
        self.unit = unit
        self.runtime: AnyRuntime
        self.running: list[Any] = []

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        service = self.container.service_name
        self.runtime = Runtime.of(service, self.unit, settings)
        relay_url = settings.database(service, "relay")
        self.relay = Relay(
            service,
            relay_url,
            lambda: ConfirmedPublisher(settings.amqp_uri, topology=TOPOLOGY),
            must_arrive=has_consumer,
            # Every commit of this process wakes the relay; the timer finds those of other replicas.
            sweep_seconds=EMBEDDED_SWEEP_SECONDS if settings.is_embedded else SWEEP_SECONDS,
            is_delivered=partial(embedded.is_idle, settings.amqp_uri) if settings.is_embedded else None,
        )
        read_dead_letters = partial(read_dead, settings.amqp_uri, inbox_queue(service), DEAD_LETTERS)
        self.sweeper = Sweeper(service, relay_url, self.consumer, read_dead=read_dead_letters)
        self.runtime.wake_relay = self.relay.wake
        self._add_checks(service, settings)

    def _add_checks(self, service: str, settings: Settings) -> None:
        def database() -> None:
            if version_here(self.runtime.units.pool) != head_of(service):
                raise health.NotReady(f"migrations are not at {head_of(service)}")

        def broker() -> None:
            if not (self.consumer.consumer.connected and self.calls.connected):
                raise health.NotReady("no connection to the broker")

        health.process_health.add_check(service, "database", database)
        health.process_health.add_check(service, "broker", broker)
        if settings.is_development:
            health.process_health.add_fact("clock_offset_seconds", lambda: self.runtime.clock.offset().total_seconds())

    def start(self) -> None:
        self.running = [
            self.container.spawn_managed_thread(self.relay.run, identifier="relay"),
            self.container.spawn_managed_thread(self.sweeper.run, identifier="sweeper"),
        ]

    def stop(self) -> None:
        health.process_health.remove(self.container.service_name)
        self.sweeper.stop()
        self.relay.stop()
        with eventlet.Timeout(STOP_SECONDS, False):  # a database that does not answer must not keep the process
            for greenlet in self.running:
                greenlet.wait()
        self.runtime.close()

    def get_dependency(self, worker_ctx: Any) -> AnyRuntime:
        return self.runtime
