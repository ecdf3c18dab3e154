"""A whole service behind its RPC methods on the embedded bus, with a client that holds every answer against the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import eventlet
import orjson
import psycopg2

from chassis import runner
from chassis.auth import make_key_pair, signer_from
from chassis.blobs import Blobs, blobs_of
from chassis.bus.publisher import ConfirmedPublisher, Publication
from chassis.config import Settings
from chassis.feed_keys import make_feed_keys
from chassis.health import process_health
from chassis.rpc.transport.client import RpcClient
from chassis.sealing import make_sealing_keys
from chassis.subscriptions import TOPOLOGY
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.refusal import refusal_from_wire
from contracts.wire import to_json
from gateway.operations import Operation
from tests.builders_declaration import CITY, PDF


class Platform:
    """One running service, and a client. `operations` are the gateway's, with the schemas of their answers."""

    def __init__(self, settings: Settings, service: type, operations: Iterable[Operation]) -> None:
        self.settings = settings
        self.name: str = service.name  # type: ignore[attr-defined]
        self.signer = signer_from(settings.actor_private_key)
        self.blobs: Blobs = blobs_of(settings)
        self.operations = {operation.rpc: operation for operation in operations}
        self.runner = runner.start([service], settings)
        self.client: Any = RpcClient(settings.amqp_uri, decode_error=refusal_from_wire)
        self.client.start()
        eventually(self.is_connected)

    def stop(self) -> None:
        self.client.stop()
        self.runner.stop()

    def is_connected(self) -> bool:
        checks = orjson.loads(process_health.readyz().body)["checks"]
        return all(check["state"] == "ok" for name, check in checks.items() if name.endswith(".broker"))

    def call(self, method: str, actor: Actor | None, **arguments: Any) -> Any:
        """The answer, once the documented schema found every member and nothing else in it."""
        headers = {"city": CITY, "request_id": "r1", "key": str(uuid4()), "fingerprint": b"same".hex()}
        if actor is not None:
            headers["actor"] = self.signer.sign(actor)
        answer = self.client.call(self.name, method, to_json(arguments), headers=headers, timeout=5.0)
        operation = self.operations[f"{self.name}.{method}"]
        if not operation.download:
            assert operation.answer().validate(answer) == {}
        return answer

    def upload(self, content: bytes = b"%PDF-1.7 ...", media_type: str = PDF) -> dict[str, Any]:
        """What the gateway does with an upload."""
        stored = self.blobs.receive(CITY, (content,), limit=10_000_000)
        return {"sha256": stored.sha256, "size": stored.size, "media_type": media_type, "name": "材料.pdf"}

    def tell(self, *events: Event) -> None:
        """News of the others, by way of the bus."""
        publisher = ConfirmedPublisher(self.settings.amqp_uri, topology=TOPOLOGY)
        publisher.publish([_published(event) for event in events])
        publisher.close()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the auditor reads."""
        url = self.settings.database(self.name, "auditor")
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def announced(self) -> list[str]:
        """What the relay has published."""
        query = "select name from outbox where published_at is not null order by position"
        return [name for (name,) in self.rows(query)]


@contextmanager
def served(service: type, operations: Iterable[Operation], *, database_url: str, folder: Path) -> Iterator[Platform]:
    """The service with keys, files and a bus of its own."""
    keys = folder / "keys"
    make_key_pair(keys / "actor.key", keys / "actor.pub")
    make_sealing_keys(keys / "sealing.json")
    make_feed_keys(keys / "feed.json")
    settings = Settings(
        amqp_uri=f"embedded://tests/{uuid4().hex}",
        database_url=database_url,
        data=folder,
        blobs=str(folder / "blobs"),
        actor_private_key=str(keys / "actor.key"),
        actor_public_key=str(keys / "actor.pub"),
        sealing_keys=str(keys / "sealing.json"),
        feed_keys=str(keys / "feed.json"),
    )
    platform = Platform(settings, service, operations)
    yield platform
    platform.stop()


def eventually(check: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait until `check` gives something true."""
    with eventlet.Timeout(seconds):
        while not check():
            eventlet.sleep(0.02)


def _published(event: Event) -> Publication:
    return Publication(
        message_id=str(uuid4()),
        exchange=f"{event.SERVICE}.events",
        routing_key=event.NAME,
        body=orjson.dumps(to_json(event)),
        headers={"city": CITY, "name": event.NAME, "version": event.VERSION, "request_id": "r1"},
    )
