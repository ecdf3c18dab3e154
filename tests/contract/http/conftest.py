"""Containers that answer HTTP, and connections to them; no broker and no database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from nameko.containers import ServiceContainer

from chassis.config import Settings
from chassis.http import port_of
from tests.contract.http.apps import Things
from tests.contract.http.client import Client

Serve = Callable[..., ServiceContainer]
Connect = Callable[..., Client]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a container of a service class at a free port; all are stopped in the end."""
    containers: list[ServiceContainer] = []

    def start(service_class: type, *, workers: int = 20, **settings: Any) -> ServiceContainer:
        installation = Settings(**{"port": 0, **settings})
        container = ServiceContainer(service_class, {"settings": installation, "max_workers": workers})
        containers.append(container)
        container.start()
        return container

    yield start
    for container in containers:
        container.stop()


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Opens a connection to a container (or a port); all are closed in the end, before the containers stop."""
    clients: list[Client] = []

    def open_connection(to: ServiceContainer | int) -> Client:
        client = Client(to if isinstance(to, int) else port_of(to))
        clients.append(client)
        return client

    yield open_connection
    for client in clients:
        client.close()


@pytest.fixture
def app(serve: Serve) -> ServiceContainer:
    """A container of the plain test application."""
    return serve(Things)
