"""What the server itself can refuse, each with a status and a stable code.

The server hands every error of a request, its own and those that a handler raised, to one function:
`HttpSettings.error_response(request, exception)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

Header = tuple[str, str]


class HttpError(Exception):
    """Base of the server's refusals. `facts` are JSON for the problem document, `headers` go with the answer."""

    status: ClassVar[int] = HTTPStatus.INTERNAL_SERVER_ERROR
    code: ClassVar[str] = "internal"

    def __init__(self, *, headers: Sequence[Header] = (), **facts: Any) -> None:
        super().__init__(self.code)
        self.headers = tuple(headers)
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value!r}" for name, value in self.facts.items())])


class MalformedRequest(HttpError):
    """Not HTTP/1.x as it may be sent, or a query that cannot be read: fact `reason`."""

    status, code = HTTPStatus.BAD_REQUEST, "malformed_request"


class MalformedBody(HttpError):
    """The body is whole, but not the JSON that was asked for."""

    status, code = HTTPStatus.BAD_REQUEST, "malformed_body"


class BodyCutOff(HttpError):
    """The client went away before its body was whole. Only a streaming handler sees it."""

    status, code = HTTPStatus.BAD_REQUEST, "body_cut_off"


class RouteNotFound(HttpError):
    """No route has this path."""

    status, code = HTTPStatus.NOT_FOUND, "route_not_found"


class MethodNotAllowed(HttpError):
    """The path exists, but not with this method: header `Allow`."""

    status, code = HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed"


class RequestTimedOut(HttpError):
    """The head or the body took longer than it may."""

    status, code = HTTPStatus.REQUEST_TIMEOUT, "request_timed_out"


class BodyTooLarge(HttpError):
    """The body is above the limit of its route: fact `limit_bytes`."""

    status, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large"


class AddressTooLong(HttpError):
    """The path and query are above `limit_bytes`."""

    status, code = HTTPStatus.REQUEST_URI_TOO_LONG, "address_too_long"


class ExpectationFailed(HttpError):
    """An `Expect` other than `100-continue`."""

    status, code = HTTPStatus.EXPECTATION_FAILED, "expectation_failed"


class HeadersTooLarge(HttpError):
    """The headers are above `limit_bytes`, or there are more than `limit_count`."""

    status, code = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers_too_large"


class Internal(HttpError):
    """Stands for an error that nobody mapped: the client learns the request id and nothing else."""


class TooBusy(HttpError):
    """No connection, worker or upload slot is free, or the process stops: ask again after `Retry-After` seconds."""

    status, code = HTTPStatus.SERVICE_UNAVAILABLE, "too_busy"

    def __init__(self, *, retry_after_seconds: int = 1, **facts: Any) -> None:
        super().__init__(headers=(("Retry-After", str(retry_after_seconds)),), **facts)
