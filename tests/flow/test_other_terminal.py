"""Commands typed beside a running platform: they are told nothing but where its data is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.demo import cast
from console.demo.programme import pack_of
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


def test_a_pack_is_released_once_however_often_it_is_asked(beside: Played, tmp_path: Path) -> None:
    folder = shutil.copytree(pack_of(beside.installation.settings), tmp_path / cast.CITY / cast.PROGRAMME)
    shutil.copytree(beside.installation.settings.packs / "national", tmp_path / "national")
    pack = folder / "pack.yaml"
    pack.write_text(re.sub(r"(?m)^version: .*$", 'version: "9"', pack.read_text()))

    first = shuzhuan(beside, "packs", "release", str(folder), SHUZHUAN_PASSWORD=cast.PASSWORD)

    assert first.startswith(f"{cast.CITY}/{cast.PROGRAMME}@9  sha256 ")
    assert shuzhuan(beside, "packs", "release", str(folder), SHUZHUAN_PASSWORD=cast.PASSWORD) == first


def shuzhuan(played: Played, *arguments: str, **told: str) -> str:
    """What the command prints; it has to end with success."""
    environment = {name: value for name, value in os.environ.items() if name in TOLD} | told
    environment["SHUZHUAN_DATA"] = str(played.installation.data)
    command = [str(Path(sys.executable).parent / "shuzhuan"), *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
