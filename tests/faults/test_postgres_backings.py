"""Both PostgreSQL servers of ours, as processes: what they keep, what they refuse, and who may do what in them."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest

from chassis.config import Settings
from console.backing.child import gone_within
from console.backing.databases import ensure_databases
from console.backing.failures import BackingFailed, DataDirInUse
from console.backing.postgres import SUPERUSER, EmbeddedPostgres, PostgresServer, PrivatePostgres
from console.supervisor import Supervisor

NewServer = Callable[..., PostgresServer]

# Starts an embedded server like a platform does, says so, and then does nothing.
PLATFORM = """
import sys, time
from pathlib import Path
from console.backing.postgres import EmbeddedPostgres

server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(params=[EmbeddedPostgres, PrivatePostgres])
def new_server(request: pytest.FixtureRequest, run_folder: Path, tmp_path: Path) -> Iterator[NewServer]:
    """`new_server(name)`: a server of each kind, not started, on the directory of that name."""
    made: list[PostgresServer] = []
    base = run_folder / tmp_path.name

    def make(name: str = "one") -> PostgresServer:
        server: PostgresServer = request.param(base / name)
        made.append(server)
        return server

    base.mkdir()
    yield make
    for server in made:
        server.stop()
    shutil.rmtree(base)


@pytest.fixture
def embedded(run_folder: Path, tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """An embedded server of the test's own, not started: what it does here does not depend on its kind."""
    server = EmbeddedPostgres(run_folder / tmp_path.name)
    yield server
    server.stop()


def run(server: PostgresServer, role: str, statement: str, database: str = "postgres") -> Any:
    """The first column of the first row."""
    with closing(psycopg2.connect(server.url(role, database))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


def test_a_started_server_has_our_settings_and_an_account_that_is_not_root(new_server: NewServer) -> None:
    server = new_server()

    server.start()

    names = ("shared_buffers", "max_connections", "fsync", "synchronous_commit", "timezone", "jit", "data_checksums")
    settings = {name: run(server, SUPERUSER, f"show {name}") for name in names}
    assert list(settings.values()) == ["64MB", "200", "on", "on", "UTC", "off", "on"]
    assert server.version == run(server, SUPERUSER, "show server_version").split()[0]
    assert psutil.Process(server.pid).uids().effective != 0


def test_what_was_committed_is_there_after_the_server_was_killed(new_server: NewServer) -> None:
    server = new_server()
    server.start()
    run(server, SUPERUSER, "create table kept as select 42 as answer")
    address = server.url(SUPERUSER, "postgres")

    server.kill()
    server.start()

    assert run(server, SUPERUSER, "select answer from kept") == 42
    assert server.url(SUPERUSER, "postgres") == address


def test_a_server_that_somebody_else_killed_is_started_again_by_the_supervisor(new_server: NewServer) -> None:
    server = new_server()
    with Supervisor() as supervisor:
        supervisor.start({"postgres": server})

        os.kill(server.pid or 0, signal.SIGKILL)

        assert supervisor.wait_for_restarts("postgres", 1)
        assert run(server, SUPERUSER, "select 1") == 1


def test_a_second_server_on_the_same_directory_is_refused_with_the_way_out(new_server: NewServer) -> None:
    first, second = new_server(), new_server()
    first.start()

    with pytest.raises(DataDirInUse, match=f"already in use by process {os.getpid()}.*SHUZHUAN_DATA"):
        second.start()

    assert run(first, SUPERUSER, "select 1") == 1


def test_a_process_id_file_with_the_id_of_somebody_else_does_not_prevent_the_start(embedded: EmbeddedPostgres) -> None:
    embedded.start()
    (pid_file,) = embedded.data_dir.glob("*/postmaster.pid")
    left_behind = pid_file.read_text()
    embedded.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as somebody:
        pid_file.write_text(left_behind.replace(left_behind.split()[0], str(somebody.pid), 1))

        embedded.start()

        assert run(embedded, SUPERUSER, "select 1") == 1
        assert somebody.poll() is None
        somebody.kill()


def test_a_cluster_whose_making_was_broken_off_is_made_anew(embedded: EmbeddedPostgres) -> None:
    half = embedded.data_dir / "cluster.unfinished" / "base"
    half.mkdir(parents=True)

    embedded.start()

    assert run(embedded, SUPERUSER, "select 1") == 1
    assert not half.exists()


def test_data_of_another_version_is_refused_and_left_alone(embedded: EmbeddedPostgres) -> None:
    embedded.start()
    embedded.stop()
    (version_file,) = embedded.data_dir.glob("cluster/PG_VERSION")
    version_file.write_text("9\n")

    with pytest.raises(BackingFailed, match="was written by PostgreSQL 9"):
        embedded.start()

    assert version_file.read_text() == "9\n"


def test_a_server_that_cannot_start_shows_what_it_said(run_folder: Path) -> None:
    server = EmbeddedPostgres(run_folder / "unable", settings={"shared_buffers": "nonsense"})

    with pytest.raises(BackingFailed, match='invalid value for parameter "shared_buffers"'):
        server.start()

    assert server.pid is None


def test_a_path_that_is_too_long_for_a_socket_is_served_through_a_short_one(run_folder: Path) -> None:
    server = EmbeddedPostgres(run_folder / ("deep" * 30))
    address = server.url(SUPERUSER, "postgres")

    server.start()

    assert run(server, SUPERUSER, "select 1") == 1
    assert server.url(SUPERUSER, "postgres") == address
    server.stop()
    assert not Path(address.partition("host=")[2].partition("&")[0]).exists()


def test_a_directory_that_is_closed_to_other_accounts_is_served_without_opening_it(run_folder: Path) -> None:
    closed = run_folder / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed / "data")

    server.start()

    assert run(server, SUPERUSER, "select 1") == 1
    assert closed.stat().st_mode & 0o777 == 0o700
    server.stop()


def test_only_we_and_root_may_open_the_socket(embedded_postgres: EmbeddedPostgres) -> None:
    folder = embedded_postgres.data_dir / "socket"

    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.owner() in ("nobody", pwd.getpwuid(os.geteuid()).pw_name)


def test_no_role_enters_the_real_server_without_the_password(postgres_server: PrivatePostgres) -> None:
    address = postgres_server.url(SUPERUSER, "postgres").replace(postgres_server.password, "guessed")

    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(address)

    assert (postgres_server.data_dir / "password").stat().st_mode & 0o077 == 0


def test_the_server_ends_with_its_platform_and_the_next_platform_takes_over(run_folder: Path) -> None:
    folder = run_folder / "taken-over"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", PLATFORM, str(folder)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as platform:
        assert platform.stdout is not None
        abandoned = psutil.Process(int(platform.stdout.readline()))
        platform.kill()
    server = EmbeddedPostgres(folder)

    server.start()

    assert gone_within(0, [abandoned])
    assert run(server, SUPERUSER, "select 1") == 1
    server.stop()


def test_the_log_of_the_server_holds_no_value_of_a_failed_statement(new_server: NewServer) -> None:
    server = new_server()
    server.start()
    run(server, SUPERUSER, "create table account (number text primary key)")
    add = "insert into account values ('6222020903001234567')"
    run(server, SUPERUSER, add)

    with pytest.raises(psycopg2.IntegrityError):
        run(server, SUPERUSER, add)

    log = (server.data_dir / "postgres.log").read_text()
    assert "account_pkey" in log
    assert "6222020903001234567" not in log


def test_the_address_keeps_its_placeholders_for_the_settings(new_server: NewServer) -> None:
    server = new_server()
    server.start()
    ensure_databases(server, ["orchard"], suffix="_7")

    settings = Settings(database_url=server.url("{role}", "{service}_7"))

    with closing(psycopg2.connect(settings.database("orchard", "relay"))) as connection:
        assert connection.info.user == "orchard_relay"
        assert connection.info.dbname == "orchard_7"
