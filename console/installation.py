"""A platform on this machine: its servers, its processes, its keys, all below one data directory.

`embedded` is one process for everything on the wheel's PostgreSQL and the in-process bus; `real` is a
private RabbitMQ and PostgreSQL and one supervised process per service. The same code runs in both.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg2

from chassis.auth import make_key_pair
from chassis.config import Settings
from chassis.feed_keys import make_feed_keys
from chassis.migrations import head_of, migrate
from chassis.sealing import make_sealing_keys
from console.backing.databases import ensure_databases
from console.backing.failures import BackingFailed, with_log
from console.backing.ports import free_port
from console.backing.postgres import EmbeddedPostgres, PostgresServer, PrivatePostgres
from console.backing.rabbitmq import PrivateRabbit
from console.supervisor import Death, Program, Supervisor, Unit, log_death
from contracts.events.subscriptions import SERVICES

CLASSES: Mapping[str, str] = {
    **{service: f"services.{service}.service:{service.title()}Service" for service in SERVICES},
    "gateway": "gateway.service:Gateway",
}
READY_SECONDS = 60.0
VHOST = "shuzhuan"

Say = Callable[[str], None]


class Installation:
    """Starts and stops a platform. Use it as a context manager."""

    def __init__(self, settings: Settings, *, is_real: bool, report: Callable[[Death], None] = log_death) -> None:
        self.is_real = is_real
        self.data = settings.data
        self.server: PostgresServer = (
            PrivatePostgres(self.data / "postgres") if is_real else EmbeddedPostgres(self.data / "embedded-postgres")
        )
        self.rabbit = PrivateRabbit(self.data / "rabbitmq") if is_real else None
        self.supervisor = Supervisor(report)
        self._given = settings
        self.settings = settings

    def __enter__(self) -> "Installation":
        return self

    def __exit__(self, *_: object) -> None:
        self.supervisor.stop()

    @property
    def address(self) -> str:
        """Where the gateway answers."""
        return f"http://{self.settings.host}:{self.settings.port}"

    def start(self, say: Say = lambda _: None) -> None:
        """Servers, keys, migrations, processes; returns when the gateway says that all is ready."""
        self.start_servers(say)
        self.migrate(say)
        self.start_processes()
        self.wait_until_ready()

    def start_servers(self, say: Say = lambda _: None) -> None:
        """The database and, where there is one, the broker."""
        (self.data / "logs").mkdir(parents=True, exist_ok=True)
        say(f"PostgreSQL {self.server.version}" + (f", RabbitMQ {self.rabbit.version}" if self.rabbit else ""))
        servers: dict[str, Unit] = {"postgres": self.server}
        if self.rabbit is not None:
            servers["rabbitmq"] = self.rabbit
        self.supervisor.start(servers)
        if self.rabbit is not None:
            self.rabbit.add_vhost(VHOST)
        self.settings = replace(
            self._given,
            database_url=self.server.url("{role}", "{service}"),
            amqp_uri=self.rabbit.uri(VHOST) if self.rabbit else "embedded://shuzhuan",
        )
        make_key_pair(Path(self.settings.actor_private_key), Path(self.settings.actor_public_key))
        make_sealing_keys(Path(self.settings.sealing_keys))
        make_feed_keys(Path(self.settings.feed_keys))

    def migrate(self, say: Say = lambda _: None) -> None:
        """Databases, roles and tables at the newest version. Quick when there is nothing to do."""
        behind = [service for service in SERVICES if self._version_of(service) != head_of(service)]
        if behind:
            ensure_databases(self.server, behind)
        for service in behind:
            say(f"{service}: {migrate(service, self.settings)}")

    def start_processes(self) -> None:
        """One process for all, or one per service and the gateway."""
        groups = {name: [path] for name, path in CLASSES.items()} if self.is_real else {"platform": [*CLASSES.values()]}
        self._health_ports = {name: free_port() for name in groups} if self.is_real else {}
        programs: dict[str, Unit] = {name: self._program(name, paths) for name, paths in groups.items()}
        self.supervisor.start(programs)

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """BackingFailed when a process is not ready in time, with the end of its log."""
        addresses = {name: f"http://{self.settings.host}:{port}" for name, port in self._health_ports.items()}
        addresses["gateway" if self.is_real else "platform"] = self.address
        deadline = time.monotonic() + seconds
        for name, address in addresses.items():
            while not _is_ready(address):
                if time.monotonic() > deadline:
                    raise BackingFailed(with_log(f"{name} is not ready after {seconds:.0f} s.", self._log(name)))
                time.sleep(0.05)

    def _program(self, name: str, paths: list[str]) -> Program:
        argv = [sys.executable, "-m", "chassis.runner", *paths]
        return Program(argv, env=self._environment(name), log_file=self._log(name))

    def _log(self, name: str) -> Path:
        return self.data / "logs" / f"{name}.log"

    def _environment(self, name: str) -> dict[str, str]:
        environment = {
            # Password hashing takes 19 MiB in whichever native thread it runs: few threads, and few heaps to keep them.
            "EVENTLET_THREADPOOL_SIZE": "4",
            "MALLOC_ARENA_MAX": "2",
            **os.environ,
            "AMQP_URI": self.settings.amqp_uri,
            "DATABASE_URL": self.settings.database_url,
            "SHUZHUAN_DATA": str(self.data),
            "SHUZHUAN_PACKS": str(self.settings.packs),
            "BLOBS": self.settings.blobs,
            "SHUZHUAN_ENV": self.settings.environment,
            "PORT": str(self.settings.port),
            "PYTHONUNBUFFERED": "1",
        }
        if name in self._health_ports:
            environment["HEALTH_PORT"] = str(self._health_ports[name])
        return environment

    def _version_of(self, service: str) -> str | None:
        """The version of a service's database; None when there is none yet."""
        try:
            address = self.settings.database(service, "auditor")
            with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
                cursor.execute("select version_num from alembic_version")
                row = cursor.fetchone()
        except psycopg2.Error:
            return None
        return row[0] if row else None


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=3) as answer:
            document = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        return False
    ready: bool = document["status"] == "ready"
    return ready
