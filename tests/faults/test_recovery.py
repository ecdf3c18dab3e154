"""Two services as real processes on RabbitMQ and PostgreSQL: whatever dies, everything has its effect once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from chassis.bus.consumer import PREFETCH
from chassis.bus.dead_letters import read_dead
from chassis.bus.topology import inbox_queue
from chassis.relay import LOCK
from console.backing.postgres import PrivatePostgres
from console.backing.rabbitmq import PrivateRabbit
from console.replaying import replay_service
from tests.contract.chassis.installation import empty_databases, settings_of
from tests.faults.probe_processes import ROOT, ProbeProcesses, eventually

VHOST = "recovery"
OUTAGE_SECONDS = 20.0
ATTEMPTS_IN_THE_OUTAGE = 10  # after 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5 … seconds
# RabbitMQ 3.10 writes the names of quorum queues with a delay: one that is younger does not come back usable.
QUEUES_ARE_WRITTEN_SECONDS = 3.0


@pytest.fixture(scope="module")
def broker(run_folder: Path) -> Iterator[PrivateRabbit]:
    """A broker beside the one of the run, to kill and to wipe."""
    broker = PrivateRabbit(run_folder / "recovery-rabbitmq")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture(scope="module")
def database(run_folder: Path) -> Iterator[PrivatePostgres]:
    """A database server beside the one of the run, to stop."""
    server = PrivatePostgres(run_folder / "recovery-postgres", settings={"fsync": "off"})
    server.start()
    yield server
    server.stop()


@pytest.fixture
def platform(broker: PrivateRabbit, database: PrivatePostgres, tmp_path: Path) -> Iterator[ProbeProcesses]:
    """The writer and the reader, each a supervised process."""
    broker.start()
    broker.add_vhost(VHOST)
    settings = settings_of(broker.uri(VHOST), empty_databases(database), tmp_path)
    with ProbeProcesses(settings, {"writer": ("Writer",), "reader": ("Reader",)}) as processes:
        yield processes
    broker.start()
    broker.delete_vhost(VHOST)


@contextmanager
def relay_held_back(platform: ProbeProcesses) -> Iterator[None]:
    """Be the leader of the writer's relay, so that nothing of what it commits is published."""
    with closing(psycopg2.connect(platform.settings.database("registry", "relay"))) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        eventually(lambda: _has_lock(cursor))
        yield


def _has_lock(cursor: Any) -> bool:
    cursor.execute("select pg_try_advisory_lock(%s)", (LOCK,))
    return bool(cursor.fetchone()[0])


def states(platform: ProbeProcesses) -> dict[str, int]:
    """How many messages the reader's inbox has in which state."""
    return dict(platform.rows("declaration", "select state, count(*) from inbox group by state"))


def all_done(platform: ProbeProcesses, titles: list[str]) -> bool:
    return platform.effects() == sorted(f"{title} 0" for title in titles)


def assert_each_once(platform: ProbeProcesses, titles: list[str]) -> None:
    """Everything has arrived, nothing arrives again, and nothing is left anywhere."""
    eventually(lambda: all_done(platform, titles), seconds=60)
    time.sleep(1.0)  # a second effect would come by a redelivery, which follows at once
    assert all_done(platform, titles)
    assert states(platform) == {"done": len(titles)}
    assert platform.rows("registry", "select count(*) from outbox where published_at is null") == [(0,)]
    with read_dead(platform.settings.amqp_uri, inbox_queue("declaration"), 10) as letters:
        assert letters == []


def test_a_publisher_killed_between_commit_and_publish_loses_nothing(platform: ProbeProcesses) -> None:
    titles = [f"n{number}" for number in range(5)]
    platform.kill("writer")  # the new one finds the lock taken
    with relay_held_back(platform):
        for title in titles:
            platform.write(title)
        assert platform.rows("registry", "select count(*) from outbox where published_at is null") == [(5,)]

        platform.kill("writer")

    assert_each_once(platform, titles)


def test_a_consumer_killed_while_it_handles_has_each_effect_once(platform: ProbeProcesses) -> None:
    titles = [f"n{number}" for number in range(15)]
    platform.order("hold")
    for title in titles:
        platform.write(title)
    eventually((platform.orders / "holding").exists)

    platform.kill("reader")
    platform.relent("hold")

    assert_each_once(platform, titles)


