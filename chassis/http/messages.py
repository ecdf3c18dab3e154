"""`Request` and `Response`: what a handler gets and gives. They know nothing of sockets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson

from chassis.http.errors import Header, MalformedBody, MalformedRequest

if TYPE_CHECKING:
    from chassis.http.streams import BodyStream

QUERY_FIELDS = 200
"""More fields than this in a query are refused: no list page needs them, and parsing them is not free."""


class Headers(dict[str, str]):
    """Header fields by lower-case name; access ignores case. Repeated fields are joined by a comma and a space."""

    __slots__ = ()

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


class Request:
    """One request.

    `method` is upper case; `path` is as it was sent, percent-encoded and without the query; `path_values` are the
    decoded values of the pattern's `{names}`; `body` is the whole body (b"" for a streamed route, which reads
    `body_stream`); `remote_address` is the peer of the connection, a proxy where there is one.
    """

    __slots__ = (
        "_query",
        "body",
        "body_stream",
        "headers",
        "method",
        "path",
        "path_values",
        "query_string",
        "remote_address",
        "request_id",
        "version",
    )

    def __init__(self, method: str = "", path: str = "", *, request_id: str = "", remote_address: str = "") -> None:
        self.method = method
        self.path = path
        self.query_string = ""
        self.version = "1.1"
        self.headers = Headers()
        self.body = b""
        self.body_stream: BodyStream | None = None
        self.path_values: dict[str, str] = {}
        self.request_id = request_id
        self.remote_address = remote_address
        self._query: dict[str, list[str]] | None = None

    @property
    def query(self) -> dict[str, list[str]]:
        """The values of each query field in the order sent, blank ones too. Raises `MalformedRequest`."""
        if self._query is None:
            self._query = _parsed_query(self.query_string) if self.query_string else {}
        return self._query

    def json(self) -> Any:
        """The body as JSON. Raises `MalformedBody` when it is not exactly one JSON value in UTF-8."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise MalformedBody(reason=error.msg, line=error.lineno, column=error.colno) from None


def _parsed_query(text: str) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=QUERY_FIELDS):
            query.setdefault(name, []).append(value)
    except ValueError:
        raise MalformedRequest(reason="the query is not percent-encoded UTF-8, or has too many fields") from None
    return query


class Response:
    """An answer: `body` is bytes, or an iterable of bytes that is sent piece by piece.

    An iterable is read after the handler's worker has ended, so that a slow reader takes no worker: it must not use
    what the worker's dependencies close. Its `close()` is always called. With `content_length` it must yield exactly
    so many bytes; without, it is sent chunked. An error in the middle resets the connection: a part never looks whole.
    """

    __slots__ = ("body", "content_length", "content_type", "headers", "status")

    def __init__(
        self,
        status: int = 200,
        body: bytes | Iterable[bytes] = b"",
        *,
        headers: Sequence[Header] = (),
        content_type: str | None = None,
        content_length: int | None = None,
    ) -> None:
        if isinstance(body, str):
            raise TypeError("a body is bytes, not text")
        self.status = status
        self.body = body
        self.headers = headers
        self.content_type = content_type
        self.content_length = content_length

    @classmethod
    def json(
        cls, value: Any, status: int = 200, *, headers: Sequence[Header] = (), content_type: str = "application/json"
    ) -> Response:
        """`value` as JSON (orjson: also dates, UUIDs and dataclasses)."""
        return cls(status, orjson.dumps(value), headers=headers, content_type=content_type)

    def header(self, name: str) -> str | None:
        """The first value of a header that the handler set, ignoring case."""
        return next((value for given, value in self.headers if given.lower() == name.lower()), None)
