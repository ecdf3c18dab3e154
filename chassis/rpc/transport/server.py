"""Serving calls: the Nameko entrypoint, and the one consumer of a container behind all its entrypoints."""

from __future__ import annotations

import functools
import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Final

import eventlet
from eventlet.event import Event
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension, register_entrypoint

from chassis.bus.connection import BrokerConnection
from chassis.bus.link import Link
from chassis.bus.topology import RPC_EXCHANGE, rpc_queue
from chassis.rpc.transport.errors import CallAborted, Wire
from chassis.rpc.transport.replies import Batch, Replies
from chassis.rpc.transport.wire import INTERNAL_ERROR, Call, MalformedMessage, decode_calls, encode_answer

log = logging.getLogger(__name__)

CONSUMER_TAG: Final = "calls"

ServiceMethod = Callable[..., Any]


class _Waiting:
    """A call that no worker has taken yet."""

    __slots__ = ("batch", "call", "call_id")

    def __init__(self, batch: Batch, call_id: int, call: Call) -> None:
        self.batch, self.call_id, self.call = batch, call_id, call


class CallConsumer(SharedExtension):
    """Takes messages of calls from `rpc-<service>` and runs each call in a Nameko worker of its own.

    - A message is acknowledged when its last call is settled. If the process or its connection dies
      before, the broker delivers the whole message again, answered calls too: they run again, which
      is safe because every command carries an idempotency key and a query changes nothing.
    - Calls whose caller no longer waits are dropped unrun.
    - The greenlet that reads the connection (and sends heartbeats) never waits for a worker: calls
      queue here and a greenlet of its own starts them.
    - The prefetch is the number of workers: a message may hold a single call, and fewer would leave
      workers idle while calls wait at the broker.
    """

    def __init__(self) -> None:
        super().__init__()
        self._entrypoints: dict[str, ServiceCall] = {}

    def setup(self) -> None:
        service = self.container.service_name
        self._queue = rpc_queue(service)
        self._service: str = service
        self._workers: int = self.container.max_workers
        self._link = Link(self.container.config["AMQP_URI"], self._queue, on_open=self._consume, on_lost=self._forget)
        self._replies = Replies(self._link)
        self._backlog: deque[_Waiting] = deque()
        self._running = 0
        self._begun: set[Batch] = set()
        self._pump: Any = None
        self._has_work = Event()
        self._is_stopping = False
        self._settled, self._stopped = Event(), Event()

    def register(self, entrypoint: ServiceCall) -> None:
        """Called by each entrypoint of the service in its own `setup`."""
        self._entrypoints[entrypoint.method_name] = entrypoint

    @property
    def connected(self) -> bool:
        """For `/readyz`."""
        return self._link.connected

    def start(self) -> None:
        self._pump = eventlet.spawn(self._start_calls)
        self._link.start()

    def stop(self) -> None:
        """Take nothing more, finish what was begun, answer and acknowledge it, close. Returns when that is done.

        Messages of which no call was begun go back to the queue, for another process.
        """
        if self._is_stopping:
            self._stopped.wait()
            return
        self._is_stopping = True
        self._link.cancel(CONSUMER_TAG)
        self._backlog = deque(waiting for waiting in self._backlog if waiting.batch.is_begun)
        if self._begun:
            self._settled.wait()
        self._replies.flush()
        self.kill()
        self._stopped.send()

    def kill(self) -> None:
        """Close at once."""
        self._is_stopping = True
        if self._pump is not None:
            self._pump.kill()
        self._link.stop()

    def _consume(self, connection: BrokerConnection) -> None:
        channel = connection.channel
        channel.exchange_declare(exchange=RPC_EXCHANGE, type="direct", durable=True, auto_delete=False)
        channel.queue_declare(queue=self._queue, durable=False, exclusive=False, auto_delete=False)
        channel.queue_bind(queue=self._queue, exchange=RPC_EXCHANGE, routing_key=self._service)
        channel.basic_qos(0, self._workers, False)
        if not self._is_stopping:
            channel.basic_consume(queue=self._queue, no_ack=False, callback=self._on_message, consumer_tag=CONSUMER_TAG)

    def _forget(self) -> None:
        """The connection is lost: what no worker has taken will be delivered again."""
        backlog, self._backlog = self._backlog, deque()
        for waiting in backlog:
            if waiting.batch.is_begun:
                self._settle(waiting, None)

    def _on_message(self, raw: Any) -> None:
        message = raw.channel.message_to_python(raw)
        if self._is_stopping or not self._link.is_current(message):
            return  # unacknowledged, so it goes back when the connection closes
        try:
            calls = decode_calls(message.body)
        except MalformedMessage:
            log.exception("malformed call", extra={"queue": self._queue})
            calls = []
        if not calls:
            self._link.reject(message)
            return
        batch = Batch(message, message.properties.get("reply_to") or "", len(calls))
        self._backlog.extend(_Waiting(batch, call_id, call) for call_id, call in calls)
        self._wake()

    def _wake(self) -> None:
        if not self._has_work.ready():
            self._has_work.send()

    def _start_calls(self) -> None:
        while True:
            while self._backlog and self._running < self._workers:
                self._start_call(self._backlog.popleft())
            self._has_work = Event()
            self._has_work.wait()

    def _start_call(self, waiting: _Waiting) -> None:
        waiting.batch.is_begun = True
        self._begun.add(waiting.batch)
        entrypoint = self._entrypoints.get(waiting.call.method)
        if waiting.call.is_expired:
            log.warning("call dropped, its caller no longer waits", extra=self._told(waiting))
            self._settle(waiting, None)
        elif entrypoint is None:
            self._settle(waiting, encode_answer(waiting.call_id, None, {"code": "unknown_method"}))
        else:
            self._spawn(entrypoint, waiting)

    def _spawn(self, entrypoint: ServiceCall, waiting: _Waiting) -> None:
        """Waits here if workers of other entrypoints fill the container's pool; only this greenlet does."""
        self._running += 1
        try:
            self.container.spawn_worker(
                entrypoint,
                (waiting.call,),
                {},
                context_data=dict(waiting.call.headers),
                handle_result=partial(self._on_result, entrypoint, waiting),
            )
        except ContainerBeingKilled:
            self._running -= 1  # the message goes back with the connection
        except Exception:  # the service class itself, or headers that are none
            self._running -= 1
            log.exception("call could not be started", extra=self._told(waiting))
            self._settle(waiting, encode_answer(waiting.call_id, None, INTERNAL_ERROR))

    def _on_result(
        self, entrypoint: ServiceCall, waiting: _Waiting, worker_ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        """Nameko's `handle_result`. An exception here would end the whole container."""
        self._running -= 1
        error = exc_info[1] if exc_info is not None else None
        try:
            answer = self._answer(entrypoint, waiting, result, error)
        except Exception:  # not JSON, or `encode_error` itself failed: it spoils this call only
            log.exception("call has no answer that could be sent", extra=self._told(waiting))
            answer = encode_answer(waiting.call_id, None, INTERNAL_ERROR)
        self._settle(waiting, answer)
        self._wake()
        return result, exc_info

    def _answer(self, entrypoint: ServiceCall, waiting: _Waiting, result: Any, error: Exception | None) -> bytes:
        if error is None:
            return encode_answer(waiting.call_id, result, None)
        wire = entrypoint.encode_error(error)
        if wire is None:
            log.error("call failed", extra=self._told(waiting), exc_info=error)
            wire = INTERNAL_ERROR
        return encode_answer(waiting.call_id, None, wire)

    def _settle(self, waiting: _Waiting, answer: bytes | None) -> None:
        batch = waiting.batch
        self._replies.settle(batch, answer)
        if not batch.unsettled:
            self._begun.discard(batch)
        if self._is_stopping and not self._begun and not self._settled.ready():
            self._settled.send()

    def _told(self, waiting: _Waiting) -> dict[str, Any]:
        call = waiting.call
        return {"service": self._service, "method": call.method, "request_id": call.headers.get("request_id")}


class ServiceCall(Entrypoint):
    """A method that can be called over the bus: `method(self, call: Call) -> JSON`.

    Subclasses override `wrap` to put something around the method, and `encode_error` to send a
    refusal as more than an internal error.
    """

    calls: ClassVar[CallConsumer] = CallConsumer()

    def setup(self) -> None:
        self.calls.register(self)

    def stop(self) -> None:
        self.calls.stop()

    def kill(self) -> None:
        self.calls.kill()

    def wrap(self, function: ServiceMethod) -> ServiceMethod:
        """What Nameko will run instead of the decorated `function`. Call `super().wrap` from a subclass.

        Nameko catches `Exception` only; a stray `eventlet.Timeout` would leave the call unanswered for ever.
        """

        @functools.wraps(function)
        def guarded(service: Any, call: Call) -> Any:
            try:
                return function(service, call)
            except eventlet.Timeout as error:
                raise CallAborted(str(error)) from error

        return guarded

    def encode_error(self, error: Exception) -> Wire | None:
        """The error answer, with a `code`; None for what is nobody's business outside: it is logged here."""
        return None

    @classmethod
    def decorator(cls, *args: Any, **kwargs: Any) -> Any:
        """The decorator to export: `@call` or `@call(…)`; arguments go to the class."""

        def register(function: ServiceMethod, args: tuple[Any, ...], kwargs: dict[str, Any]) -> ServiceMethod:
            entrypoint = cls(*args, **kwargs)
            wrapped = entrypoint.wrap(function)
            register_entrypoint(wrapped, entrypoint)
            return wrapped

        if len(args) == 1 and callable(args[0]) and not kwargs:
            return register(args[0], (), {})
        return partial(register, args=args, kwargs=kwargs)
