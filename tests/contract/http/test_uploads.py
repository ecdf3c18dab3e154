"""A streamed upload is read as fast as its handler reads, and kept nowhere."""

import hashlib

import eventlet
import psutil
import pytest
from eventlet.event import Event
from eventlet.queue import Queue

from chassis.http import HttpError, HttpSettings, Limits, Response, route
from tests.contract.http.apps import MIB, things_with
from tests.contract.http.client import chunked, request_bytes


def test_fifty_megabytes_pass_through_with_no_more_than_eight_of_memory(app, connect):
    client, piece, pieces = connect(app), b"0123456789abcdef" * 4096, 800
    # The client shares the process, so it sends one piece again and again; a first upload warms buffers and code.
    client.ask("PUT", "/upload", piece)
    process, digest = psutil.Process(), hashlib.sha256()
    before = peak = process.memory_info().rss

    client.send(b"PUT /upload HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n" % (len(piece) * pieces))
    for number in range(pieces):
        client.send(piece)
        digest.update(piece)
        if number % 20 == 0:
            peak = max(peak, process.memory_info().rss)
    answer = client.answer()

    assert answer.json() == {"size": 50 * MIB, "sha256": digest.hexdigest(), "declared": 50 * MIB}
    assert max(peak, process.memory_info().rss) - before <= 8 * MIB


def test_a_chunked_upload_has_no_declared_length(app, connect):
    client = connect(app)

    client.send(request_bytes("PUT", "/upload", Transfer_Encoding="chunked") + chunked(b"a" * 100_000, b"b" * 7))

    digest = hashlib.sha256(b"a" * 100_000 + b"b" * 7).hexdigest()
    assert client.answer().json() == {"size": 100_007, "sha256": digest, "declared": None}
    assert client.ask("GET", "/plain").status == 200


def test_an_upload_without_a_body_is_empty(app, connect):
    assert connect(app).ask("PUT", "/upload").json()["size"] == 0


def test_an_upload_in_a_pipeline_takes_only_its_own_bytes(app, connect):
    client = connect(app)

    upload = request_bytes("PUT", "/upload", b"mine")
    client.send(request_bytes("GET", "/plain") + upload + upload + request_bytes("GET", "/plain"))

    assert client.answer().body == b"plain"
    assert [client.answer().json()["size"] for _ in range(2)] == [4, 4]
    assert client.answer().body == b"plain"


def test_an_upload_above_its_limit_is_refused_unread_when_it_says_so(app, connect):
    client = connect(app)

    client.send(b"PUT /upload HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n" % (64 * MIB + 1))

    assert client.answer().status == 413


class Drop:
    """Shows a handler's view of an upload."""

    name = "drop"
    http_settings = HttpSettings(limits=Limits(stall_seconds=0.2, stream_bytes_per_second=100_000))

    seen: Queue
    entered: Queue
    leave: Event

    @route("PUT", "/watched", stream=True, body_limit=100)
    def watched(self, request):
        try:
            self.seen.put(b"".join(request.body_stream))
        except HttpError as error:
            self.seen.put(error.code)
            raise
        return Response(204)

    @route("PUT", "/refused", stream=True, body_limit=10 * MIB)
    def refused(self, request):
        return Response(403, b"no")

    @route("PUT", "/kept", stream=True, body_limit=100)
    def keep(self, request):
        self.seen.put(request.body_stream)
        return Response(204)

    @route("PUT", "/patient", stream=True, body_limit=100)
    def patient(self, request):
        self.entered.put(request.body_stream.read(1))
        self.leave.wait()
        return Response(200, b"".join(request.body_stream))

    @route("GET", "/plain")
    def plain(self, request):
        return Response(200, b"plain")


@pytest.fixture
def drop(serve):
    class Watched(Drop):
        seen, entered, leave = Queue(), Queue(), Event()

    container = serve(Watched, workers=4)
    yield container
    if not Watched.leave.ready():
        Watched.leave.send()


