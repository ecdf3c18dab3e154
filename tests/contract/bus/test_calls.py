"""Calling a service: what a caller may rely on, with one Nameko container behind it."""

import time
from collections.abc import Callable
from typing import Any

import eventlet
import pytest

from chassis.rpc.transport.client import BYTES_PER_MESSAGE, RpcClient
from chassis.rpc.transport.errors import RemoteError, ServiceTimeout, ServiceUnavailable
from chassis.rpc.transport.server import ServiceCall
from chassis.rpc.transport.wire import Call
from tests.contract.bus.example_service import Refused, a_service

Ask = Callable[..., Any]


def together(*asks: Callable[[], Any]) -> list[Any]:
    """The answers of calls that leave in one turn of the hub, in order."""
    return [greenlet.wait() for greenlet in [eventlet.spawn(ask) for ask in asks]]


def test_a_call_brings_back_what_the_method_returned(serve: Any, ask: Ask, service: str) -> None:
    served = a_service(service)
    serve(served)

    answer = ask("echo", {"地区": "大连", "fen": 12_00, "lines": [1, None, True]}, timeout=5)

    assert answer == {"地区": "大连", "fen": 12_00, "lines": [1, None, True]}
    (seen,) = served.calls
    assert (seen.method, seen.headers) == ("echo", {"request_id": "r-1"})
    assert 0 < seen.deadline - time.monotonic() <= 5


def test_calls_of_one_turn_share_a_message_and_fail_one_by_one(serve: Any, ask: Ask, service: str) -> None:
    serve(a_service(service))
    begun = time.monotonic()

    answers = together(
        lambda: ask("echo", {"n": 1}),
        lambda: ask("refuse"),
        lambda: ask("fail"),
        lambda: ask("answer_badly"),
        lambda: ask("run_into_a_timeout"),
        lambda: ask("unknown"),
        lambda: (ask("sleep", {"seconds": 0.3}), time.monotonic() - begun),
        lambda: (ask("sleep", {"seconds": 5}, timeout=0.6), time.monotonic() - begun),
        lambda: (ask("echo", {"n": 2}), time.monotonic() - begun),
    )

    assert answers[0] == {"n": 1}
    assert [error.wire for error in answers[1:6]] == [
        {"code": "refused", "facts": {"why": "too late"}},
        {"code": "internal"},
        {"code": "internal"},
        {"code": "internal"},
        {"code": "unknown_method"},
    ]
    assert answers[6][0] == "slept"
    assert isinstance(answers[7][0], ServiceTimeout)
    assert 0.6 <= answers[7][1] < 1.5
    assert answers[8][0] == {"n": 2}
    assert answers[8][1] < 0.3, "a quick call waited for a slow one of the same message"


def test_a_failure_says_nothing_outside_and_is_logged_with_the_request(
    serve: Any, ask: Ask, service: str, caplog: pytest.LogCaptureFixture
) -> None:
    serve(a_service(service))

    answer = ask("fail")

    assert isinstance(answer, RemoteError)
    assert answer.wire == {"code": "internal"}
    (record,) = [record for record in caplog.records if record.message == "call failed"]
    assert (record.request_id, record.method) == ("r-1", "fail")


def test_a_large_call_and_its_answer_arrive(serve: Any, ask: Ask, service: str) -> None:
    serve(a_service(service))
    large = {"text": "文" * BYTES_PER_MESSAGE}

    answers = together(*[lambda: ask("echo", large)] * 3)

    assert answers == [large] * 3


def test_arguments_that_are_not_json_are_the_callers_mistake(serve: Any, ask: Ask, service: str) -> None:
    serve(a_service(service))

    answers = together(lambda: ask("echo", {"value": object()}), lambda: ask("echo", {"n": 1}))

    assert isinstance(answers[0], TypeError)
    assert answers[1] == {"n": 1}


def test_a_service_that_was_never_started_is_unavailable_at_once(ask: Ask, service: str) -> None:
    begun = time.monotonic()

    answers = together(lambda: ask("echo", timeout=10), lambda: ask("echo", timeout=10))

    assert [type(answer) for answer in answers] == [ServiceUnavailable] * 2
    assert answers[0].service == service
    assert time.monotonic() - begun < 2


def test_an_unreachable_broker_makes_a_service_unavailable_within_a_second(service: str) -> None:
    caller = RpcClient("amqp://guest:guest@127.0.0.1:1//")
    caller.start()

    with eventlet.Timeout(2), pytest.raises(ServiceUnavailable):
        caller.call(service, "echo", {}, headers={}, timeout=10)
    caller.stop()


def test_an_answer_that_comes_too_late_disturbs_nobody(serve: Any, client: RpcClient, ask: Ask, service: str) -> None:
    served = a_service(service)
    serve(served)

    late = ask("wait", timeout=0.2)
    still_waiting = dict(client._asked)
    served.release.send()
    answer = ask("echo", {"n": 1})

    assert isinstance(late, ServiceTimeout)
    assert answer == {"n": 1}
    assert not still_waiting


def test_a_hundred_calls_on_twenty_workers_are_all_answered(serve: Any, ask: Ask, service: str) -> None:
    serve(a_service(service), workers=20)
    begun = time.monotonic()

    answers = together(*[lambda: ask("sleep", {"seconds": 0.2})] * 100)

    assert answers == ["slept"] * 100
    assert 1.0 <= time.monotonic() - begun < 3


def test_calls_whose_callers_gave_up_are_not_run(serve: Any, ask: Ask, service: str) -> None:
    served = a_service(service)
    serve(served, workers=20)

    answers = together(*[lambda: ask("sleep", {"seconds": 0.5}, timeout=0.8)] * 100)
    ask("echo")

    timeouts = [answer for answer in answers if isinstance(answer, ServiceTimeout)]
    assert len(timeouts) == 80
    # The second round of twenty had begun when its callers gave up; nothing was begun after that.
    assert len([seen for seen in served.calls if seen.method == "sleep"]) == 40


def test_single_calls_that_arrive_one_by_one_use_all_workers(serve: Any, ask: Ask, service: str) -> None:
    """A prefetch below the number of workers would leave workers idle: each message holds one call here."""
    serve(a_service(service), workers=10)
    begun = time.monotonic()

    greenlets = []
    for _ in range(10):
        greenlets.append(eventlet.spawn(ask, "sleep", {"seconds": 0.3}))
        eventlet.sleep(0.01)
    answers = [greenlet.wait() for greenlet in greenlets]

    assert answers == ["slept"] * 10
    assert time.monotonic() - begun < 0.8


def test_a_method_may_be_wrapped_by_its_entrypoint(serve: Any, ask: Ask, service: str) -> None:
    class DoublingCall(ServiceCall):
        def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
            inner = super().wrap(function)
            return lambda service, call: 2 * inner(service, call)

    class Service:
        name = service

        @DoublingCall.decorator
        def count(self, call: Call) -> int:
            return int(call.arguments["n"])

    serve(Service)

    assert ask("count", {"n": 21}) == 42


def test_an_error_answer_becomes_what_the_client_makes_of_it(serve: Any, bus_uri: str, service: str) -> None:
    serve(a_service(service))
    caller = RpcClient(bus_uri, decode_error=lambda wire: Refused(wire["facts"]["why"]))
    caller.start()

    with pytest.raises(Refused, match="too late"):
        caller.call(service, "refuse", {}, headers={}, timeout=5)
    caller.stop()
