"""Bytes in, messages out: httptools with our limits, and with every doubt about framing refused.

llhttp already refuses duplicate or conflicting Content-Length and Transfer-Encoding, spaces in header names, folded
headers and bare line ends. Added here: any Transfer-Encoding but `chunked`, versions but 1.0 and 1.1, a missing or
second Host, unbounded heads and chunk extensions; trailers are ignored, and so is an offer to upgrade.
"""

from __future__ import annotations

from collections import deque

import httptools

from chassis.http.errors import (
    AddressTooLong,
    BodyTooLarge,
    ExpectationFailed,
    HeadersTooLarge,
    HttpError,
    MalformedRequest,
)
from chassis.http.messages import Request
from chassis.http.pace import Pace
from chassis.http.request_ids import new_request_id, request_id_of
from chassis.http.routing import Endpoint, Router
from chassis.http.settings import KIB, Limits

VERSIONS = ("1.1", "1.0")

# A chunk of one byte is six on the wire; what is far above that is an endless chunk extension, not a body.
FRAMING_FACTOR = 8
FRAMING_ALLOWANCE = 64 * KIB


class Message:
    """A request while it arrives. `deadline` and `is_body_timed` are the connection's business."""

    __slots__ = (
        "body",
        "body_bytes",
        "body_limit",
        "content_length",
        "deadline",
        "endpoint",
        "expects_continue",
        "has_body",
        "is_body_timed",
        "is_head_whole",
        "is_whole",
        "pace",
        "refusal",
        "request",
        "wants_keep_alive",
        "wire_bytes",
    )

    def __init__(self, remote_address: str) -> None:
        self.request = Request(remote_address=remote_address)
        self.body = bytearray()
        self.body_bytes = 0
        self.body_limit = 0
        self.content_length: int | None = None
        self.deadline: float | None = None
        self.endpoint: Endpoint | None = None
        self.expects_continue = False
        self.has_body = False
        self.is_body_timed = False
        self.is_head_whole = False
        self.is_whole = False
        self.pace: Pace | None = None
        self.refusal: HttpError | None = None
        self.wants_keep_alive = False
        self.wire_bytes = 0

    @property
    def is_streamed(self) -> bool:
        return self.endpoint is not None and self.endpoint.is_streamed


