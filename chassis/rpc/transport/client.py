"""Calling a service."""

from __future__ import annotations

import itertools
import logging
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import eventlet
from eventlet.event import Event
from nameko.extensions import SharedExtension

from chassis.bus.connection import BrokerConnection, BrokerUnavailable
from chassis.bus.link import Link
from chassis.bus.topology import RPC_EXCHANGE
from chassis.rpc.transport.errors import RemoteError, ServiceTimeout, ServiceUnavailable, Wire
from chassis.rpc.transport.wire import MalformedMessage, begin_call, decode_answers, finish_call, ids_of, join

log = logging.getLogger(__name__)

CALLS_PER_MESSAGE: Final = 16
BYTES_PER_MESSAGE: Final = 256 * 1024
RECONNECT_PATIENCE_SECONDS: Final = 1.0
DIRECT_REPLY_TO: Final = "amq.rabbitmq.reply-to"


@dataclass(slots=True, eq=False)
class _Asked:
    """A call that waits for its answer."""

    service: str
    deadline: float
    begun: bytes
    answered: Event = field(default_factory=Event)


@dataclass(slots=True, eq=False)
class _Outgoing:
    """Calls of this hub turn to one service."""

    service: str
    call_ids: list[int] = field(default_factory=list)
    size: int = 0

    def has_room_for(self, size: int) -> bool:
        return len(self.call_ids) < CALLS_PER_MESSAGE and self.size + size <= BYTES_PER_MESSAGE


class RpcClient:
    """Calls services over one connection of its own; used by any number of greenlets.

    Calls of one hub turn to the same service leave as one message of at most 16 calls and 256 kB; a
    larger call travels alone. `decode_error` makes the exception to raise from an error answer.
    """

    def __init__(
        self, uri: str, *, name: str = "rpc-client", decode_error: Callable[[Wire], Exception] = RemoteError
    ) -> None:
        self._decode_error = decode_error
        self._link = Link(uri, name, on_open=self._listen, on_lost=self._fail_all, on_return=self._on_return)
        self._ids = itertools.count(1)
        self._asked: dict[int, _Asked] = {}
        self._outgoing: dict[str, _Outgoing] = {}
        self._reply_to = DIRECT_REPLY_TO

    @property
    def connected(self) -> bool:
        """For `/readyz`."""
        return self._link.connected

    def start(self) -> None:
        """Begin to connect; returns at once. A call waits up to a second for the connection."""
        self._link.start()

    def stop(self) -> None:
        """Close. Calls under way raise `ServiceUnavailable`."""
        self._link.stop()

    def call(
        self, service: str, method: str, arguments: dict[str, Any], *, headers: dict[str, str], timeout: float
    ) -> Any:
        """The result of `method` of `service`, as JSON; `timeout` in seconds, of which the service gets what is left.

        Raises `ServiceTimeout`, `ServiceUnavailable`, or what `decode_error` makes of an error answer.
        TypeError if `arguments` are not JSON. The call runs at most once unless a process or the
        broker dies over it: writing methods need an idempotency key.
        """
        call_id = next(self._ids)
        begun = begin_call(call_id, method, arguments, headers)
        asked = self._asked[call_id] = _Asked(service, time.monotonic() + timeout, begun)
        try:
            self._put(call_id, asked)
            answer = asked.answered.wait(timeout)
        finally:
            self._asked.pop(call_id, None)
        if answer is None:
            raise ServiceTimeout(service, method)
        result, error = answer
        if error is not None:
            raise self._decode_error(error)
        return result

    def _put(self, call_id: int, asked: _Asked) -> None:
        outgoing, size = self._outgoing.get(asked.service), len(asked.begun)
        if outgoing is None or not outgoing.has_room_for(size):
            outgoing = self._outgoing[asked.service] = _Outgoing(asked.service)
            eventlet.spawn_n(self._send, outgoing)  # runs when the callers of this turn have all yielded
        outgoing.call_ids.append(call_id)
        outgoing.size += size

    def _send(self, outgoing: _Outgoing) -> None:
        if self._outgoing.get(outgoing.service) is outgoing:
            del self._outgoing[outgoing.service]
        try:
            self._link.wait_until_connected(RECONNECT_PATIENCE_SECONDS)
            self._publish(outgoing)
        except BrokerUnavailable:
            for call_id in outgoing.call_ids:
                self._fail(call_id)

    def _publish(self, outgoing: _Outgoing) -> None:
        """Send the calls whose callers still wait."""
        now, calls, longest = time.monotonic(), [], 0
        for call_id in outgoing.call_ids:
            asked = self._asked.get(call_id)
            if asked is not None and (remaining_ms := int((asked.deadline - now) * 1000)) > 0:
                calls.append(finish_call(asked.begun, remaining_ms))
                longest = max(longest, remaining_ms)
        if calls:
            properties = {"reply_to": self._reply_to, "expiration": str(longest)}
            self._link.publish(
                join(calls),
                exchange=RPC_EXCHANGE,
                routing_key=outgoing.service,
                properties=properties,
                mandatory=True,
            )

    def _listen(self, connection: BrokerConnection) -> None:
        channel = connection.channel
        channel.exchange_declare(exchange=RPC_EXCHANGE, type="direct", durable=True, auto_delete=False)
        if not connection.is_amqp:
            self._reply_to = f"rpc-reply-{uuid.uuid4().hex}"
            channel.queue_declare(queue=self._reply_to, durable=False, exclusive=True, auto_delete=True)
        channel.basic_consume(queue=self._reply_to, no_ack=True, callback=self._on_message, consumer_tag="replies")

    def _on_message(self, message: Any) -> None:
        try:
            answers = decode_answers(message.body)
        except MalformedMessage:
            log.exception("malformed answer")
            return
        for call_id, result, error in answers:
            asked = self._asked.pop(call_id, None)
            if asked is not None:
                asked.answered.send((result, error))

    def _on_return(self, error: Any, exchange: str, routing_key: str, message: Any) -> None:
        """No queue: the service was never started on this broker."""
        for call_id in ids_of(message.body):
            self._fail(call_id)

    def _fail_all(self) -> None:
        """The connection is lost, and with it the way for the answers."""
        for call_id in list(self._asked):
            self._fail(call_id)

    def _fail(self, call_id: int) -> None:
        asked = self._asked.pop(call_id, None)
        if asked is not None:
            asked.answered.send_exception(ServiceUnavailable(asked.service))


class SharedRpcClient(SharedExtension):
    """One `RpcClient` for everything in a Nameko container; the address is `AMQP_URI` of its configuration."""

    def setup(self) -> None:
        self.client = RpcClient(
            self.container.config["AMQP_URI"],
            name=f"{self.container.service_name}-rpc-client",
            decode_error=self.decode_error,
        )

    def start(self) -> None:
        self.client.start()

    def stop(self) -> None:
        self.client.stop()

    def kill(self) -> None:
        self.client.stop()

    def decode_error(self, wire: Mapping[str, Any]) -> Exception:
        """The exception for an error answer; subclasses override it."""
        return RemoteError(dict(wire))
