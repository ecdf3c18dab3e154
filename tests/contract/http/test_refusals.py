"""What is not plain HTTP/1.1, or too large, is refused before a handler sees it."""

import socket

import pytest

from tests.contract.http.apps import things_with
from tests.contract.http.client import chunked, request_bytes

POST = b"POST /echo HTTP/1.1\r\nHost: test\r\n"
HIDDEN = request_bytes("GET", "/plain")

SMUGGLING = {
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "two different lengths": POST + b"Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello",
    "a list of lengths": POST + b"Content-Length: 5, 5\r\n\r\nhello",
    "a signed length": POST + b"Content-Length: +5\r\n\r\nhello",
    "a hexadecimal length": POST + b"Content-Length: 0x5\r\n\r\nhello",
    "an empty length": POST + b"Content-Length:\r\n\r\n",
    "a length that overflows": POST + b"Content-Length: 18446744073709551621\r\n\r\nhello",
    "length, then chunked": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked, then length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "chunked twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked and another": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "another and chunked": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "nearly chunked": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked behind a tab": POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    "chunked in HTTP/1.0": b"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"Content-Length : 5\r\n\r\nhello",
    "a folded header": POST + b"X-A: a\r\n b\r\nContent-Length: 5\r\n\r\nhello",
    "bare line feeds": b"GET /plain HTTP/1.1\nHost: test\n\n",
    "a bare carriage return": b"GET /plain HTTP/1.1\r\nHost: test\rX-A: b\r\n\r\n",
    "a NUL in a header": b"GET /plain HTTP/1.1\r\nHost: te\x00st\r\n\r\n",
    "a chunk size that is none": POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n",
    "a chunk size that overflows": POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n",
    "a chunk longer than said": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
    "no host": b"GET /plain HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /plain HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "HTTP/0.9": b"GET /plain\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "an unknown method": b"FETCH /plain HTTP/1.1\r\nHost: test\r\n\r\n",
    "a tunnel": b"CONNECT test:80 HTTP/1.1\r\nHost: test\r\n\r\n",
    "a fragment": b"GET /plain#part HTTP/1.1\r\nHost: test\r\n\r\n",
    "raw bytes in the path": b"GET /\xe5\xa4\xa7 HTTP/1.1\r\nHost: test\r\n\r\n",
}


@pytest.mark.parametrize("wire", SMUGGLING.values(), ids=SMUGGLING.keys())
def test_what_two_readers_could_read_differently_is_refused_and_nothing_behind_it_is_answered(app, connect, wire):
    client = connect(app)

    answer = client.send(wire + HIDDEN).answer()

    assert (answer.status, answer.json()["code"]) == (400, "malformed_request")
    assert answer.headers["connection"] == "close"
    assert client.is_closed()


def test_requests_before_a_malformed_one_are_answered(app, connect):
    client = connect(app)

    client.send(request_bytes("GET", "/plain") + SMUGGLING["two lengths"])

    assert client.answer().body == b"plain"
    assert client.answer().status == 400
    assert client.is_closed()


def test_a_refusal_names_the_clients_request_id(app, connect):
    client = connect(app)

    answer = client.ask("POST", "/small", b"more than ten bytes", X_Request_Id="mine")

    assert answer.json()["request_id"] == "mine"


def test_an_address_that_is_too_long_is_refused(app, connect):
    answer = connect(app).ask("GET", "/plain?" + "x" * 8200)

    assert (answer.status, answer.json()["code"]) == (414, "address_too_long")


def test_too_many_headers_are_refused(app, connect):
    answer = connect(app).ask("GET", "/plain", **{f"X_{number}": "1" for number in range(101)})

    assert (answer.status, answer.json()["code"]) == (431, "headers_too_large")


def test_headers_that_are_too_large_are_refused(app, connect):
    answer = connect(app).ask("GET", "/plain", X_A="a" * 20_000, X_B="b" * 20_000)

    assert (answer.status, answer.json()["code"]) == (431, "headers_too_large")


