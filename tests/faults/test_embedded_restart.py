"""The bus that dies with its process: what it held comes back from the outbox, and nothing happens twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.backing.postgres import EmbeddedPostgres
from tests.contract.chassis.installation import empty_databases, settings_of
from tests.faults.probe_processes import ProbeProcesses, eventually

CHECKPOINT = "select position from relay_checkpoint"


@pytest.fixture
def platform(embedded_postgres: EmbeddedPostgres, tmp_path: Path) -> Iterator[ProbeProcesses]:
    """Both probe services in one process on the embedded bus."""
    settings = settings_of("embedded://shuzhuan", empty_databases(embedded_postgres), tmp_path)
    with ProbeProcesses(settings, {"platform": ("Writer", "ReaderAmongOthers")}) as processes:
        yield processes


def is_published(platform: ProbeProcesses, count: int) -> bool:
    return platform.rows("registry", "select count(*) from outbox where published_at is not null") == [(count,)]


def replays(platform: ProbeProcesses) -> list[int]:
    """How many events each start published again."""
    lines = [json.loads(line) for line in platform.log("platform").splitlines() if line.startswith("{")]
    return [line["count"] for line in lines if "after the checkpoint" in json.dumps(line)]


def test_what_the_bus_held_when_its_process_was_killed_has_its_effect_once(platform: ProbeProcesses) -> None:
    platform.commit("settled")
    eventually(lambda: platform.rows("registry", CHECKPOINT))
    platform.order("hold")
    for title in ("lost 1", "lost 2"):
        platform.commit(title)
    eventually(lambda: is_published(platform, 3) and (platform.orders / "holding").exists())

    platform.kill("platform")
    platform.relent("hold")

    eventually(lambda: len(platform.effects()) == 3)
    eventually(
        lambda: platform.rows("registry", CHECKPOINT) == platform.rows("registry", "select max(position) from outbox")
    )
    assert platform.effects() == ["lost 1 0", "lost 2 0", "settled 0"]
    assert replays(platform) == [2]


def test_after_a_clean_stop_nothing_is_published_again(platform: ProbeProcesses) -> None:
    platform.commit("a")
    eventually(lambda: platform.effects() == ["a 0"])

    platform.stop()
    platform.start()

    platform.commit("b")
    eventually(lambda: platform.effects() == ["a 0", "b 0"])
    assert replays(platform) == []
