"""Service classes that the tests of the HTTP server serve."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from chassis.http import HttpError, HttpSettings, Limits, Request, Response, route

MIB = 1024 * 1024


class Teapot(HttpError):
    status, code = 418, "teapot"


class Things:
    """Says what it was asked, so that a test sees what reached the handler."""

    name = "things"
    http_settings = HttpSettings(
        limits=Limits(head_seconds=5, body_seconds=30),
        default_headers=(("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")),
    )

    @route("GET", "/plain", permission="public")
    def plain(self, request: Request) -> Response:
        return Response(200, b"plain", content_type="text/plain")

    @route("GET", "/cities/{city}/things/{thing_id}", permission="read_things")
    def show(self, request: Request) -> Response:
        """One thing."""
        return Response.json({"values": request.path_values, "query": request.query, "path": request.path})

    @route("GET", "/cities/{city}/things/newest")
    def newest(self, request: Request) -> Response:
        return Response.json({"newest": request.path_values})

    @route("POST", "/cities/{city}/things", permission="write_things")
    def add(self, request: Request) -> Response:
        return Response.json({"got": request.json(), "type": request.headers.get("Content-Type")}, 201)

    @route("POST", "/echo")
    def echo(self, request: Request) -> Response:
        return Response(200, request.body, headers=(("X-Address", request.remote_address),))

    @route("POST", "/small", body_limit=10)
    def small(self, request: Request) -> Response:
        return Response(204)

    @route("DELETE", "/cities/{city}/things/{thing_id}")
    def remove(self, request: Request) -> Response:
        return Response(204)

    @route("PUT", "/upload", stream=True, body_limit=64 * MIB)
    def upload(self, request: Request) -> Response:
        stream = request.body_stream
        assert stream is not None
        digest, size = hashlib.sha256(), 0
        for piece in stream:
            digest.update(piece)
            size += len(piece)
        return Response.json({"size": size, "sha256": digest.hexdigest(), "declared": stream.length}, 201)

    @route("GET", "/fails")
    def fails(self, request: Request) -> Response:
        raise RuntimeError("the password is tea")

    @route("GET", "/teapot")
    def teapot(self, request: Request) -> Response:
        raise Teapot(leaf="green")


def things_with(*, name: str = "things", error_response: object = None, **limits: float) -> type[Things]:
    """`Things` with other limits."""
    changes = {} if error_response is None else {"error_response": error_response}

    class Limited(Things):
        http_settings: ClassVar[HttpSettings] = HttpSettings(limits=Limits(**limits), **changes)  # type: ignore[arg-type]

    Limited.name = name
    return Limited
