"""Both probe services in this process, and a client, on either backing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import eventlet
import orjson

from chassis import runner
from chassis.auth import signer_from
from chassis.config import Settings
from chassis.health import process_health
from chassis.rpc.transport.client import RpcClient
from contracts.actor import Actor
from contracts.refusal import refusal_from_wire
from tests.contract.chassis.probe import CITY, Reader, Writer, rows_of

ACTOR = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"administrator"}))


class Platform:
    """Both probe services running, and a client."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.signer = signer_from(settings.actor_private_key)
        self.runners: list[Any] = []
        self.client: Any = None

    def start(self) -> None:
        self.runners = [runner.start([Writer], self.settings), runner.start([Reader], self.settings)]
        self.client = RpcClient(self.settings.amqp_uri, decode_error=refusal_from_wire)
        self.client.start()
        eventually(self.is_connected)

    def stop(self) -> None:
        self.client.stop()
        for each in self.runners:
            each.stop()

    def is_connected(self) -> bool:
        checks = orjson.loads(process_health.readyz().body)["checks"]
        return all(check["state"] == "ok" for name, check in checks.items() if name.endswith(".broker"))

    def call(self, method: str, *, key: str | None = None, actor: Actor | None = ACTOR, **arguments: Any) -> Any:
        headers = {"city": CITY, "request_id": "r1"}
        if actor is not None:
            headers["actor"] = self.signer.sign(actor)
        if key is not None:
            headers |= {"key": key, "fingerprint": b"same".hex()}
        return self.client.call("registry", method, arguments, headers=headers, timeout=5.0)

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        return rows_of(self.settings.database_url, service, query)


def eventually(check: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait until `check` gives something true."""
    with eventlet.Timeout(seconds):
        while not check():
            eventlet.sleep(0.02)