def test_a_header_without_an_end_is_refused_while_it_arrives(app, connect):
    client = connect(app)

    client.send(b"GET /plain HTTP/1.1\r\nHost: test\r\nX-Endless: ")
    for _ in range(3):
        client.send(b"x" * 65536)

    assert client.answer().status == 431


def test_a_declared_body_above_the_limit_is_refused_unread(app, connect):
    client = connect(app)

    answer = client.send(b"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 1048577\r\n\r\n").answer()

    assert (answer.status, answer.json()["code"]) == (413, "body_too_large")
    assert answer.json()["limit_bytes"] == 1024 * 1024
    assert answer.headers["connection"] == "close"
    client.socket.shutdown(1)
    assert client.is_closed()


def test_a_body_of_exactly_the_limit_is_taken(app, connect):
    assert len(connect(app).ask("POST", "/echo", b"x" * 1024 * 1024).body) == 1024 * 1024


def test_the_limit_of_a_route_is_its_own(app, connect):
    assert connect(app).ask("POST", "/small", b"x" * 10).status == 204
    assert connect(app).ask("POST", "/small", b"x" * 11).status == 413


def test_a_chunked_body_above_the_limit_is_refused_while_it_arrives(app, connect):
    client = connect(app)

    client.send(request_bytes("POST", "/small", Transfer_Encoding="chunked") + chunked(b"12345", b"678901"))

    assert client.answer().status == 413


def test_the_answer_to_a_body_that_is_too_large_survives_the_rest_of_the_body(app, connect):
    client = connect(app)
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)

    # More than the kernel takes off our hands: without a reader at the other end this would break or hang.
    client.send(b"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4000000\r\n\r\n")
    for _ in range(40):
        client.send(b"x" * 100_000)

    assert client.answer().status == 413


def test_a_chunk_extension_without_an_end_is_refused(app, connect):
    client = connect(app)

    client.send(request_bytes("POST", "/echo", Transfer_Encoding="chunked") + b"1;")
    for _ in range(3):
        client.send(b"x" * 65536)

    assert client.answer().status == 400


def test_a_body_for_a_wrong_address_is_not_waited_for(app, connect):
    client = connect(app)

    answer = client.send(b"POST /nothing HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n").answer()

    assert (answer.status, answer.headers["connection"]) == (404, "close")


def test_a_body_is_invited_when_the_client_waits_for_that(app, connect):
    client = connect(app)

    client.send(b"POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
    invitation = client.answer()
    answer = client.send(b"body").answer()

    assert invitation.status == 100
    assert (answer.status, answer.body) == (200, b"body")


def test_a_body_that_would_be_refused_is_not_invited(app, connect):
    client = connect(app)

    client.send(b"POST /small HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 40\r\n\r\n")

    assert client.answer().status == 413


def test_another_expectation_is_refused(app, connect):
    assert connect(app).ask("POST", "/echo", b"x", Expect="miracles").status == 417


def test_a_connection_too_many_is_told_so(serve, connect):
    container = serve(things_with(connections=2))
    first, second = connect(container), connect(container)
    assert (first.ask("GET", "/plain").status, second.ask("GET", "/plain").status) == (200, 200)

    answer = connect(container).answer()

    assert (answer.status, answer.json()["code"]) == (503, "too_busy")
    assert (answer.headers["retry-after"], answer.headers["connection"]) == ("1", "close")


def test_a_place_that_is_free_again_is_given_to_the_next(serve, connect):
    container = serve(things_with(connections=1))
    first = connect(container)
    assert first.ask("GET", "/plain", Connection="close").status == 200
    assert first.is_closed()

    assert connect(container).ask("GET", "/plain").status == 200


def test_a_connection_ends_after_its_last_request(serve, connect):
    client = connect(serve(things_with(requests_per_connection=2)))

    first, last = client.ask("GET", "/plain"), client.ask("GET", "/plain")

    assert "connection" not in first.headers
    assert last.headers["connection"] == "close"
    assert client.is_closed()