def test_a_killed_broker_comes_back_with_everything(platform: ProbeProcesses, broker: PrivateRabbit) -> None:
    platform.order("hold")
    before = [f"before {number}" for number in range(15)]
    for title in before:
        platform.write(title)
    eventually((platform.orders / "holding").exists)
    time.sleep(QUEUES_ARE_WRITTEN_SECONDS)

    broker.kill()
    platform.commit("meanwhile")
    platform.relent("hold")
    broker.start()
    platform.wait_until_connected()
    platform.write("after")

    assert_each_once(platform, [*before, "meanwhile", "after"])


def test_a_database_away_for_twenty_seconds_quarantines_nothing_and_spins_nothing(
    platform: ProbeProcesses, database: PrivatePostgres
) -> None:
    titles = [f"n{number}" for number in range(30)]
    platform.order("hold")
    for title in titles:
        platform.write(title)
    eventually((platform.orders / "holding").exists)
    eventually(lambda: platform.rows("registry", "select count(*) from outbox where published_at is null") == [(0,)])

    database.stop()
    platform.relent("hold")  # the held ones fail at their commit, the others at their first statement
    time.sleep(OUTAGE_SECONDS)
    log = platform.log("reader")
    database.start()

    assert_each_once(platform, titles)
    assert platform.supervisor.restarts("reader") == platform.supervisor.restarts("writer") == 0
    assert 0 < log.count("delivery not settled") <= PREFETCH * ATTEMPTS_IN_THE_OUTAGE
    assert log.count("\n") < 1_000


def test_a_wiped_broker_is_refilled_from_the_outbox_and_nothing_happens_twice(
    platform: ProbeProcesses, broker: PrivateRabbit
) -> None:
    platform.write("settled")
    eventually(lambda: all_done(platform, ["settled"]))
    platform.order("hold")
    lost = [f"lost {number}" for number in range(15)]
    for title in lost:
        platform.write(title)
    eventually(lambda: platform.rows("registry", "select count(*) from outbox where published_at is null") == [(0,)])

    broker.wipe()
    platform.kill("reader")  # what it held in its hands is lost, too
    broker.start()
    broker.add_vhost(VHOST)
    platform.relent("hold")
    platform.wait_until_connected()

    assert replay_service(platform.settings, "registry", after=0, to=None) == 16
    assert_each_once(platform, ["settled", *lost])


def test_a_handler_that_always_raises_is_listed_and_replayed_after_the_mend(platform: ProbeProcesses) -> None:
    platform.order("raise")
    platform.write("a")
    eventually(lambda: states(platform).get("waiting"))
    hurry(platform)
    eventually(lambda: states(platform) == {"quarantined": 1})
    (listed,) = json.loads(quarantine(platform, "list", "--json"))
    assert (listed["service"], listed["handler"], listed["event"]) == (
        "declaration",
        "on_division_changed",
        "division_changed",
    )
    assert (listed["error"], listed["attempts"]) == ("RuntimeError", 10)

    platform.relent("raise")
    quarantine(platform, "replay", listed["message_id"])

    assert_each_once(platform, ["a"])


def test_an_event_that_kills_its_process_does_not_take_the_service_down_for_ever(platform: ProbeProcesses) -> None:
    platform.order("die")
    platform.write("deadly")
    eventually(lambda: states(platform) == {"quarantined": 1}, seconds=90)
    deaths = platform.supervisor.restarts("reader")
    (listed,) = json.loads(quarantine(platform, "list", "--json"))
    assert (listed["error"], listed["handler"]) == ("dead letter (delivery_limit)", "on_division_changed")
    assert 5 <= deaths <= 8

    platform.relent("die")
    platform.write("harmless")
    quarantine(platform, "replay", "--all")

    assert_each_once(platform, ["deadly", "harmless"])
    assert platform.supervisor.restarts("reader") == deaths


def hurry(platform: ProbeProcesses) -> None:
    """Make every attempt due now, again and again, until the inbox gives up: the delays add up to minutes."""
    url = platform.settings.database("declaration", "relay")
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()

        def is_over() -> bool:
            cursor.execute("update inbox set next_attempt_at = clock_timestamp() where state = 'waiting'")
            return states(platform) == {"quarantined": 1}

        eventually(is_over)


def quarantine(platform: ProbeProcesses, *arguments: str) -> str:
    """`shuzhuan quarantine …` as an operator runs it."""
    # Only the probe's two services have databases here.
    program = (
        "import sys; from console import quarantine; "
        f"quarantine.SERVICES = ('registry', 'declaration'); quarantine.app({list(arguments)!r})"
    )
    environment = {**os.environ, "DATABASE_URL": platform.settings.database_url, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
