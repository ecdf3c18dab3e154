"""Consuming a service's inbox: nothing is dropped, nothing spins, and a broker restart is survived."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Final

import eventlet
from eventlet.event import Event
from nameko.extensions import SharedExtension

from chassis.bus.connection import BrokerConnection
from chassis.bus.link import Link
from chassis.bus.topology import Topology, inbox_queue

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 5.0
WORKERS: Final = 10
PREFETCH: Final = 20
CONSUMER_TAG: Final = "inbox"


class Settlement(Enum):
    """What a handler of deliveries returns: the effect is stored, or the failure is."""

    SETTLED = "settled"


SETTLED: Final = Settlement.SETTLED


class Undecodable(Exception):
    """A delivery that no attempt can make sense of. Raised by the handler; sends it to the `.dead` queue."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A message as it came. `delivery_count` counts how often a broker took it back from a consumer before."""

    body: bytes
    message_id: str
    headers: Mapping[str, Any]
    routing_key: str
    redelivered: bool
    delivery_count: int


Handle = Callable[[Delivery], Settlement]


@dataclass(eq=False)
class _Held:
    """A delivery that is not settled; `failures` counts the attempts in this process."""

    message: Any
    delivery: Delivery
    failures: int = 0


class InboxConsumer:
    """Consumes `<service>.inbox` on a connection of its own.

    `handle` runs in up to `workers` greenlets, for at most `prefetch` unsettled deliveries, in no
    promised order. It returns `SETTLED`, and the delivery is acknowledged; or it raises, and the
    delivery stays with this process and is handed over again after 0.1 s, 0.2 s, … 5 s. It is never
    given back meanwhile: that would use up the broker's delivery limit while a database is down.
    After a lost connection the broker delivers again what was not acknowledged, also what is being
    handled at that moment: `handle` has to bear a delivery twice.
    """

    def __init__(
        self,
        uri: str,
        service: str,
        handle: Handle,
        *,
        workers: int = WORKERS,
        prefetch: int = PREFETCH,
        topology: Topology | None = None,
        on_undecodable: Callable[[Delivery, Undecodable], None] = lambda delivery, error: None,
    ) -> None:
        """`topology` is declared after every connect; `on_undecodable` is told before a delivery is rejected."""
        self.queue = inbox_queue(service)
        self._handle, self._on_undecodable = handle, on_undecodable
        self._workers, self._prefetch, self._topology = workers, prefetch, topology
        self._link = Link(uri, self.queue, on_open=self._consume, on_lost=self._forget)
        self._backlog: deque[_Held] = deque()
        self._running = 0
        self._is_stopping = False
        self._idle = Event()

    @property
    def connected(self) -> bool:
        """For `/readyz`."""
        return self._link.connected

    def start(self) -> None:
        """Begin to connect and consume; returns at once."""
        self._link.start()

    def stop(self) -> None:
        """Take nothing more, let running handlers finish, acknowledge, close.

        What no handler had begun goes back to the queue.
        """
        self._is_stopping = True
        self._link.cancel(CONSUMER_TAG)
        self._backlog.clear()
        if self._running:
            self._idle.wait()
        self._link.stop()

    def kill(self) -> None:
        """Close at once; what runs is delivered again, here or elsewhere."""
        self._is_stopping = True
        self._link.stop()

    def _consume(self, connection: BrokerConnection) -> None:
        if self._topology is not None:
            self._topology.declare_on(connection.channel)
        # The prefetch counts for consumers that start after it.
        connection.channel.basic_qos(0, self._prefetch, False)
        if not self._is_stopping:
            connection.channel.basic_consume(
                queue=self.queue, no_ack=False, callback=self._on_message, consumer_tag=CONSUMER_TAG
            )

    def _forget(self) -> None:
        """The connection is lost: what waits here will be delivered again."""
        self._backlog.clear()

    def _on_message(self, raw: Any) -> None:
        message = raw.channel.message_to_python(raw)
        if self._is_stopping or not self._link.is_current(message):
            return  # unacknowledged, so it goes back when the connection closes
        delivery = delivery_of(message)
        if delivery.message_id:
            self._backlog.append(_Held(message, delivery))
            self._start_handlers()
        else:
            log.error("delivery without message id", extra={"queue": self.queue, "routing_key": delivery.routing_key})
            self._link.reject(message)

    def _start_handlers(self) -> None:
        while self._backlog and self._running < self._workers and not self._is_stopping:
            self._running += 1
            eventlet.spawn_n(self._attempt, self._backlog.popleft())

    def _attempt(self, held: _Held) -> None:
        try:
            self._settle(held)
        except (Exception, eventlet.Timeout) as error:  # noqa: BLE001  # nothing may be dropped, whatever it was
            self._hold(held, error)
        finally:
            self._running -= 1
            self._start_handlers()
            if self._is_stopping and not self._running and not self._idle.ready():
                self._idle.send()

    def _settle(self, held: _Held) -> None:
        try:
            settlement = self._handle(held.delivery)
        except Undecodable as error:
            log.error("undecodable delivery", extra=self._told(held, error))
            self._on_undecodable(held.delivery, error)
            self._link.reject(held.message)
            return
        if settlement is not SETTLED:
            raise TypeError(f"a handler of deliveries returned {settlement!r}")
        self._link.acknowledge(held.message)

    def _hold(self, held: _Held, error: BaseException) -> None:
        """Keep it and try again later. The trace is written once per delivery, not once per attempt."""
        pause = min(FIRST_PAUSE_SECONDS * 2 ** min(held.failures, 10), LONGEST_PAUSE_SECONDS)
        log.warning(
            "delivery not settled, will be tried again",
            extra={**self._told(held, error), "pause_seconds": pause},
            exc_info=None if held.failures else error,
        )
        held.failures += 1
        eventlet.spawn_after(pause, self._resume, held)

    def _resume(self, held: _Held) -> None:
        if not self._is_stopping and self._link.is_current(held.message):
            self._backlog.append(held)
            self._start_handlers()

    def _told(self, held: _Held, error: BaseException) -> dict[str, Any]:
        return {
            "queue": self.queue,
            "message_id": held.delivery.message_id,
            "routing_key": held.delivery.routing_key,
            "error": type(error).__name__,
            "failures": held.failures,
        }


