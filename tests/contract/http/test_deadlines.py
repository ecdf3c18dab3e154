"""Slow clients cost their own connection, never a worker or the server."""

import eventlet
import pytest
from eventlet.event import Event
from eventlet.queue import Queue

from chassis.http import HttpSettings, Limits, Response, route
from tests.contract.http.apps import things_with
from tests.contract.http.client import request_bytes


def test_two_hundred_slow_heads_are_closed_at_one_deadline_while_others_are_served(serve, connect):
    container = serve(things_with(head_seconds=1))
    # Each says something at once: a connection that is silent for the whole second is closed without an answer.
    slow = [connect(container).send(b"GET /plain HTTP/1.1\r\nHost: test\r\nX-Slow: ") for _ in range(200)]
    dripping = [eventlet.spawn(_drip, client) for client in slow]

    served = [connect(container).ask("GET", "/plain").status for _ in range(20)]

    assert served == [200] * 20
    answers = [client.answer() for client in slow]
    assert {(answer.status, answer.json()["code"]) for answer in answers} == {(408, "request_timed_out")}
    assert all(client.is_closed() for client in slow)
    for greenlet in dripping:
        greenlet.kill()


def _drip(client):
    """A byte of a header every now and then: each is in time for a deadline per read, none for one of the head."""
    while True:
        eventlet.sleep(0.1)
        client.send(b"x")


def test_a_connection_that_says_nothing_is_closed(serve, connect):
    client = connect(serve(things_with(head_seconds=0.2)))

    assert client.is_closed()


def test_an_idle_connection_is_closed_after_its_time(serve, connect):
    client = connect(serve(things_with(idle_seconds=0.2)))

    assert client.ask("GET", "/plain").status == 200

    assert client.is_closed()


def test_an_idle_connection_may_wait_longer_than_a_head_may_take(serve, connect):
    client = connect(serve(things_with(head_seconds=0.1, idle_seconds=5)))
    client.ask("GET", "/plain")

    eventlet.sleep(0.3)

    assert client.ask("GET", "/plain").status == 200


def test_slow_bodies_take_no_worker(serve, connect):
    container = serve(things_with(body_seconds=1), workers=20)
    slow = [connect(container) for _ in range(40)]
    for client in slow:
        client.send(b"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nsome")

    with eventlet.Timeout(0.9):
        assert connect(container).ask("GET", "/plain").status == 200

    assert {client.answer().status for client in slow} == {408}


def test_the_deadline_of_a_body_is_for_all_of_it(serve, connect):
    client = connect(serve(things_with(body_seconds=0.3)))
    client.send(b"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n")
    dripping = eventlet.spawn(_drip_body, client)

    assert client.answer().status == 408

    dripping.kill()


def _drip_body(client):
    while True:
        eventlet.sleep(0.1)
        client.send(b"x")


@pytest.mark.parametrize(
    "wire",
    [
        b"POST /record HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nonly a part",
        b"POST /record HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n",
        b"POST /record HTTP/1.1\r\nHost: test\r\nContent-Le",
    ],
)
def test_a_body_that_is_cut_off_never_reaches_a_handler(serve, connect, wire):
    seen = []

    class Recorder:
        name = "recorder"

        @route("POST", "/record")
        def record(self, request):
            seen.append(request.body)
            return Response(204)

    container = serve(Recorder)
    client = connect(container)

    client.send(wire)
    client.socket.shutdown(1)

    assert client.is_closed()
    assert connect(container).ask("POST", "/record", b"whole").status == 204
    assert seen == [b"whole"]


def test_requests_wait_for_a_worker_and_then_are_told_to_come_back(serve, connect):
    entered, leave = Queue(), Event()

    class Slow:
        name = "slow"
        http_settings = HttpSettings(limits=Limits(worker_seconds=0.2))

        @route("GET", "/slow")
        def slow(self, request):
            entered.put(request.request_id)
            leave.wait()
            return Response(200, b"done")

    container = serve(Slow, workers=1)
    first, second = connect(container), connect(container)
    first.send(request_bytes("GET", "/slow"))
    entered.get()

    refused = second.ask("GET", "/slow")
    leave.send()

    assert (refused.status, refused.json()["code"], refused.headers["retry-after"]) == (503, "too_busy", "1")
    assert first.answer().body == b"done"
    assert second.ask("GET", "/slow").body == b"done"


def test_a_client_that_does_not_take_its_answer_is_given_up(serve, connect):
    gave_up = Event()

    class Large:
        name = "large"
        http_settings = HttpSettings(limits=Limits(stall_seconds=0.2))

        @route("GET", "/large")
        def large(self, request):
            return Response(200, self._pieces())

        def _pieces(self):
            try:
                for _ in range(1000):
                    yield b"x" * 65536
            finally:
                gave_up.send()

    client = connect(serve(Large))

    client.send(request_bytes("GET", "/large"))

    with eventlet.Timeout(5):
        gave_up.wait()
