"""A running funding service on the embedded bus, called as the gateway calls it; its clock can be moved on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import eventlet
import orjson

from casework.shelf import put_on_shelf
from chassis import runner
from chassis.auth import make_key_pair, signer_from
from chassis.blobs import blobs_of
from chassis.bus.publisher import ConfirmedPublisher, Publication
from chassis.clock import AdjustableClock, clock_file
from chassis.config import DEVELOPMENT, Settings
from chassis.rpc.transport.client import RpcClient
from chassis.sealing import make_sealing_keys, sealer_from
from chassis.subscriptions import TOPOLOGY
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.refusal import refusal_from_wire
from contracts.wire import to_json
from gateway.routes.funding import OPERATIONS
from gateway.validation import checked_body
from policy.canonical import canonical_json
from services.funding.service import FundingService
from tests.builders_funding import CITY, dalian

BY_NAME = {operation.name: operation for operation in OPERATIONS}
PATIENCE_SECONDS = 20


class Caller:
    """Performs the operations of the API, as far as the service is concerned."""

    def __init__(self, settings: Settings) -> None:
        self.client = RpcClient(settings.amqp_uri, decode_error=refusal_from_wire)
        self.signer = signer_from(settings.actor_private_key)
        self.sealer = sealer_from(settings.sealing_keys)
        self.blobs = blobs_of(settings)
        self.clock = AdjustableClock(clock_file(settings))
        self.publisher = ConfirmedPublisher(settings.amqp_uri, topology=TOPOLOGY)
        self.answered: set[str] = set()
        self.client.start()

    def __call__(self, name: str, actor: Actor | None, **arguments: Any) -> Any:
        """The answer of an operation; body and answer are checked against what the API documents."""
        operation = BY_NAME[name]
        if operation.body_schema is not None:
            places = {*operation.places, "expected_version"}
            checked_body(operation.body_schema, {key: each for key, each in arguments.items() if key not in places})
        headers = {"city": CITY, "request_id": "r", "client": "192.0.2.1"}
        headers |= {"key": uuid4().hex, "fingerprint": hashlib.sha256(repr(arguments).encode()).hexdigest()}
        if actor is not None:
            headers["actor"] = self.signer.sign(actor)
        answer = self.client.call("funding", operation.rpc_method, to_json(arguments), headers=headers, timeout=20)
        if not operation.download:
            assert operation.answer().validate(answer) == {}, name
        self.answered.add(name)
        return answer

    def publish(self, event: Event) -> None:
        """Publish an event as its own service's relay would."""
        publication = Publication(
            message_id=str(uuid4()),
            exchange=f"{event.SERVICE}.events",
            routing_key=event.NAME,
            body=orjson.dumps(to_json(event)),
            headers={"name": event.NAME, "version": event.VERSION, "city": event.city, "request_id": "r", "actor": ""},
        )
        assert self.publisher.publish([publication]).confirmed

    def upload(self, content: bytes, media_type: str = "application/pdf") -> dict[str, Any]:
        """What the gateway answers to an upload."""
        stored = self.blobs.receive(CITY, [content], limit=10**6)
        return {"sha256": stored.sha256, "size": stored.size, "media_type": media_type, "name": "文件"}

    def wait_until(self, instant: str) -> None:
        """Live until then, by business time."""
        self.clock.advance(max(datetime.fromisoformat(instant) - self.clock.now(), timedelta()) + timedelta(seconds=1))


def waited_for(found: Callable[[], Any]) -> Any:
    """What `found` gives as soon as it gives something."""
    with eventlet.Timeout(PATIENCE_SECONDS):
        while not (value := found()):
            eventlet.sleep(0.05)
    return value


@contextmanager
def running_funding(folder: Path, database_url: str) -> Iterator[Caller]:
    """The service with Dalian's pack on the shelf, and what calls it."""
    settings = _settings(folder, database_url)
    put_on_shelf(blobs_of(settings), canonical_json(dalian().compiled))
    running = runner.start([FundingService], settings)
    caller = Caller(settings)
    yield caller
    caller.client.stop()
    running.stop()


def _settings(folder: Path, database_url: str) -> Settings:
    keys = folder / "keys"
    make_key_pair(keys / "actor.key", keys / "actor.pub")
    make_sealing_keys(keys / "sealing.json")
    return Settings(
        amqp_uri=f"embedded://tests/{uuid4().hex}",
        database_url=database_url,
        data=folder,
        environment=DEVELOPMENT,
        blobs=str(folder / "blobs"),
        actor_private_key=str(keys / "actor.key"),
        actor_public_key=str(keys / "actor.pub"),
        sealing_keys=str(keys / "sealing.json"),
    )
