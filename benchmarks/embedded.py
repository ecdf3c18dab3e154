"""The embedded default, one process for everything: how fast news travels, what it weighs, how soon it is back."""

from __future__ import annotations

import time
from dataclasses import dataclass

import psutil

from benchmarks.events import Lag, lag
from benchmarks.load import Asked, ask
from benchmarks.stage import Stage

COMMANDS = 1200


@dataclass(frozen=True)
class Embedded:
    """`memory_mb` is resident after the load, without PostgreSQL; `second_start_seconds` until `/readyz` says ready."""

    commands_per_second: float
    lag: Lag
    memory_mb: float
    second_start_seconds: float


def embedded(stage: Stage) -> Embedded:
    """Measure, then stop the process and start it again on the same data."""
    ask(Asked(stage.address, stage.submissions(200))).must_be_all("200")
    commands = ask(Asked(stage.address, stage.submissions(COMMANDS))).must_be_all("200").per_second
    told = lag(stage)
    pid = stage.processes()["platform"]
    memory = psutil.Process(pid).memory_info().rss / 2**20
    stage.installation.supervisor.stop()
    began = time.monotonic()
    stage.installation.start()
    return Embedded(commands, told, memory, time.monotonic() - began)
