"""`@route`: an HTTP request becomes a Nameko worker, with its dependencies and its life cycle.

class Things:
    name = "things"
    http_settings = HttpSettings(default_headers=(("X-Content-Type-Options", "nosniff"),))

    @route("GET", "/api/v1/things/{thing_id}", permission="read_things")
    def show(self, request: Request) -> Response:
        return Response.json({"id": request.path_values["thing_id"]})
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import eventlet
from eventlet.event import Event
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR, Entrypoint, SharedExtension

from chassis.config import Settings
from chassis.http.errors import TooBusy
from chassis.http.messages import Request, Response
from chassis.http.routing import Endpoint, segments_of
from chassis.http.server import Server
from chassis.http.settings import HttpSettings

Method = TypeVar("Method", bound=Callable[..., Response])


class HttpServer(SharedExtension):
    """The server of one container. Its address is `host` and `port` of the container's `settings`."""

    def __init__(self) -> None:
        super().__init__()
        self.server: Server | None = None
        self.limits = HttpSettings().limits
        self._endpoints: list[Endpoint] = []
        self._free_streams = 0

    def add(self, endpoint: Endpoint) -> None:
        """Called by each route before the container starts."""
        self._endpoints.append(endpoint)

    def start(self) -> None:
        http_settings: HttpSettings = getattr(self.container.service_cls, "http_settings", None) or HttpSettings()
        settings: Settings = self.container.config.get("settings") or Settings()
        self.limits = http_settings.limits
        # An upload keeps its worker as long as the client takes; the other half is always there for the rest.
        self._free_streams = max(1, self.container.max_workers // 2)
        self.server = Server(self._endpoints, http_settings, spawn=self.container.spawn_managed_thread)
        self.server.start(settings.host, settings.port)

    def drain(self) -> None:
        """Returns when the last request is answered."""
        if self.server is not None:
            self.server.drain()

    def kill(self) -> None:
        if self.server is not None:
            self.server.close()

    def take_stream(self) -> None:
        """Raises `TooBusy` when half of the workers are busy with uploads."""
        if self._free_streams == 0:
            raise TooBusy(retry_after_seconds=5)
        self._free_streams -= 1

    def give_stream_back(self) -> None:
        """The upload is over."""
        self._free_streams += 1


class Route(Entrypoint):
    """The entrypoint behind `@route`; `meta` is what the declaration said beyond the address."""

    http = HttpServer()
    logs_its_failures = True

    def __init__(
        self, method: str, pattern: str, *, stream: bool = False, body_limit: int | None = None, **meta: Any
    ) -> None:
        segments_of(pattern)
        if stream and body_limit is None:
            raise ValueError(f"a streamed route has a body_limit: {method} {pattern}")
        super().__init__()
        self.method = method.upper()
        self.pattern = pattern
        self.is_streamed = stream
        self.body_limit = body_limit
        self.meta = meta

    def setup(self) -> None:
        handler = self._run_streamed if self.is_streamed else self._run
        self.http.add(Endpoint(self.method, self.pattern, handler, self.is_streamed, self.body_limit))

    def stop(self) -> None:
        self.http.drain()

    def _run(self, request: Request) -> Response:
        """The method's answer, from a worker of the container; raises what the method raises."""
        answer = Event()

        def send_answer(worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            answer.send(result, exc_info)
            return result, exc_info

        worker = self._worker(request, send_answer)
        # The id would be a uuid4, for nothing: the request has one.
        worker._call_id = f"{worker.service_name}.{self.method_name}.{request.request_id}"
        response: Response = answer.wait()
        return response

    def _run_streamed(self, request: Request) -> Response:
        self.http.take_stream()
        try:
            return self._run(request)
        finally:
            self.http.give_stream_back()

    def _worker(self, request: Request, send_answer: Callable[..., Any]) -> Any:
        context = {"request_id": request.request_id}
        try:
            if self.container._worker_pool.free() > 0:
                return self.container.spawn_worker(self, (request,), {}, context, send_answer)
            with eventlet.Timeout(self.http.limits.worker_seconds, TooBusy()):
                return self.container.spawn_worker(self, (request,), {}, context, send_answer)
        except ContainerBeingKilled:
            raise TooBusy() from None


def route(
    method: str, pattern: str, *, stream: bool = False, body_limit: int | None = None, **meta: Any
) -> Callable[[Method], Method]:
    """Answer `method` at `pattern` (`{name}` matches one segment) with the decorated method of a service class.

    The method gets one `Request`, and returns a `Response` or raises. `body_limit` in bytes (1 MiB unless the server's
    settings differ). With `stream` it is called as soon as the head is there, and reads `request.body_stream`; it needs
    a `body_limit`, and holds its worker until it returns, so at most half of a container's workers take uploads.
    `meta` (a permission, schemas, …) means nothing here; `routes_of` gives it back.
    """
    decorate: Callable[[Method], Method] = Route.decorator(
        method, pattern, stream=stream, body_limit=body_limit, **meta
    )
    return decorate


@dataclass(frozen=True, kw_only=True)
class DeclaredRoute:
    """One `@route` of a service class: `name` is the method's, `handler` the function with its docstring."""

    method: str
    pattern: str
    name: str
    handler: Callable[..., Response]
    is_streamed: bool
    body_limit: int | None
    meta: dict[str, Any]


def routes_of(service_class: type) -> list[DeclaredRoute]:
    """The routes of a class and its bases, by pattern and method; nothing needs to run."""
    declared = [
        DeclaredRoute(
            method=entrypoint.method,
            pattern=entrypoint.pattern,
            name=name,
            handler=handler,
            is_streamed=entrypoint.is_streamed,
            body_limit=entrypoint.body_limit,
            meta=entrypoint.meta,
        )
        for name, handler in inspect.getmembers(service_class, inspect.isfunction)
        for entrypoint in getattr(handler, ENTRYPOINT_EXTENSIONS_ATTR, ())
        if isinstance(entrypoint, Route)
    ]
    return sorted(declared, key=lambda declaration: (declaration.pattern, declaration.method))


def port_of(container: Any) -> int:
    """The port at which a started container answers HTTP. LookupError when it has no routes."""
    for extension in container.subextensions:
        if isinstance(extension, HttpServer) and extension.server is not None:
            return extension.server.port
    raise LookupError(f"{container.service_name} does not answer HTTP")