class SharedInboxConsumer(SharedExtension):
    """An `InboxConsumer` for a Nameko container; subclasses override `handle`.

    Entrypoints call `stop` when they are stopped, so that no event starts after the container began
    to wait for its workers. The address is `AMQP_URI` of the container's configuration.
    """

    workers: ClassVar[int] = WORKERS
    prefetch: ClassVar[int] = PREFETCH
    topology: ClassVar[Topology | None] = None

    def setup(self) -> None:
        self.consumer = InboxConsumer(
            self.container.config["AMQP_URI"],
            self.container.service_name,
            self.handle,
            workers=self.workers,
            prefetch=self.prefetch,
            topology=self.topology,
            on_undecodable=self.on_undecodable,
        )

    def start(self) -> None:
        self.consumer.start()

    def stop(self) -> None:
        self.consumer.stop()

    def kill(self) -> None:
        self.consumer.kill()

    def handle(self, delivery: Delivery) -> Settlement:
        """See `InboxConsumer`."""
        raise NotImplementedError

    def on_undecodable(self, delivery: Delivery, error: Undecodable) -> None:
        """Told before the delivery goes to the `.dead` queue."""


def delivery_of(message: Any) -> Delivery:
    """A kombu message, of either backing, as a `Delivery`."""
    headers = dict(message.headers)
    delivery_count = int(headers.pop("x-delivery-count", 0))  # quorum queues count; RabbitMQ leaves it out at 0
    body = message.body
    return Delivery(
        body=body if isinstance(body, bytes) else bytes(body or "", "utf-8"),
        message_id=message.properties.get("message_id") or "",
        headers=headers,
        routing_key=message.delivery_info["routing_key"],
        redelivered=bool(message.delivery_info["redelivered"]),
        delivery_count=delivery_count,
    )
