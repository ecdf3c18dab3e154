"""How calls travel: how many in a message, how long it waits, and what is done with one that makes no sense."""

from collections.abc import Callable
from typing import Any

import eventlet
import pytest

from chassis.bus.topology import rpc_queue
from chassis.rpc.transport.client import BYTES_PER_MESSAGE
from chassis.rpc.transport.errors import ServiceTimeout
from tests.contract.bus.example_service import a_service, a_waiting_queue

Ask = Callable[..., Any]


def test_the_calls_of_one_turn_travel_in_messages_of_sixteen(
    bus: Any, channel: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    a_waiting_queue(channel, service)
    for _ in range(40):
        eventlet.spawn(ask, "echo", {}, timeout=2)

    wait_until(lambda: bus.ready(rpc_queue(service)) == 3)


def test_large_calls_travel_alone(bus: Any, channel: Any, ask: Ask, service: str, wait_until: Any) -> None:
    a_waiting_queue(channel, service)
    large = {"text": "x" * BYTES_PER_MESSAGE}

    for arguments in ({}, large, large, {}):
        eventlet.spawn(ask, "echo", arguments, timeout=2)

    wait_until(lambda: bus.ready(rpc_queue(service)) == 4)


def test_a_call_that_nobody_takes_expires_in_the_queue(
    bus: Any, channel: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    a_waiting_queue(channel, service)

    answer = ask("echo", timeout=0.2)

    assert isinstance(answer, ServiceTimeout)
    assert (answer.service, answer.method) == (service, "echo")
    wait_until(lambda: bus.ready(rpc_queue(service)) == 0)


@pytest.mark.parametrize(
    "body", [b"\xff", b"{}", b"[]", b"[[1]]", b'[[1, "echo", [], {}, 5000]]', b'[[1, "echo", {}, null, 1]]']
)
def test_a_malformed_message_is_dropped_and_the_next_is_served(
    bus: Any, channel: Any, serve: Any, ask: Ask, service: str, body: bytes
) -> None:
    container = serve(a_service(service))

    channel.basic_publish(channel.prepare_message(body), exchange="rpc", routing_key=service)
    answer = ask("echo", {"n": 1})
    container.stop()

    assert answer == {"n": 1}
    assert bus.ready(rpc_queue(service)) == 0
