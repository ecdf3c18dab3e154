"""One open connection with one channel, and the one error that says the broker cannot be reached."""

from __future__ import annotations

import contextlib
from typing import Any, Final

import eventlet
import kombu
from amqp.exceptions import AMQPError

CONNECT_SECONDS: Final = 3
CLOSE_SECONDS: Final = 2.0
BROKER_ERRORS: Final = (AMQPError, OSError, EOFError)
LOST_ERRORS: Final = (*BROKER_ERRORS, AttributeError)
"""What using a connection may raise: py-amqp meets its own None when the connection goes away under it."""


class BrokerUnavailable(Exception):
    """The broker cannot be reached, refused the connection, or went away. Nothing is known of what was under way."""


class BrokerConnection:
    """A connection that stays lost once it is lost.

    kombu's own `Connection` opens a new one behind the caller's back, without the caller's consumers;
    so this class talks to kombu's transport. Only one greenlet may read it (`drain`, and every call
    that waits for an answer: declare, consume, get); any greenlet may publish and acknowledge.
    """

    def __init__(self, transport: Any, wire: Any, channel: Any) -> None:
        self._transport, self._wire = transport, wire
        self.channel = channel

    @classmethod
    def open(cls, uri: str, *, heartbeat_seconds: int = 0) -> BrokerConnection:
        """Connect and open a channel, in at most 3 seconds. Raises `BrokerUnavailable`."""
        try:
            client = kombu.Connection(uri, heartbeat=heartbeat_seconds, connect_timeout=CONNECT_SECONDS)
            transport = client.transport
            wire = transport.establish_connection()
            return cls(transport, wire, transport.create_channel(wire))
        except BROKER_ERRORS as error:
            raise BrokerUnavailable(str(error)) from error

    @property
    def is_amqp(self) -> bool:
        """Whether a real broker is behind it, not the embedded bus."""
        return bool(self._transport.driver_type == "amqp")

    def drain(self, timeout: float) -> bool:
        """Hand at most a few frames to their callbacks; False if nothing came in `timeout` seconds."""
        try:
            self._transport.drain_events(self._wire, timeout=timeout)
        except TimeoutError:
            return False
        return True

    def beat(self) -> None:
        """Send a heartbeat if one is due; raises if the broker has been silent for two intervals."""
        self._transport.heartbeat_check(self._wire)

    def close(self) -> None:
        """Say goodbye and close; what was not acknowledged goes back to its queue. Never raises."""
        with eventlet.Timeout(CLOSE_SECONDS, False), contextlib.suppress(*LOST_ERRORS):
            self._transport.close_connection(self._wire)
        if self.is_amqp:
            self._wire.collect()  # a broker that does not answer must not keep the socket open
