"""However bytes arrive, and whatever they are, the parser says the same and never fails."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chassis.http.messages import Response
from chassis.http.parsing import RequestParser
from chassis.http.routing import Endpoint, Router
from chassis.http.settings import Limits
from tests.contract.http.client import chunked, request_bytes

ROUTER = Router(
    [
        Endpoint("GET", "/plain", lambda request: Response(200)),
        Endpoint("POST", "/echo", lambda request: Response(200)),
        Endpoint("PUT", "/upload", lambda request: Response(200), is_streamed=True, body_limit=1000),
    ]
)
UPGRADE = {"Connection": "Upgrade", "Upgrade": "h2c"}
PIPELINE = b"".join(
    [
        request_bytes("GET", "/plain?a=1"),
        request_bytes("POST", "/echo", b"first"),
        request_bytes("POST", "/echo", Transfer_Encoding="chunked") + chunked(b"second", b"third"),
        request_bytes("POST", "/echo", b"GET /plain HTTP/1.1\r\nHost: hidden\r\n\r\n", **UPGRADE),
        request_bytes("PUT", "/upload", b"fourth"),
        request_bytes("GET", "/nothing"),
    ]
)


def parsed(pieces):
    """What a connection would see: each message with its body, and the refusal."""
    parser = RequestParser(ROUTER, Limits(), "peer")
    for piece in pieces:
        if parser.refusal is None:
            parser.feed(piece)
    arrived = [
        (message.request.method, message.request.path, bytes(message.body), message.is_whole)
        for message in parser.arrived
    ]
    return arrived, type(parser.refusal)


@given(st.lists(st.integers(0, len(PIPELINE)), max_size=40))
@example(list(range(len(PIPELINE))))
def test_a_pipeline_is_read_the_same_however_it_is_cut(cuts):
    edges = [0, *sorted(cuts), len(PIPELINE)]
    pieces = [PIPELINE[start:end] for start, end in pairwise(edges) if start < end]

    assert parsed(pieces) == parsed([PIPELINE])
    assert [body for _, _, body, _ in parsed(pieces)[0]] == [
        b"",
        b"first",
        b"secondthird",
        b"GET /plain HTTP/1.1\r\nHost: hidden\r\n\r\n",
        b"fourth",
        b"",
    ]


@given(st.lists(st.binary(max_size=200), max_size=5))
@settings(max_examples=200)
def test_any_bytes_are_messages_or_a_refusal(pieces):
    parsed(pieces)


@given(st.integers(0, len(PIPELINE) - 1), st.binary(min_size=1, max_size=3), st.integers(0, 3))
@settings(max_examples=300)
def test_a_damaged_pipeline_is_messages_or_a_refusal(place, damage, replaced):
    wire = PIPELINE[:place] + damage + PIPELINE[place + replaced :]

    parsed([wire])
    parsed([wire[:place], wire[place:]])


def test_a_long_pipeline_is_not_taken_for_a_large_head():
    many = [request_bytes("GET", "/plain", X_Padding="p" * 1000) for _ in range(60)]
    last = request_bytes("GET", "/plain")

    arrived, refusal = parsed([b"".join(many) + last[:5], last[5:10], last[10:15], last[15:]])

    assert (len(arrived), refusal) == (61, type(None))
