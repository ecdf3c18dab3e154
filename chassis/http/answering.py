"""From an endpoint and a request to a response, whatever happens in between."""

from __future__ import annotations

import logging

from chassis import metrics
from chassis.http.errors import HttpError, Internal
from chassis.http.messages import Request, Response
from chassis.http.pieces import Pieces
from chassis.http.problems import problem_response
from chassis.http.routing import Handler
from chassis.http.settings import ErrorResponse

log = logging.getLogger(__name__)


def answer_of(handler: Handler, request: Request, error_response: ErrorResponse) -> Response:
    """What the handler returns, or the answer to what it raises."""
    try:
        response = handler(request)
        if not isinstance(response, Response):
            raise TypeError(f"a handler returns a Response, not {type(response).__name__}")
        if not isinstance(response.body, bytes):
            response.body = Pieces(response.body)
    except Exception as error:  # noqa: BLE001  # mapped, or logged as a 500
        return answer_to_error(error, request, error_response)
    return response


def answer_to_error(error: Exception, request: Request, error_response: ErrorResponse) -> Response:
    """The mapped answer. What nobody maps is an opaque 500; every 500 is logged with its traceback."""
    response = _mapped(error, request, error_response)
    if response is None:
        response = _mapped(Internal(), request, error_response) or problem_response(request, Internal())
    if isinstance(error, HttpError):
        metrics.count_refusal(error.code)
        missing = [(name, value) for name, value in error.headers if response.header(name) is None]
        response.headers = [*response.headers, *missing]
    if response.status == Internal.status:
        log.error("request failed", exc_info=error, extra=_facts_of(request))
    return response


def _mapped(error: Exception, request: Request, error_response: ErrorResponse) -> Response | None:
    try:
        response = error_response(request, error)
        if response is not None and not isinstance(response.body, bytes):
            raise TypeError("the answer to an error is bytes")
        return response
    except Exception:
        log.exception("an error could not be mapped", extra=_facts_of(request))
        return None


def _facts_of(request: Request) -> dict[str, str]:
    return {"request_id": request.request_id, "method": request.method, "path": request.path}
