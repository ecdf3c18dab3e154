"""A service to call, and the queue of one that is down."""

from __future__ import annotations

from typing import Any

import eventlet
from eventlet.event import Event

from chassis.bus.topology import RPC_EXCHANGE, rpc_queue
from chassis.rpc.transport.errors import Wire
from chassis.rpc.transport.server import ServiceCall
from chassis.rpc.transport.wire import Call


class Refused(Exception):
    """What a service says no with."""


class RefusingCall(ServiceCall):
    def encode_error(self, error: Exception) -> Wire | None:
        return {"code": "refused", "facts": {"why": str(error)}} if isinstance(error, Refused) else None


call = RefusingCall.decorator


def a_service(service: str) -> type:
    class Service:
        name = service
        calls: list[Call] = []  # noqa: RUF012  # one class per test
        release = Event()

        @call
        def echo(self, call: Call) -> Any:
            self.calls.append(call)
            return call.arguments

        @call
        def refuse(self, call: Call) -> Any:
            raise Refused("too late")

        @call
        def fail(self, call: Call) -> Any:
            raise KeyError("account 6222")

        @call
        def answer_badly(self, call: Call) -> Any:
            return object()

        @call
        def run_into_a_timeout(self, call: Call) -> Any:
            raise eventlet.Timeout(1)

        @call
        def sleep(self, call: Call) -> Any:
            self.calls.append(call)
            eventlet.sleep(call.arguments["seconds"])
            return "slept"

        @call
        def wait(self, call: Call) -> Any:
            self.calls.append(call)
            self.release.wait()
            return "released"

    return Service


def a_waiting_queue(channel: Any, service: str) -> None:
    """The queue of a service that is down."""
    channel.exchange_declare(exchange=RPC_EXCHANGE, type="direct", durable=True, auto_delete=False)
    channel.queue_declare(queue=rpc_queue(service), durable=False, exclusive=False, auto_delete=False)
    channel.queue_bind(queue=rpc_queue(service), exchange=RPC_EXCHANGE, routing_key=service)
