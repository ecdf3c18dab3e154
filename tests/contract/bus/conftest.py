"""Both backings of the bus, behind one fixture: what holds on one has to hold on the other."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import eventlet
import kombu
import pytest
from nameko.containers import ServiceContainer

from chassis.bus import embedded, register_transports
from chassis.bus.publisher import ConfirmedPublisher, Publication
from chassis.bus.topology import events_exchange
from chassis.rpc.transport.client import RpcClient
from chassis.rpc.transport.errors import ServiceTimeout, ServiceUnavailable
from console.backing.rabbitmq import PrivateRabbit
from tests.plugin_summary import SPOKEN_TO

register_transports()


@dataclass
class Bus:
    """A backing under test. `restart` does what a killed and restarted broker does."""

    uri: str
    restart: Callable[[], None]

    def ready(self, queue: str) -> int:
        """How many messages wait in a queue; those at a consumer are not counted."""
        with kombu.Connection(self.uri) as connection:
            return int(connection.channel().queue_declare(queue=queue, passive=True).message_count)

    def publish(self, source: str, event: str, *bodies: bytes, message_ids: list[str] | None = None) -> list[str]:
        """Publish events and wait for the confirms; their message ids."""
        ids = message_ids or [uuid.uuid4().hex for _ in bodies]
        publisher = ConfirmedPublisher(self.uri)
        receipt = publisher.publish(
            [
                Publication(message_id=message_id, exchange=events_exchange(source), routing_key=event, body=body)
                for message_id, body in zip(ids, bodies, strict=True)
            ]
        )
        publisher.close()
        assert receipt.confirmed == set(ids)
        return ids


def _restart(broker: PrivateRabbit) -> None:
    # RabbitMQ writes the directory of quorum queues twice a second; one that was declared just before a SIGKILL
    # of the only node never elects a leader again. No event says that it has been written.
    eventlet.sleep(1)
    broker.kill()
    broker.start()


@pytest.fixture(autouse=True)
def deadline() -> Iterator[None]:
    """A greenlet that waits for ever must fail its test: a signal would only reach eventlet's hub."""
    with eventlet.Timeout(60):
        yield


@pytest.fixture(params=["embedded", "rabbitmq"])
def bus(request: pytest.FixtureRequest) -> Bus:
    if request.param == "embedded":
        uri = f"embedded://tests/{uuid.uuid4().hex}"
        request.config.stash[SPOKEN_TO]["embedded bus"] = f"in process {os.getpid()}"
        return Bus(uri, lambda: embedded.restart(uri))
    broker = request.getfixturevalue("rabbit")
    return Bus(broker.uri(), lambda: _restart(broker))


@pytest.fixture
def bus_uri(bus: Bus) -> str:
    return bus.uri


@pytest.fixture
def service() -> str:
    """A service name of the test's own, so that tests share a broker."""
    return f"service-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def channel(bus: Bus) -> Iterator[Any]:
    with kombu.Connection(bus.uri) as connection:
        yield connection.channel()


Serve = Callable[..., ServiceContainer]


@pytest.fixture
def serve(bus: Bus) -> Iterator[Serve]:
    """Start a Nameko container for a service class; all are stopped at the end."""
    containers: list[ServiceContainer] = []

    def start(service_class: type, *, workers: int = 10) -> ServiceContainer:
        container = ServiceContainer(service_class, {"AMQP_URI": bus.uri, "max_workers": workers})
        containers.append(container)
        container.start()
        wait_until(lambda: all(getattr(extension, "connected", True) for extension in container.extensions))
        return container

    yield start
    for container in containers:
        with eventlet.Timeout(5, False):
            container.stop()
        container.kill()


@pytest.fixture
def client(bus: Bus) -> Iterator[RpcClient]:
    caller = RpcClient(bus.uri)
    caller.start()
    yield caller
    caller.stop()


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a state that nobody announces; fails after `seconds`."""
    with eventlet.Timeout(seconds, AssertionError("it did not come to pass")):
        while not holds():
            eventlet.sleep(0.01)


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., None]:
    return wait_until


Ask = Callable[..., Any]


@pytest.fixture
def ask(client: RpcClient, service: str) -> Ask:
    """Call a method of the service; an exception is returned instead of raised, so that calls can be collected."""

    def call(method: str, arguments: dict[str, Any] | None = None, *, timeout: float = 5) -> Any:
        try:
            return client.call(service, method, arguments or {}, headers={"request_id": "r-1"}, timeout=timeout)
        except Exception as error:  # noqa: BLE001  # the test looks at it
            return error

    return call


@pytest.fixture
def ask_until_answered(ask: Ask) -> Ask:
    """Ask again while the service cannot be reached, as a caller with an idempotency key does."""

    def call(method: str, arguments: dict[str, Any] | None = None) -> Any:
        with eventlet.Timeout(30, AssertionError("the service did not come back")):
            while isinstance(answer := ask(method, arguments, timeout=1), (ServiceUnavailable, ServiceTimeout)):
                eventlet.sleep(0.05)
        return answer

    return call