@pytest.mark.parametrize(
    ("rest", "code", "status"),
    [
        (b"x", "body_cut_off", 400),
        (b"zz\r\n", "malformed_request", 400),
        (b"40\r\n" + b"x" * 64 + b"\r\n40\r\n" + b"x" * 64 + b"\r\n", "body_too_large", 413),
    ],
)
def test_a_handler_learns_that_its_upload_went_wrong(drop, connect, rest, code, status):
    client = connect(drop)

    client.send(request_bytes("PUT", "/watched", Transfer_Encoding="chunked") + b"1\r\na\r\n")
    client.send(b"1\r\n" + rest if code == "body_cut_off" else rest)
    client.socket.shutdown(1)

    assert drop.service_cls.seen.get(timeout=5) == code
    assert client.answer().status == status
    assert client.is_closed()


def test_an_upload_that_stalls_is_given_up(drop, connect):
    client = connect(drop)

    client.send(b"PUT /watched HTTP/1.1\r\nHost: test\r\nContent-Length: 50\r\n\r\nabc")

    assert client.answer().json()["code"] == "request_timed_out"
    assert drop.service_cls.seen.get(timeout=5) == "request_timed_out"


def test_an_upload_below_the_least_rate_is_given_up(drop, connect):
    client = connect(drop)
    client.send(b"PUT /watched HTTP/1.1\r\nHost: test\r\nContent-Length: 50\r\n\r\n")
    dripping = eventlet.spawn(_drip, client)

    answer = client.answer()

    assert (answer.status, answer.json()["least_bytes_per_second"]) == (408, 100_000)
    dripping.kill()


def _drip(client):
    while True:
        eventlet.sleep(0.05)
        client.send(b"x")


def test_a_handler_that_takes_its_time_is_not_held_against_the_client(drop, connect):
    client = connect(drop)

    client.send(request_bytes("PUT", "/patient", b"abc"))
    drop.service_cls.entered.get()
    eventlet.sleep(0.3)
    drop.service_cls.leave.send()

    assert client.answer().body == b"bc"


def test_a_refused_upload_is_answered_without_being_read(drop, connect):
    client = connect(drop)

    client.send(b"PUT /refused HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n" % (2 * MIB) + b"x" * 2 * MIB)
    answer = client.answer()

    assert (answer.status, answer.headers["connection"]) == (403, "close")


def test_a_refused_upload_is_not_invited(drop, connect):
    client = connect(drop)

    client.send(b"PUT /refused HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")

    assert client.answer().status == 403


def test_an_upload_is_invited_when_its_handler_reads(drop, connect):
    client = connect(drop)

    client.send(b"PUT /watched HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")

    assert client.answer().status == 100
    assert client.send(b"body").answer().status == 204
    assert drop.service_cls.seen.get() == b"body"


def test_a_stream_is_closed_with_the_answer(drop, connect):
    connect(drop).ask("PUT", "/kept", b"abc")

    stream = drop.service_cls.seen.get()

    with pytest.raises(ValueError, match="answered"):
        stream.read()


def test_half_of_the_workers_are_left_to_others(drop, connect):
    uploads = [connect(drop) for _ in range(2)]
    for client in uploads:
        client.send(request_bytes("PUT", "/patient", b"abc"))
        drop.service_cls.entered.get()

    refused = connect(drop).ask("PUT", "/patient", b"abc")
    served = connect(drop).ask("GET", "/plain")
    drop.service_cls.leave.send()

    assert (refused.status, refused.json()["code"]) == (503, "too_busy")
    assert served.status == 200
    assert [client.answer().body for client in uploads] == [b"bc", b"bc"]
    assert connect(drop).ask("PUT", "/watched", b"abc").status == 204


def test_a_body_of_single_bytes_in_chunks_is_still_a_body(serve, connect):
    client = connect(serve(things_with()))

    client.send(request_bytes("PUT", "/upload", Transfer_Encoding="chunked") + chunked(*[b"x"] * 50_000))

    assert client.answer().json()["size"] == 50_000
