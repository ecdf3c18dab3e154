"""`shuzhuan kill-demo`: every kind of process is killed with a request in flight at it, and nothing is lost.

On a private RabbitMQ and PostgreSQL, one supervised process per service. Fifty cases go from
registration to payment; the client asks again with the same keys. At the end every case is in its
right state with its right sum, every invariant holds, and each message had one effect.
"""

import json
import os
import re
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from chassis.clock import AdjustableClock, clock_of
from chassis.config import DEVELOPMENT, Settings
from console.backing.ports import free_port
from console.demo import cast
from console.demo.client import Unanswered
from console.demo.first_start import ADMINISTRATOR
from console.demo.founding import found_city
from console.demo.programme import Demonstration, pack_of
from console.installation import CLASSES, Installation
from console.invariants import all_findings
from gateway.operations import PREFIX
from gateway.routes import ALL_OPERATIONS

CASES = 50
CLIENTS = 6
EXPECTED_FEN = 20_000_000
EVERYWHERE = ("gateway", "rabbitmq")
ORDER = ("registry", "declaration", *EVERYWHERE, "project", "acceptance", "funding")
"""Funding is busy only at the end, when the cases are paid."""
SETTLING_SECONDS = 30.0
ARRIVAL_SECONDS = 0.05
"""An answer that has left a process reaches its client within this time."""
IMPATIENT_SECONDS = 0.5
"""The clients give up this early: a killed service would answer after its restart, because its calls are delivered
again, and then nobody could see that a request had lost its answer."""


@dataclass
class Killer:
    """Kills one unit after another, each while the clients wait for it, until each has cost a request its answer."""

    installation: Installation
    journal: list[Unanswered]
    in_flight: Mapping[int, str]
    unanswered: Counter[str] = field(default_factory=Counter)

    def run(self, over: threading.Event) -> None:
        """Until every unit was killed with effect, or the cases are over."""
        for unit in ORDER:
            while not over.is_set() and not self.unanswered[unit]:
                self._kill_once(unit, over)

    def _kill_once(self, unit: str, over: threading.Event) -> None:
        while not self._catch(unit):
            if over.wait(0.002):
                return
        before, supervisor = len(self.journal), self.installation.supervisor
        restarts = supervisor.restarts(unit)
        supervisor.kill(unit)
        supervisor.wait_for_restarts(unit, restarts + 1)
        over.wait(2 * IMPATIENT_SECONDS)
        self.unanswered[unit] += len(self.journal) - before

    def _catch(self, unit: str) -> bool:
        """Hold the unit still while a request is in flight at it; let it go again if the answer had already left."""
        asked, pid = self._asked(unit), self.installation.supervisor.pid(unit)
        if not asked or pid is None:
            return False
        os.kill(pid, signal.SIGSTOP)
        time.sleep(ARRIVAL_SECONDS)
        if asked & self._asked(unit):
            return True
        os.kill(pid, signal.SIGCONT)
        return False

    def _asked(self, unit: str) -> set[tuple[int, str]]:
        """Which client waits for which answer of this unit."""
        asked = list(self.in_flight.items())
        return {each for each in asked if unit in EVERYWHERE or owner_of(each[1]) == unit}


def kill_demo(
    cases: Annotated[int, typer.Option(help="How many cases.")] = CASES,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Kill every kind of process under load and show that nothing is lost. Exit status 1 if anything is."""
    with tempfile.TemporaryDirectory(prefix="shuzhuan-kill-") as folder:
        Path(folder).chmod(0o755)
        settings = replace(
            Settings.from_environment({"SHUZHUAN_DATA": folder}), environment=DEVELOPMENT, port=free_port()
        )
        with Installation(settings, is_real=True, report=lambda death: None) as installation:
            installation.start(typer.echo)
            report = _play(installation, cases)
    typer.echo(json.dumps(report, ensure_ascii=False, indent=None if as_json else 2))
    if not report["is_whole"]:
        raise typer.Exit(1)


def _play(installation: Installation, count: int) -> dict[str, Any]:
    pack = pack_of(installation.settings)
    found_city(installation.settings, pack, login=ADMINISTRATOR, password=cast.PASSWORD)
    clock = clock_of(installation.settings)
    assert isinstance(clock, AdjustableClock)
    demonstration = Demonstration(installation.address, clock, installation.data / "mail", pack, key_prefix="kill")
    demonstration.answer_seconds = IMPATIENT_SECONDS
    killer = Killer(installation, demonstration.journal, demonstration.in_flight)
    over = threading.Event()
    killing = threading.Thread(target=killer.run, args=(over,), daemon=True)
    with ThreadPoolExecutor(CLIENTS) as pool:
        demonstration.spread = pool.map
        killing.start()
        told = demonstration.run(tuple(cast.numbered(count)))
    over.set()
    killing.join()
    return _report(installation, told, killer)


def _report(installation: Installation, told: list[dict[str, Any]], killer: Killer) -> dict[str, Any]:
    wrong = [case for case in told if case["paid_fen"] != EXPECTED_FEN or case["award_fen"] != EXPECTED_FEN]
    deadline = time.monotonic() + SETTLING_SECONDS
    broken = _broken(installation)
    while broken and time.monotonic() < deadline:
        time.sleep(1)
        broken = _broken(installation)
    kills = {unit: installation.supervisor.restarts(unit) for unit in (*CLASSES, "rabbitmq")}
    unanswered = dict(killer.unanswered)
    return {
        "cases": len(told),
        "wrong": wrong,
        "broken_invariants": broken,
        "kills": kills,
        "unanswered_requests": unanswered,
        "is_whole": not wrong and not broken and all(unanswered.get(unit) for unit in kills),
    }


def _broken(installation: Installation) -> list[dict[str, Any]]:
    return [found.as_json() for found in all_findings(installation.settings) if not found.holds]


def owner_of(request: str) -> str:
    """The service that decides a request of the client (`POST /declarations/…/submission`); "" for none."""
    method, _, path = request.partition(" ")
    path = path.partition("?")[0]
    return next((owner for asked, address, owner in _OWNERS if asked == method and address.fullmatch(path)), "")


def _addresses() -> Iterator[tuple[str, re.Pattern[str], str]]:
    for operation in ALL_OPERATIONS:
        path = operation.full_path.removeprefix(f"{PREFIX}/cities/{{city}}")
        yield operation.method, re.compile(re.sub(r"{\w+}", "[^/]+", path)), operation.service


_OWNERS = tuple(_addresses())
