"""The default of `HttpSettings.error_response`: a problem document (RFC 9457) for every error."""

from __future__ import annotations

from http import HTTPStatus

from chassis.http.errors import HttpError, Internal
from chassis.http.messages import Request, Response

PROBLEM_TYPE = "application/problem+json"


def problem_response(request: Request, exception: Exception) -> Response:
    """The problem document of an `HttpError`; anything else is an opaque 500.

    Shape: `{"type": "about:blank", "title", "status", "code", "request_id", …facts}` (RFC 9457).
    """
    error = exception if isinstance(exception, HttpError) else Internal()
    status = int(error.status)
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": error.code,
        "request_id": request.request_id,
    }
    # The document wins over a fact of the same name, and comes first.
    return Response.json(document | error.facts | document, status, headers=error.headers, content_type=PROBLEM_TYPE)
