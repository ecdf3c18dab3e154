"""The gateway's Nameko class: one route per operation, files, documents, and the state of the process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider

from chassis.auth import signer_from
from chassis.blobs import blobs_of
from chassis.config import Settings
from chassis.health import NotReady, process_health
from chassis.http import HttpSettings, Request, Response, route
from chassis.rpc.transport.client import RpcClient
from chassis.sealing import sealer_from
from chassis.work import in_thread
from contracts.files import MAX_FILE_BYTES
from contracts.refusal import refusal_from_wire
from gateway.api import Api
from gateway.errors import error_response
from gateway.files import receive_file
from gateway.openapi import DOCUMENTS
from gateway.operations import PREFIX, Operation
from gateway.prints.printing import Printer
from gateway.routes import ALL_OPERATIONS

log = logging.getLogger(__name__)

COLLECT_SECONDS = 3600
SECURITY_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class GatewayApi(DependencyProvider):
    """Gives every worker the `Api`."""

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        self.client = RpcClient(settings.amqp_uri, decode_error=refusal_from_wire)
        self.printer = Printer()
        self.api = Api(
            self.client,
            signer_from(settings.actor_private_key),
            blobs_of(settings),
            sealer_from(settings.sealing_keys),
            printer=self.printer,
            public_address=settings.public_address,
        )

    def start(self) -> None:
        self.client.start()
        self.container.spawn_managed_thread(self._collect_orphans, identifier="orphans")
        process_health.add_check("gateway", "broker", self._check_broker)

    def stop(self) -> None:
        process_health.remove("gateway")
        self.printer.stop()
        self.client.stop()

    def _collect_orphans(self) -> None:
        """What was uploaded and attached to nothing goes after a day. Several gateways may do it at once."""
        while True:
            eventlet.sleep(COLLECT_SECONDS)
            try:
                for space in self.api.blobs.spaces():
                    in_thread(self.api.blobs.collect, space)
            except Exception:
                log.exception("uploads were not collected")

    def _check_broker(self) -> None:
        if not self.client.connected:
            raise NotReady("no connection to the broker")

    def get_dependency(self, worker_ctx: Any) -> Api:
        return self.api


class Gateway:
    """HTTP in, RPC out."""

    name = "gateway"
    http_settings = HttpSettings(error_response=error_response, default_headers=SECURITY_HEADERS)
    api = GatewayApi()

    @route("GET", "/livez", permission="public")
    def livez(self, request: Request) -> Response:
        """Whether the process can answer at all."""
        return process_health.livez(request)

    @route("GET", "/readyz", permission="public")
    def readyz(self, request: Request) -> Response:
        """Whether everything that this process needs is there; in the embedded default that is all services."""
        return process_health.readyz(request)

    @route("GET", "/metrics", permission="public")
    def metrics(self, request: Request) -> Response:
        """Everything that was counted, for Prometheus."""
        return process_health.metrics(request)

    @route(
        "POST",
        f"{PREFIX}/cities/{{city}}/files",
        stream=True,
        body_limit=MAX_FILE_BYTES,
        permission="signed_in",
    )
    def upload_file(self, request: Request) -> Response:
        """Stream a file into the city's pending files; answers its reference."""
        return receive_file(self.api, request)


def _performing(operation: Operation) -> Callable[[Gateway, Request], Response]:
    def perform(self: Gateway, request: Request) -> Response:
        return self.api.perform(operation, request)

    perform.__name__ = operation.name
    perform.__doc__ = operation.summary
    return perform


def _showing(document: Callable[[], Response]) -> Callable[[Gateway, Request], Response]:
    def show(self: Gateway, request: Request) -> Response:
        return document()

    return show


def _add_routes() -> None:
    for operation in ALL_OPERATIONS:
        declared = route(operation.method, operation.full_path, operation=operation, permission=operation.permission)
        setattr(Gateway, operation.name, declared(_performing(operation)))
    for name, path, document in DOCUMENTS:
        setattr(Gateway, name, route("GET", path, permission="public")(_showing(document)))


_add_routes()
