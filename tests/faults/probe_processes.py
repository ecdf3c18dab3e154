"""The probe services as supervised processes, and a folder of files that tells their handler how to misbehave."""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from chassis.auth import signer_from
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.rpc.transport.client import RpcClient
from chassis.units import Units
from console.backing.ports import free_port
from console.supervisor import Program, Supervisor
from contracts.actor import Actor
from contracts.refusal import refusal_from_wire
from tests.contract.chassis.probe import CITY, ProbeUnit, rows_of, write_note

ROOT = Path(__file__).parents[2]
PROBE = "tests.contract.chassis.probe"
ACTOR = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"administrator"}))


class ProbeProcesses:
    """Processes by name, each with the probe classes that it runs. A context manager: leaving it stops everything."""

    def __init__(self, settings: Settings, classes: Mapping[str, tuple[str, ...]]) -> None:
        self.settings = settings
        self.supervisor = Supervisor()
        self.orders = settings.data / "orders"
        self.orders.mkdir(exist_ok=True)
        self._classes = classes
        self._ports = {name: free_port() for name in classes}
        self._client: RpcClient | None = None

    def __enter__(self) -> ProbeProcesses:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.stop()
        self.stop()

    def start(self) -> None:
        """Start all and wait until each is connected to its broker."""
        self.supervisor.start({name: self._program(name) for name in self._classes})
        self.wait_until_connected()

    def stop(self) -> None:
        """SIGTERM, as an operator does."""
        for order in self.orders.iterdir():
            order.unlink()
        self.supervisor.stop()

    def kill(self, name: str) -> None:
        """SIGKILL, and return when the supervisor has started it again."""
        before = self.supervisor.restarts(name)
        self.supervisor.kill(name)
        assert self.supervisor.wait_for_restarts(name, before + 1)

    def wait_until_connected(self) -> None:
        for port in self._ports.values():
            eventually(lambda port=port: is_connected(port), seconds=60)

    def log(self, name: str) -> str:
        """Everything that the process, and those before it, printed."""
        return self._log_file(name).read_text()

    def order(self, name: str) -> None:
        """Make the handler do something (`Misbehaviour`)."""
        (self.orders / name).touch()

    def relent(self, name: str) -> None:
        (self.orders / name).unlink()

    def write(self, title: str) -> Any:
        """A command over the bus."""
        if self._client is None:
            self._client = RpcClient(self.settings.amqp_uri, decode_error=refusal_from_wire)
            self._client.start()
        signer = signer_from(self.settings.actor_private_key)
        headers = {"city": CITY, "request_id": "r1", "key": title, "fingerprint": b"same".hex()}
        return self._client.call(
            "registry", "write", {"title": title}, headers={**headers, "actor": signer.sign(ACTOR)}, timeout=10.0
        )

    def commit(self, title: str) -> None:
        """The same command on the database alone: a bus inside another process cannot be reached."""
        pool = Pool(self.settings.database("registry"), size=1)
        asked = Asked(actor=ACTOR, request_id="r1")
        run_command(Units(pool, ProbeUnit), asked, lambda unit: write_note(unit, ACTOR, title), now=_now)
        pool.close()

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        return rows_of(self.settings.database_url, service, query)

    def effects(self) -> list[str]:
        """What was taken in, one line for each time, sorted."""
        return [title.rpartition(" ")[0] for (title,) in self.rows("declaration", "select title from note order by 1")]

    def _log_file(self, name: str) -> Path:
        return self.settings.data / f"{name}.log"

    def _program(self, name: str) -> Program:
        paths = [f"{PROBE}:{class_name}" for class_name in self._classes[name]]
        environment = {
            **os.environ,
            "AMQP_URI": self.settings.amqp_uri,
            "DATABASE_URL": self.settings.database_url,
            "SHUZHUAN_DATA": str(self.settings.data),
            "HEALTH_PORT": str(self._ports[name]),
            "PROBE_FOLDER": str(self.orders),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        return Program([sys.executable, "-m", "chassis.runner", *paths], environment, self._log_file(name))


def eventually(check: Callable[[], Any], seconds: float = 30.0) -> None:
    """Wait until `check` gives something true."""
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        time.sleep(0.05)


def _now() -> datetime:
    return datetime.now(UTC)


def is_connected(port: int) -> bool:
    """Whether the process that tells how it is at this port hears the broker."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=3) as answer:
            document = json.load(answer)
    except urllib.error.HTTPError as error:
        document = json.load(error)
    except OSError:
        return False
    checks = {name: check["state"] for name, check in document["checks"].items() if name.endswith(".broker")}
    return bool(checks) and set(checks.values()) == {"ok"}