class RequestParser:
    """The messages of one connection, in order.

    `arrived` holds what can be answered: whole messages, and streamed ones from the end of their head on. `current` is
    what is still arriving. After a `refusal` nothing that follows can be trusted: answer it last, and close.
    """

    def __init__(self, router: Router, limits: Limits, remote_address: str) -> None:
        self.arrived: deque[Message] = deque()
        self.current: Message | None = None
        self.refusal: HttpError | None = None
        self._router = router
        self._limits = limits
        self._remote_address = remote_address
        self._address = b""
        self._head_bytes = 0
        self._fed_in_head = 0
        self._header_count = 0
        self._is_replaying_head = False
        self._parser = httptools.HttpRequestParser(self)

    def feed(self, received: bytes) -> None:
        """Take what came from the socket."""
        before = self.current
        rest: bytes | None = received
        while rest is not None:
            rest = self._feed(rest)
        current = self.current
        if current is None or self.refusal is not None:
            return
        if current.is_head_whole:
            self._limit_framing(current, len(received) if current is before else 0)
        elif current is before:
            # httptools keeps an unfinished header to itself, so its size is known only from what was fed.
            self._fed_in_head += len(received)
            if self._fed_in_head > self._limits.head_bytes:
                self.refusal = HeadersTooLarge(limit_bytes=self._limits.head_bytes)
        else:
            self._fed_in_head = 0

    def refused_request(self) -> Request:
        """The request that the refusal is about, as far as it was read."""
        request = self.current.request if self.current is not None else Request(remote_address=self._remote_address)
        request.request_id = request.request_id or new_request_id()
        return request

    def _feed(self, received: bytes) -> bytes | None:
        """What is to be fed after an upgrade was ignored, or None."""
        try:
            self._parser.feed_data(received)
        except httptools.HttpParserUpgrade as upgrade:
            return self._ignore_upgrade(received[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            if self.refusal is None:
                if isinstance(error, httptools.HttpParserCallbackError):
                    raise  # not the client's fault
                self.refusal = MalformedRequest(reason=str(error))
        return None

    def _ignore_upgrade(self, rest: bytes) -> bytes | None:
        """llhttp stops after the head of a request that offers to upgrade; go on as if it had not offered.

        A new parser learns the framing of the body from a head that is not looked at.
        """
        self._parser = httptools.HttpRequestParser(self)
        message = self.current
        if message is not None:
            framing = "Transfer-Encoding: chunked"
            if message.content_length is not None:
                framing = f"Content-Length: {message.content_length}"
            self._is_replaying_head = True
            self._parser.feed_data(f"POST / HTTP/1.1\r\n{framing}\r\n\r\n".encode())
            self._is_replaying_head = False
        return rest or None

    def _limit_framing(self, message: Message, received_bytes: int) -> None:
        message.wire_bytes += received_bytes
        framing_bytes = message.wire_bytes - message.body_bytes
        if framing_bytes > FRAMING_FACTOR * message.body_bytes + FRAMING_ALLOWANCE:
            self.refusal = MalformedRequest(reason="more chunk framing than body")

    def _refuse(self, error: HttpError) -> None:
        """Stops the parser: the exception comes out of `feed_data`."""
        self.refusal = error
        raise error

    def _refuse_message(self, message: Message, error: HttpError) -> None:
        """Without a body the framing is sure, and the connection can go on; nobody reads the body of a refusal."""
        if message.has_body:
            self._refuse(error)
        message.refusal = error

    def _read_head(self, message: Message) -> None:
        request, headers = message.request, message.request.headers
        request.request_id = request_id_of(headers.get("x-request-id"))
        request.method = self._parser.get_method().decode()
        request.version = self._parser.get_http_version()
        if request.version not in VERSIONS or request.method == "CONNECT":
            self._refuse(MalformedRequest(reason="only HTTP/1.1 and HTTP/1.0, and no tunnels"))
        if request.version == "1.1":
            if "host" not in headers:
                self._refuse(MalformedRequest(reason="no Host"))
            message.wants_keep_alive = "close" not in headers.get("connection", "").lower()
        self._read_address(request)
        self._read_framing(message)

    def _read_address(self, request: Request) -> None:
        address = self._address
        if b"#" in address:
            self._refuse(MalformedRequest(reason="a fragment in the address"))
        if b"://" in address and not address.startswith(b"/"):
            url = httptools.parse_url(address)
            address = (url.path or b"/") + (b"?" + url.query if url.query else b"")
        request.path, _, request.query_string = address.decode("latin-1").partition("?")

    def _read_framing(self, message: Message) -> None:
        headers, version = message.request.headers, message.request.version
        length, coding = headers.get("content-length"), headers.get("transfer-encoding")
        if coding is not None:
            if coding.lower() != "chunked" or length is not None or version == "1.0":
                self._refuse(MalformedRequest(reason="a Transfer-Encoding other than chunked alone"))
            message.has_body = True
        elif length is not None:
            if not length.isdecimal():
                self._refuse(MalformedRequest(reason="a Content-Length that is no number"))
            message.content_length = int(length)
            message.has_body = message.content_length > 0
        expected = headers.get("expect")
        if expected is not None and expected.lower() != "100-continue":
            self._refuse(ExpectationFailed())
        message.expects_continue = expected is not None and message.has_body and version == "1.1"

    def _route(self, message: Message) -> None:
        request = message.request
        try:
            endpoint, request.path_values = self._router.resolve(request.method, request.path)
        except HttpError as error:
            self._refuse_message(message, error)
            return
        limit = self._limits.body_bytes if endpoint.body_limit is None else endpoint.body_limit
        if message.content_length is not None and message.content_length > limit:
            self._refuse(BodyTooLarge(limit_bytes=limit))
        message.endpoint, message.body_limit = endpoint, limit
        if endpoint.is_streamed:
            message.pace = Pace(self._limits)

    # What httptools calls, in this order.

    def on_message_begin(self) -> None:
        if self._is_replaying_head:
            return
        self.current = Message(self._remote_address)
        self._address = b""
        self._head_bytes = self._header_count = 0

    def on_url(self, part: bytes) -> None:
        if self._is_replaying_head:
            return
        self._address += part
        if len(self._address) > self._limits.address_bytes:
            self._refuse(AddressTooLong(limit_bytes=self._limits.address_bytes))

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._is_replaying_head:
            return
        self._head_bytes += len(name) + len(value) + 4
        self._header_count += 1
        if self._head_bytes > self._limits.head_bytes or self._header_count > self._limits.header_count:
            self._refuse(HeadersTooLarge(limit_bytes=self._limits.head_bytes, limit_count=self._limits.header_count))
        message = self.current
        assert message is not None
        if message.is_head_whole:
            return  # a trailer; it could carry what the head was checked for
        headers = message.request.headers
        key = name.decode("latin-1").lower()
        text = value.decode("latin-1").rstrip(" \t")
        if key in headers:
            if key == "host":
                self._refuse(MalformedRequest(reason="more than one Host"))
            text = f"{headers[key]}, {text}"
        headers[key] = text

    def on_headers_complete(self) -> None:
        if self._is_replaying_head:
            return
        message = self.current
        assert message is not None
        self._read_head(message)
        self._route(message)
        message.is_head_whole = True
        if message.is_streamed:
            self.arrived.append(message)

    def on_body(self, part: bytes) -> None:
        message = self.current
        assert message is not None
        message.body_bytes += len(part)
        if message.body_bytes > message.body_limit:
            self._refuse(BodyTooLarge(limit_bytes=message.body_limit))
        message.body += part

    def on_message_complete(self) -> None:
        message = self.current
        assert message is not None
        if message.has_body and self._parser.should_upgrade():
            return  # it is not: llhttp only sees another protocol from here on
        message.is_whole = True
        self.current = None
        if not message.is_streamed:
            if message.body:
                message.request.body = bytes(message.body)
            self.arrived.append(message)
