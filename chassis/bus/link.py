"""A broker connection that is kept: a reader greenlet opens it, reads it, and opens it again when it is lost."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import eventlet
from eventlet.event import Event
from eventlet.support.greenlets import GreenletExit

from chassis.bus.connection import BROKER_ERRORS, LOST_ERRORS, BrokerConnection, BrokerUnavailable

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS: Final = 10
BEAT_EVERY_SECONDS: Final = 2.0
OPEN_SECONDS: Final = 15
PAUSES_SECONDS: Final = (0.1, 0.2, 0.4, 0.8, 1.6, 2.0)
FRAMES_PER_TURN: Final = 100
TRANSIENT: Final = 1

OnOpen = Callable[[BrokerConnection], None]
OnReturn = Callable[[Any, str, str, Any], None]


class Link:
    """Publishes and acknowledges from any greenlet; everything that waits for an answer belongs in `on_open`.

    `on_open` declares and consumes, each time the connection was opened; its callbacks run in the
    reader greenlet and must not wait. `on_lost` is told when the connection went away, also at the
    end. `on_return(error, exchange, routing_key, message)` gets mandatory messages without a queue.
    """

    def __init__(
        self,
        uri: str,
        name: str,
        *,
        on_open: OnOpen = lambda _: None,
        on_lost: Callable[[], None] = lambda: None,
        on_return: OnReturn | None = None,
    ) -> None:
        self.name = name
        self._uri = uri
        self._on_open, self._on_lost, self._on_return = on_open, on_lost, on_return
        self._live: Any = None  # the channel, from the moment that something may arrive on it
        self._channel: Any = None  # the same, once `on_open` is through and others may publish
        self._opened = Event()
        self._reader: Any = None
        self._is_stopping = False
        self._failures = 0

    @property
    def connected(self) -> bool:
        """For `/readyz`: the connection is open and everything is declared."""
        return self._channel is not None

    def start(self) -> None:
        """Begin to connect; returns at once. Harmless when called again."""
        if self._reader is None:
            self._reader = eventlet.spawn(self._run)

    def stop(self) -> None:
        """Close and return when closed. What was not acknowledged goes back to its queue."""
        if self._reader is None:
            return
        if not self._is_stopping:
            self._is_stopping = True
            self._reader.kill()
        with contextlib.suppress(GreenletExit):  # stopped before it had begun
            self._reader.wait()

    def wait_until_connected(self, timeout: float) -> None:
        """Raises `BrokerUnavailable` if there is no connection within `timeout` seconds."""
        if self._channel is None and not self._is_stopping:
            self._opened.wait(timeout)
        if self._channel is None:
            raise BrokerUnavailable(f"{self.name}: no connection to the broker")

    def publish(
        self,
        body: bytes,
        *,
        exchange: str,
        routing_key: str,
        properties: Mapping[str, Any] = MappingProxyType({}),
        mandatory: bool = False,
    ) -> None:
        """Send JSON that need not survive the broker, without waiting for it. Raises `BrokerUnavailable`."""
        channel = self._channel
        if channel is None:
            raise BrokerUnavailable(f"{self.name}: no connection to the broker")
        message = channel.prepare_message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            properties={"delivery_mode": TRANSIENT, **properties},
        )
        try:
            channel.basic_publish(message, exchange=exchange, routing_key=routing_key, mandatory=mandatory)
        except LOST_ERRORS as error:
            raise BrokerUnavailable(f"{self.name}: {error}") from error

    def acknowledge(self, message: Any) -> bool:
        """False if the message came over a connection that is gone: the broker will deliver it again."""
        return self._settle(message, lambda channel: channel.basic_ack(message.delivery_tag))

    def reject(self, message: Any) -> bool:
        """To the dead-letter queue, or away if there is none. False as in `acknowledge`."""
        return self._settle(message, lambda channel: channel.basic_reject(message.delivery_tag, requeue=False))

    def cancel(self, consumer_tag: str) -> None:
        """Ask for no more deliveries. What is already under way may still arrive."""
        if self._channel is not None:
            with contextlib.suppress(*LOST_ERRORS):  # a lost connection consumes nothing
                self._channel.basic_cancel(consumer_tag, nowait=True)

    def is_current(self, message: Any) -> bool:
        """Whether the message can still be settled: it came over the connection that is open now."""
        return self._live is not None and message.channel is self._live

    def _settle(self, message: Any, settle: Callable[[Any], None]) -> bool:
        if not self.is_current(message):
            return False
        try:
            settle(self._live)
        except LOST_ERRORS:
            return False
        return True

    def _run(self) -> None:
        try:
            while not self._is_stopping:
                try:
                    self._session()
                except (BrokerUnavailable, *BROKER_ERRORS) as error:
                    log.warning("broker link lost", extra={"link": self.name, "error": repr(error)})
                except Exception:  # py-amqp raises KeyError or AttributeError when frames race with a loss
                    log.exception("broker link failed", extra={"link": self.name})
                eventlet.sleep(PAUSES_SECONDS[self._failures])
                self._failures = min(self._failures + 1, len(PAUSES_SECONDS) - 1)
        except GreenletExit:
            pass  # stop() asked for it
        finally:
            if not self._opened.ready():
                self._opened.send(False)

    def _session(self) -> None:
        connection = BrokerConnection.open(self._uri, heartbeat_seconds=HEARTBEAT_SECONDS)
        self._live = connection.channel
        try:
            with eventlet.Timeout(OPEN_SECONDS, BrokerUnavailable(f"{self.name}: the broker does not answer")):
                if self._on_return is not None:
                    connection.channel.events["basic_return"].add(self._on_return)
                self._on_open(connection)
            self._channel = connection.channel
            self._failures = 0
            self._opened.send(True)
            self._read(connection)
        finally:
            self._live = None
            if self._channel is not None:
                self._channel = None
                self._opened = Event()
            try:
                self._on_lost()
            finally:
                connection.close()

    def _read(self, connection: BrokerConnection) -> None:
        next_beat = time.monotonic() + BEAT_EVERY_SECONDS
        while True:
            for _ in range(FRAMES_PER_TURN):
                if not connection.drain(timeout=1.0) or time.monotonic() >= next_beat:
                    break
            else:
                eventlet.sleep(0)  # a socket that always has data must not starve the others
            if time.monotonic() >= next_beat:
                connection.beat()
                next_beat = time.monotonic() + BEAT_EVERY_SECONDS
