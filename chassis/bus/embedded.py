"""kombu transport `embedded://name/vhost`: a bus inside this process, without polling.

What RabbitMQ promises and kombu's `memory://` does not: a prefetch per consumer (a shared one
deadlocks as soon as workers wait for replies), unacknowledged messages returned in order, delivery
limits, expiry, dead letters, returned mandatory messages.
"""

from __future__ import annotations

import time
from typing import Any, Final

from amqp.exceptions import RecoverableConnectionError
from eventlet.event import Event
from kombu import Connection
from kombu.transport import base, virtual

from chassis.bus.embedded_channel import Channel
from chassis.bus.embedded_queue import VirtualHost

_hosts: Final[dict[str, VirtualHost]] = {}
_transports: Final[dict[str, set[Transport]]] = {}


class Transport(virtual.Transport):
    """One connection to the bus. `drain_events` sleeps until a queue that it consumes has something."""

    Channel = Channel
    driver_type = driver_name = "embedded"
    implements = base.Transport.implements.extend(
        asynchronous=False, heartbeats=False, exchange_type=frozenset(["direct", "topic", "fanout"])
    )
    # With kombu's defaults every channel error counts as recoverable, and NO_ROUTE is never seen.
    recoverable_connection_errors = (RecoverableConnectionError,)
    recoverable_channel_errors = ()

    def __init__(self, client: Any, **options: Any) -> None:
        super().__init__(client, **options)
        self._address = _address_of(client)
        self.host = _hosts.setdefault(self._address, VirtualHost())
        self._idle: Event | None = None
        self._is_severed = False

    def establish_connection(self) -> Any:
        _transports.setdefault(self._address, set()).add(self)
        return super().establish_connection()

    def close_connection(self, connection: Any) -> None:
        _transports.get(self._address, set()).discard(self)
        super().close_connection(connection)

    def wake(self) -> None:
        """Let the greenlet that sleeps in `drain_events` look again."""
        idle, self._idle = self._idle, None
        if idle is not None:
            idle.send(True)

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        """Deliver one message. TimeoutError after `timeout` seconds (nameko's clients rely on it)."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            if self._is_severed:
                raise RecoverableConnectionError("connection closed by the broker")
            if any(channel.deliver_next() for channel in list(self.channels)):
                return
            self._idle = idle = Event()
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if idle.wait(left) is None:
                self._idle = None
                raise TimeoutError("timed out")

    def sever(self) -> None:
        """End the connection as a broker that dies does."""
        self._is_severed = True
        self.close_connection(self)
        self.wake()

    def verify_connection(self, connection: Any) -> bool:
        return not self._is_severed

    def driver_version(self) -> str:
        return "1"


def restart(uri: str) -> None:
    """What a restart of the broker does to `uri`: connections end, transient queues and messages are gone.

    Durable queues keep their persistent messages in order. For tests of recovery.
    """
    address = _address_of(Connection(uri))
    for transport in list(_transports.get(address, ())):
        transport.sever()
    host = _hosts.get(address, VirtualHost())
    for queue in list(host.queues.values()):
        if queue.durable:
            queue.forget_transient()
        else:
            host.drop_queue(queue.name)


def is_idle(uri: str) -> bool:
    """Whether all that was published to `uri` was taken and acknowledged. Queues that are not durable do not count."""
    address = _address_of(Connection(uri))
    host = _hosts.get(address, VirtualHost())
    if any(len(queue) for queue in host.queues.values() if queue.durable):
        return False
    channels = [channel for transport in _transports.get(address, ()) for channel in transport.channels]
    return not any(channel.has_unsettled for channel in channels)


def _address_of(client: Any) -> str:
    return f"{client.hostname}/{client.virtual_host or '/'}"
