"""Our platform, its peers and the raw limit, asked the same in turns on one database."""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.load import Answered, Asked, ask
from benchmarks.machine import Spent, watched
from benchmarks.recorded import Commands, record, write_raw
from benchmarks.stage import Stage
from console.backing.child import Child
from console.backing.ports import free_port

ROUNDS = 5
COMMANDS = 1200
READS = 2500
WARM = 300
CONNECTIONS = 20
OURS, PEER, BY_HAND, RAW = "Shuzhuan", "FastAPI, same use case", "FastAPI, statements by hand", "psycopg2, rows only"

Try = Callable[[int], Answered]
"""Asks so many times."""


@dataclass
class Series:
    """The rounds of one variant. Figures are medians over them."""

    name: str
    rounds: list[tuple[Answered, Spent]] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return median(answered.per_second for answered, _ in self.rounds)

    @property
    def p50(self) -> float:
        return median(answered.p50 for answered, _ in self.rounds)

    @property
    def p99(self) -> float:
        return median(answered.p99 for answered, _ in self.rounds)

    def cpu_milliseconds(self, *groups: str) -> float:
        """CPU per request in the named groups of processes."""
        return median(
            sum(spent.cpu_seconds.get(group, 0.0) for group in groups) * 1000 / len(answered.milliseconds)
            for answered, spent in self.rounds
        )

    def peak_mb(self, group: str) -> float:
        """The highest memory of a group of processes in any round."""
        return max(spent.peak_mb.get(group, 0.0) for _, spent in self.rounds)


def compare_commands(stage: Stage) -> dict[str, Series]:
    """(a) and (b): "submit declaration" as a whole, and what is left of it without us."""
    commands = Commands(stage.installation.settings, stage.enterprises[0].actor)
    recorded = record(commands, *stage.copies(stage.enterprises[0].draft, 2))
    commands.runtime.close()
    drafts = stage.copies(stage.enterprises[0].draft, 2 * (WARM + ROUNDS * COMMANDS))
    by_hand, raw = iter(drafts[::2]), iter(drafts[1::2])
    told = stage.installation.data / "recorded.json"
    told.write_text(json.dumps({**asdict(recorded), "cases": {str(copy.id): str(copy.case_id) for copy in drafts}}))
    database = stage.installation.settings.database("declaration")
    token = str(stage.enterprises[0].client.token)
    with _served("peer", stage) as (peer, peer_pid), _served("handwritten", stage, RECORDED=str(told)) as (hand, _):
        return _in_turns(
            stage,
            {
                OURS: lambda count: ask(Asked(stage.address, stage.submissions(count))),
                PEER: lambda count: ask(Asked(peer, stage.submissions(count))),
                BY_HAND: lambda count: ask(
                    Asked(hand, [stage.submission(copy, token) for copy, _ in zip(by_hand, range(count), strict=False)])
                ),
                RAW: lambda count: write_raw(
                    database,
                    recorded,
                    [copy for copy, _ in zip(raw, range(count), strict=False)],
                    connections=CONNECTIONS,
                ),
            },
            count=COMMANDS,
            peer=peer_pid,
        )


def compare_reads(stage: Stage) -> dict[str, Series]:
    """(c): one declaration, as its applicant sees it."""
    requests = stage.reads(READS)
    with _served("peer", stage) as (peer, peer_pid):
        return _in_turns(
            stage,
            {
                OURS: lambda count: ask(Asked(stage.address, requests[:count])),
                PEER: lambda count: ask(Asked(peer, requests[:count])),
            },
            count=READS,
            peer=peer_pid,
        )


def _in_turns(stage: Stage, variants: Mapping[str, Try], *, count: int, peer: int) -> dict[str, Series]:
    for attempt in variants.values():
        attempt(WARM).must_be_all("200")
    series = {name: Series(name) for name in variants}
    for _ in range(ROUNDS):
        for name, attempt in variants.items():
            with watched(stage.processes(peer=peer)) as spent:
                answered = attempt(count).must_be_all("200")
                _wait_until_heard(stage)
            series[name].rounds.append((answered, spent))
    return series


def _wait_until_heard(stage: Stage) -> None:
    """The events of a round belong to its cost, and must not burden the next."""
    waits = "select count(*) from outbox where published_at is null"
    while True:
        with stage.superuser("declaration") as cursor:
            cursor.execute(waits)
            if cursor.fetchone()[0] == 0:
                break
        time.sleep(0.05)
    time.sleep(0.5)


@contextmanager
def _served(module: str, stage: Stage, **environment: str) -> Iterator[tuple[str, int]]:
    """A peer on uvicorn, one worker: its address and its process."""
    settings = stage.installation.settings
    port = free_port()
    uvicorn = [
        sys.executable,
        "-m",
        "uvicorn",
        f"benchmarks.{module}:app",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    given = {
        **os.environ,
        "AMQP_URI": settings.amqp_uri,
        "DATABASE_URL": settings.database_url,
        "SHUZHUAN_DATA": str(settings.data),
        "SHUZHUAN_ENV": settings.environment,
        **environment,
    }
    log = settings.data / "logs" / f"{module}.log"
    child = Child.start([*uvicorn, "--no-access-log"], env=given, log=log)
    try:
        _wait_until_served(f"http://127.0.0.1:{port}/openapi.json", log)
        yield f"http://127.0.0.1:{port}", child.pid
    finally:
        child.stop(grace_seconds=5)


def _wait_until_served(address: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise SystemExit(log.read_text()) from None
            time.sleep(0.1)
