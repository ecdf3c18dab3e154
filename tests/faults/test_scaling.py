"""Acceptance is scaled on its own: two processes of it share the work on RabbitMQ and PostgreSQL, the rest runs on."""

from __future__ import annotations

import os
import re
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from chassis.auth import signer_from
from chassis.config import Settings
from chassis.rpc.transport.client import RpcClient
from console.backing.ports import free_port
from console.backing.postgres import PrivatePostgres
from console.backing.rabbitmq import PrivateRabbit
from console.installation import CLASSES
from console.supervisor import Program, Supervisor
from contracts.actor import Actor
from contracts.refusal import refusal_from_wire
from tests.conftest import FreshDatabases
from tests.contract.chassis.installation import settings_of
from tests.faults.probe_processes import ROOT, eventually, is_connected

CITY = "dalian"
OFFICER = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"city_officer"}))
VHOST = "scaling"
ANSWERED = re.compile(r'^worker_seconds_count\{[^}]*method="list"[^}]*\} ([0-9.]+)', re.MULTILINE)


@dataclass
class Processes:
    """Supervised processes of services, each with a port at which it tells how it is, and a client."""

    settings: Settings
    supervisor: Supervisor
    client: RpcClient
    ports: dict[str, int]

    def start(self, name: str, service: str) -> None:
        """One more, and wait until it listens to the bus."""
        self.ports[name] = free_port()
        environment = {
            **os.environ,
            "AMQP_URI": self.settings.amqp_uri,
            "DATABASE_URL": self.settings.database_url,
            "SHUZHUAN_DATA": str(self.settings.data),
            "HEALTH_PORT": str(self.ports[name]),
            "PYTHONPATH": str(ROOT),
        }
        argv = [sys.executable, "-m", "chassis.runner", CLASSES[service]]
        self.supervisor.start({name: Program(argv, environment, self.settings.data / f"{name}.log")})
        eventually(lambda: is_connected(self.ports[name]), seconds=60)

    def ask(self, service: str, method: str) -> None:
        headers = {
            "city": CITY,
            "request_id": "r1",
            "actor": signer_from(self.settings.actor_private_key).sign(OFFICER),
        }
        assert "items" in self.client.call(service, method, {}, headers=headers, timeout=10.0)

    def answered(self, name: str) -> int:
        """How many lists of acceptances the process gave."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/metrics", timeout=5) as answer:
            return int(sum(float(count) for count in ANSWERED.findall(answer.read().decode())))


@pytest.fixture
def processes(
    rabbit: PrivateRabbit, postgres_server: PrivatePostgres, fresh_databases: FreshDatabases, tmp_path: Path
) -> Iterator[Processes]:
    rabbit.add_vhost(VHOST)
    url = fresh_databases(postgres_server, ["acceptance", "project"])
    settings = settings_of(rabbit.uri(VHOST), url, tmp_path)
    client = RpcClient(settings.amqp_uri, decode_error=refusal_from_wire)
    client.start()
    with Supervisor() as supervisor:
        yield Processes(settings, supervisor, client, {})
    client.stop()
    rabbit.delete_vhost(VHOST)


@pytest.mark.shows("ALL3")
def test_a_second_process_of_acceptance_takes_its_share_and_may_go_while_the_rest_runs_on(processes: Processes) -> None:
    processes.start("project", "project")
    processes.start("first", "acceptance")
    project = processes.supervisor.pid("project")

    processes.start("second", "acceptance")
    for _ in range(20):
        processes.ask("acceptance", "list")

    shares = [processes.answered(name) for name in ("first", "second")]
    assert sum(shares) == 20
    assert min(shares) > 0

    processes.supervisor.kill("first")
    for _ in range(5):
        processes.ask("acceptance", "list")
        processes.ask("project", "list")
    assert processes.supervisor.pid("project") == project
    assert processes.supervisor.restarts("project") == 0
