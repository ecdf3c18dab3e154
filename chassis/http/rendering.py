"""The head of an answer as bytes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from email.utils import formatdate
from http import HTTPStatus

from chassis.http.errors import Header
from chassis.http.messages import Request, Response

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"

_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}
_WITHOUT_BODY = frozenset((204, 304))


class HeadRenderer:
    """Renders heads; keeps what is the same in each of them."""

    def __init__(self, default_headers: Sequence[Header]) -> None:
        self._defaults = [(name.lower(), _rendered(name, value)) for name, value in default_headers]
        self._all_defaults = b"".join(line for _, line in self._defaults)
        self._second = 0
        self._date = b""

    def render(self, response: Response, request: Request, *, is_kept: bool) -> bytes:
        """The status line and headers, up to and with the empty line.

        Raises ValueError for a header that would break the head (a line end, a control character, or not latin-1).
        """
        lines = [_status_line(response.status), self._date_line()]
        lines.append(b"X-Request-Id: %b\r\n" % request.request_id.encode("latin-1"))
        lines.append(self._defaults_beside(response.headers))
        lines += [_rendered(name, value) for name, value in response.headers]
        if response.status not in _WITHOUT_BODY:
            lines.append(_framing(response, request))
        lines.append(b"\r\n" if is_kept else b"Connection: close\r\n\r\n")
        return b"".join(lines)

    def _date_line(self) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._second, self._date = second, b"Date: %b\r\n" % formatdate(second, usegmt=True).encode()
        return self._date

    def _defaults_beside(self, headers: Sequence[Header]) -> bytes:
        if not headers:
            return self._all_defaults
        own = {name.lower() for name, _ in headers}
        return b"".join(line for name, line in self._defaults if name not in own)


def is_chunked(response: Response, request: Request) -> bool:
    """A streamed body of unknown length; HTTP/1.0 knows no chunks, its end is the end of the connection."""
    return not isinstance(response.body, bytes) and response.content_length is None and request.version != "1.0"


def has_body(response: Response, request: Request) -> bool:
    """Whether any body may follow the head."""
    return request.method != "HEAD" and response.status not in _WITHOUT_BODY


def _framing(response: Response, request: Request) -> bytes:
    body, length = response.body, response.content_length
    if isinstance(body, bytes):
        length = len(body)
    kind = response.content_type
    if kind is None:
        kind = "application/octet-stream" if length != 0 else ""
    content_type = _rendered("Content-Type", kind) if kind else b""
    if length is not None:
        return b"%bContent-Length: %d\r\n" % (content_type, length)
    return content_type + (b"Transfer-Encoding: chunked\r\n" if is_chunked(response, request) else b"")


def _rendered(name: str, value: str) -> bytes:
    if not (name.isprintable() and value.isprintable()):
        raise ValueError(f"a header with a control character: {name!r}")
    return f"{name}: {value}\r\n".encode("latin-1")


def _status_line(status: int) -> bytes:
    return _STATUS_LINES.get(status) or b"HTTP/1.1 %d Status\r\n" % status
