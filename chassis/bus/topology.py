"""Which exchanges, queues and bindings exist. Declared by every process before anything is published.

An event published to a key without a queue is confirmed by the broker and gone, so the queues of all
consumers have to be there before the first publisher.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

DELIVERY_LIMIT: Final = 5
RPC_EXCHANGE: Final = "rpc"


def events_exchange(service: str) -> str:
    """The topic exchange that a service announces its events on; the routing key is the event's name."""
    return f"{service}.events"


def inbox_queue(service: str) -> str:
    """The one queue of everything a service subscribes to."""
    return f"{service}.inbox"


def dead_queue(queue: str) -> str:
    """Where `queue` leaves what cannot be decoded, or killed the process that handled it."""
    return f"{queue}.dead"


def rpc_queue(service: str) -> str:
    """Where the calls to a service wait."""
    return f"rpc-{service}"


@dataclass(frozen=True)
class Topology:
    """`bindings` are (publishing service, event name, consuming service)."""

    publishers: frozenset[str]
    bindings: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, publishers: Iterable[str], subscriptions: Iterable[tuple[str, str, str]]) -> Topology:
        """From plain data: names of services, and (source service, event name, consuming service)."""
        bindings = frozenset(subscriptions)
        return cls(frozenset(publishers) | {source for source, _, _ in bindings}, bindings)

    @property
    def consumers(self) -> frozenset[str]:
        """The services that have an inbox."""
        return frozenset(consumer for _, _, consumer in self.bindings)

    def declare(self, connection: Any) -> None:
        """Create what is missing, on a kombu `Connection`. Raises amqp's PreconditionFailed for what differs."""
        with connection.channel() as channel:
            self.declare_on(channel)

    def declare_on(self, channel: Any) -> None:
        """The same on an open channel, in the greenlet that reads it."""
        for service in sorted(self.publishers):
            channel.exchange_declare(exchange=events_exchange(service), type="topic", durable=True, auto_delete=False)
        for service in sorted(self.consumers):
            _declare_inbox(channel, inbox_queue(service))
        for source, event, consumer in sorted(self.bindings):
            channel.queue_bind(queue=inbox_queue(consumer), exchange=events_exchange(source), routing_key=event)


def _declare_inbox(channel: Any, queue: str) -> None:
    """Quorum queues on RabbitMQ: they survive a broker and count deliveries. The arguments can never change."""
    dead = dead_queue(queue)
    _declare_queue(channel, dead, {})
    limits = {
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": dead,
        # Without these two a dead letter is lost if its queue cannot take it at that moment.
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    _declare_queue(channel, queue, limits)


def _declare_queue(channel: Any, queue: str, arguments: dict[str, Any]) -> None:
    channel.queue_declare(
        queue=queue,
        durable=True,
        exclusive=False,
        auto_delete=False,
        arguments={"x-queue-type": "quorum", **arguments},
    )
