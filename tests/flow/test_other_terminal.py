"""Commands typed beside a running platform: they are told nothing but where its data is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.operator import forget_running, note_running
from tests.flow.conftest import Played

ROOT = Path(__file__).parents[2]
TOLD = {"PATH", "HOME", "LANG"}


@pytest.fixture
def beside(played: Played) -> Iterator[Played]:
    """The platform as `shuzhuan up` leaves a note of it."""
    note_running(played.installation.settings)
    yield played
    forget_running(played.installation.settings)


def test_the_demonstration_prints_the_same_cases_from_another_terminal(beside: Played) -> None:
    printed = shuzhuan(beside, "demo", "--json")

    cases = {case["case"]: case for case in map(json.loads, printed.splitlines())}
    assert cases == beside.cases


def test_business_time_passes_from_another_terminal(beside: Played) -> None:
    assert "ahead" in shuzhuan(beside, "clock", "advance", "1s")


def shuzhuan(played: Played, *arguments: str) -> str:
    """What the command prints; it has to end with success."""
    environment = {name: value for name, value in os.environ.items() if name in TOLD}
    environment["SHUZHUAN_DATA"] = str(played.installation.data)
    command = [str(Path(sys.executable).parent / "shuzhuan"), *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
