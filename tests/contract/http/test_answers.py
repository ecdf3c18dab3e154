"""What a handler gives is what the client gets, or the client can tell that it is not."""

import logging

import pytest

from chassis.http import HttpSettings, Response, problem_response, route
from tests.contract.http.apps import Teapot, things_with
from tests.contract.http.client import CutOff


class Answers:
    name = "answers"
    http_settings = HttpSettings(default_headers=(("Cache-Control", "no-store"), ("X-Frame-Options", "DENY")))
    closed: list

    def _pieces(self, *pieces, error=None):
        try:
            yield from pieces
            if error is not None:
                raise error
        finally:
            self.closed.append(True)

    @route("GET", "/known")
    def known(self, request):
        return Response(200, self._pieces(b"one ", b"", b"two"), content_length=7, content_type="text/plain")

    @route("GET", "/unknown")
    def unknown(self, request):
        return Response(200, self._pieces(b"one ", b"", b"two"))

    @route("GET", "/list")
    def from_list(self, request):
        return Response(200, [b"one ", b"two"])

    @route("GET", "/empty")
    def empty(self, request):
        return Response(200, self._pieces())

    @route("GET", "/short")
    def short(self, request):
        return Response(200, self._pieces(b"one"), content_length=7)

    @route("GET", "/long")
    def long(self, request):
        return Response(200, self._pieces(b"one", b"two", b"three"), content_length=7)

    @route("GET", "/breaks")
    def breaks(self, request):
        return Response(200, self._pieces(b"one", error=OSError("disk")))

    @route("GET", "/breaks-at-once")
    def breaks_at_once(self, request):
        return Response(200, self._pieces(error=Teapot()))

    @route("GET", "/megabytes")
    def megabytes(self, request):
        return Response(200, (b"x" * 65536 for _ in range(320)))

    @route("GET", "/cached")
    def cached(self, request):
        return Response(200, b"x", headers=(("cache-control", "max-age=60"),))

    @route("GET", "/split")
    def split(self, request):
        return Response(200, b"x", headers=(("Location", "/a\r\nSet-Cookie: b"),))

    @route("GET", "/nothing-returned")
    def nothing_returned(self, request):
        return None


@pytest.fixture
def answers(serve):
    class Fresh(Answers):
        closed: list = []  # noqa: RUF012

    return serve(Fresh)


@pytest.mark.parametrize(("path", "framing"), [("/known", "content-length"), ("/unknown", "transfer-encoding")])
def test_a_streamed_answer_is_framed_and_its_source_closed(answers, connect, path, framing):
    client = connect(answers)

    answer = client.ask("GET", path)

    assert answer.body == b"one two"
    assert framing in answer.headers
    assert answers.service_cls.closed == [True]
    assert client.ask("GET", "/list").body == b"one two"


def test_a_streamed_answer_may_be_empty(answers, connect):
    client = connect(answers)

    assert client.ask("GET", "/empty").body == b""
    assert client.ask("GET", "/empty").body == b""


def test_an_old_client_gets_a_streamed_answer_until_the_connection_ends(answers, connect):
    answer = connect(answers).send(b"GET /unknown HTTP/1.0\r\n\r\n").answer()

    assert "transfer-encoding" not in answer.headers
    assert answer.body == b"one two"


def test_head_of_a_streamed_answer_sends_nothing_and_closes_the_source(answers, connect):
    client = connect(answers)

    head = client.ask("HEAD", "/known")

    assert (head.headers["content-length"], head.body) == ("7", b"")
    assert answers.service_cls.closed == [True]
    assert client.ask("GET", "/list").body == b"one two"


def test_many_megabytes_arrive_whole(answers, connect):
    assert len(connect(answers).ask("GET", "/megabytes").body) == 320 * 65536


@pytest.mark.parametrize("path", ["/short", "/long", "/breaks"])
def test_an_answer_that_breaks_off_never_looks_whole(answers, connect, path, caplog):
    client = connect(answers)

    with pytest.raises((CutOff, ConnectionResetError)):
        client.ask("GET", path)

    assert answers.service_cls.closed == [True]
    assert "answer broken off" in caplog.messages


def test_an_answer_that_breaks_before_its_first_byte_is_an_honest_refusal(answers, connect):
    answer = connect(answers).ask("GET", "/breaks-at-once")

    assert (answer.status, answer.json()["code"]) == (418, "teapot")
    assert answers.service_cls.closed == [True]


def test_a_default_header_gives_way_to_the_handlers(answers, connect):
    headers = connect(answers).ask("GET", "/cached").headers

    assert headers["cache-control"] == "max-age=60"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/split", "/nothing-returned"])
def test_what_is_no_answer_is_a_server_error(answers, connect, path):
    answer = connect(answers).ask("GET", path)

    assert (answer.status, answer.json()["code"]) == (500, "internal")
    assert "set-cookie" not in answer.headers


def test_an_unmapped_error_is_opaque_outside_and_complete_in_the_log(app, connect, caplog):
    answer = connect(app).ask("GET", "/fails", X_Request_Id="order-7")

    assert answer.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "code": "internal",
        "request_id": "order-7",
    }
    [record] = [record for record in caplog.records if record.message == "request failed"]
    assert (record.levelno, record.request_id, record.path) == (logging.ERROR, "order-7", "/fails")
    assert "the password is tea" in str(record.exc_info[1])


def test_a_mapped_error_is_what_the_mapping_says(serve, connect):
    seen = []

    def as_text(request, error):
        seen.append(type(error).__name__)
        return Response(499, b"mapped") if isinstance(error, Teapot) else None

    container = serve(things_with(error_response=as_text))

    assert connect(container).ask("GET", "/teapot").status == 499
    assert seen == ["Teapot"]


def test_the_servers_own_refusals_go_through_the_mapping_and_keep_their_headers(serve, connect):
    def renamed(request, error):
        return Response(getattr(error, "status", 500), type(error).__name__.encode())

    container = serve(things_with(error_response=renamed, head_seconds=0.1))

    assert connect(container).ask("GET", "/nothing").body == b"RouteNotFound"
    wrong_method = connect(container).ask("PUT", "/plain")
    assert (wrong_method.body, wrong_method.headers["allow"]) == (b"MethodNotAllowed", "GET, HEAD, OPTIONS")
    assert connect(container).send(b"nonsense\r\n\r\n").answer().body == b"MalformedRequest"
    assert connect(container).send(b"GET /").answer().body == b"RequestTimedOut"


def test_an_error_that_the_mapping_leaves_is_offered_again_as_internal(serve, connect):
    def only_known(request, error):
        return problem_response(request, error) if type(error).__name__ == "Internal" else None

    answer = connect(serve(things_with(error_response=only_known))).ask("GET", "/fails")

    assert answer.json()["code"] == "internal"


def test_a_mapping_that_fails_is_an_opaque_error_too(serve, connect):
    def broken(request, error):
        raise KeyError("no sentence")

    client = connect(serve(things_with(error_response=broken)))

    assert client.ask("GET", "/teapot").json()["code"] == "internal"
    assert client.ask("GET", "/plain").status == 200


def test_an_answer_of_text_is_a_programming_error():
    with pytest.raises(TypeError, match="bytes"):
        Response(200, "text")


def test_a_problem_carries_the_facts_of_its_error(app, connect):
    problem = connect(app).ask("GET", "/teapot").json()

    assert (problem["status"], problem["leaf"]) == (418, "green")
