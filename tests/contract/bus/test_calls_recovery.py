"""Calls while something goes down: the service in order, the broker without warning, one connection."""

from collections.abc import Callable
from typing import Any

import eventlet
from eventlet.event import Event

from chassis.bus.topology import rpc_queue
from chassis.rpc.transport.client import RpcClient
from chassis.rpc.transport.errors import ServiceTimeout, ServiceUnavailable
from chassis.rpc.transport.server import ServiceCall
from chassis.rpc.transport.wire import Call

Ask = Callable[..., Any]


def a_service(service: str) -> type:
    class Service:
        name = service
        begun: list[int] = []  # noqa: RUF012  # one class per test
        release = Event()

        @ServiceCall.decorator
        def echo(self, call: Call) -> Any:
            return call.arguments

        @ServiceCall.decorator
        def wait(self, call: Call) -> Any:
            self.begun.append(call.arguments["n"])
            self.release.wait()
            return call.arguments["n"]

    return Service


def test_stopping_answers_what_was_begun_and_leaves_nothing_that_was_answered(
    bus: Any, serve: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    served = a_service(service)
    container = serve(served, workers=3)
    asked = [eventlet.spawn(ask, "wait", {"n": number}) for number in range(3)]
    wait_until(lambda: len(served.begun) == 3)

    stopping = eventlet.spawn(container.stop)
    eventlet.spawn_after(0.1, served.release.send)
    stopping.wait()

    assert [greenlet.wait() for greenlet in asked] == [0, 1, 2]
    assert bus.ready(rpc_queue(service)) == 0


def test_stopping_gives_back_messages_of_which_nothing_was_begun(
    bus: Any, serve: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    served = a_service(service)
    container = serve(served, workers=2)
    asked = []
    for message in ((0, 1), (2, 3), (4,)):  # at the workers, in the process, at the broker
        asked += [eventlet.spawn(ask, "wait", {"n": number}) for number in message]
        eventlet.sleep(0.05)
    wait_until(lambda: len(served.begun) == 2)

    stopping = eventlet.spawn(container.stop)
    eventlet.spawn_after(0.1, served.release.send)
    stopping.wait()
    waiting = bus.ready(rpc_queue(service))
    serve(served)

    assert waiting == 2
    assert sorted(greenlet.wait() for greenlet in asked) == [0, 1, 2, 3, 4]
    assert sorted(served.begun) == [0, 1, 2, 3, 4], "a call that was given back was also run"


def test_stopping_finishes_a_message_of_which_a_call_was_begun(
    bus: Any, serve: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    served = a_service(service)
    container = serve(served, workers=2)
    asked = [eventlet.spawn(ask, "wait", {"n": number}) for number in range(5)]  # one message
    wait_until(lambda: len(served.begun) == 2)

    stopping = eventlet.spawn(container.stop)
    eventlet.spawn_after(0.1, served.release.send)
    stopping.wait()

    assert sorted(greenlet.wait() for greenlet in asked) == [0, 1, 2, 3, 4]
    assert bus.ready(rpc_queue(service)) == 0


def test_a_killed_service_leaves_its_calls_to_the_next(
    bus: Any, serve: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    served = a_service(service)
    first = serve(served)
    asked = eventlet.spawn(ask, "wait", {"n": 7})
    wait_until(lambda: served.begun == [7])

    first.kill()
    served.release.send()
    serve(served)

    assert asked.wait() == 7
    assert served.begun == [7, 7]


def test_a_broker_restart_kills_no_container_and_calls_are_answered_again(
    bus: Any, serve: Any, ask: Ask, ask_until_answered: Ask, service: str, wait_until: Any
) -> None:
    served = a_service(service)
    container = serve(served)
    under_way = [eventlet.spawn(ask, "wait", {"n": number}) for number in range(5)]
    wait_until(lambda: len(served.begun) == 5)

    bus.restart()
    lost = [greenlet.wait() for greenlet in under_way]
    served.release.send()
    answers = [ask_until_answered("echo", {"n": number}) for number in range(20)]

    assert {type(answer) for answer in lost} <= {ServiceUnavailable, ServiceTimeout}
    assert answers == [{"n": number} for number in range(20)]
    assert container.started
    assert not container._died.ready()


def test_every_caller_hears_something_while_the_broker_restarts(
    bus: Any, serve: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    serve(a_service(service), workers=20)
    heard: list[Any] = []
    is_over = Event()

    def call_again_and_again() -> None:
        while not is_over.ready():
            heard.append(ask("echo", timeout=2))
            eventlet.sleep(0.01)

    callers = [eventlet.spawn(call_again_and_again) for _ in range(20)]
    wait_until(lambda: heard.count({}) > 100)
    bus.restart()
    heard_before = heard.count({})
    wait_until(lambda: heard.count({}) > heard_before + 100)
    is_over.send()
    with eventlet.Timeout(10):
        for caller in callers:
            caller.wait()

    assert {type(answer) for answer in heard} <= {dict, ServiceUnavailable, ServiceTimeout}


def test_a_cut_connection_of_the_service_is_opened_again(
    bus: Any, serve: Any, ask: Ask, service: str, wait_until: Any
) -> None:
    served = a_service(service)
    container = serve(served)
    (consumer,) = [extension for extension in container.extensions if hasattr(extension, "connected")]
    asked = eventlet.spawn(ask, "wait", {"n": 1})
    wait_until(lambda: served.begun == [1])

    cut(consumer._link)
    wait_until(lambda: served.begun == [1, 1])
    served.release.send()

    assert asked.wait() == 1
    assert ask("echo", {"n": 2}) == {"n": 2}
    container.stop()
    assert bus.ready(rpc_queue(service)) == 0


def test_a_client_that_stops_tells_its_callers(client: RpcClient, serve: Any, ask: Ask, service: str) -> None:
    served = a_service(service)
    serve(served)
    asked = eventlet.spawn(ask, "wait", {"n": 1})
    eventlet.sleep(0.05)

    client.stop()
    served.release.send()

    assert isinstance(asked.wait(), ServiceUnavailable)


def cut(link: Any) -> None:
    """End a connection as a cut cable does: neither side says goodbye."""
    connection = link._channel.connection
    if hasattr(connection, "sever"):
        connection.sever()
    else:
        connection.transport.sock.shutdown(2)
