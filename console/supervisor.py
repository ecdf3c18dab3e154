"""Keeps the processes of a platform running, and ends all of them with itself.

Plain threads and subprocesses: whatever happens to the services' event loop, this goes on.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from console.backing.child import Child, this_thread_lasts

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 10.0
"""A process that ran this long before it died is started again without having to wait for earlier deaths."""


class Unit(Protocol):
    """What can be kept running: a `Program`, a `PrivateRabbit`, a PostgreSQL server."""

    @property
    def pid(self) -> int | None: ...

    def start(self) -> None:
        """Start it, and return when it can be used."""

    def wait(self) -> int:
        """Wait for its end, whatever the reason. Its exit status."""

    def stop(self) -> None:
        """End it in order."""

    def kill(self) -> None:
        """End it with SIGKILL."""


@dataclass
class Program:
    """One command as a unit. What it prints is added to `log_file`; SIGKILL follows SIGTERM after `grace_seconds`."""

    argv: Sequence[str]
    env: Mapping[str, str]
    log_file: Path
    grace_seconds: float = 20
    _child: Child | None = field(default=None, init=False, repr=False)

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child and self._child.is_running else None

    def start(self) -> None:
        self._child = Child.start(self.argv, env=self.env, log=self.log_file)

    def wait(self) -> int:
        return self._child.wait() if self._child else 0

    def stop(self) -> None:
        if self._child:
            self._child.stop(grace_seconds=self.grace_seconds)

    def kill(self) -> None:
        if self._child:
            self._child.kill()


@dataclass(frozen=True)
class Death:
    """One unit that ended although nobody asked it to, or could not be started again (`exit_status` None)."""

    name: str
    exit_status: int | None
    ran_seconds: float
    pause_seconds: float
    reason: str = ""


def log_death(death: Death) -> None:
    facts = {"unit": death.name, "exit_status": death.exit_status, "pause_seconds": death.pause_seconds}
    log.warning("unit ended and is started again", extra={**facts, "reason": death.reason})


class Supervisor:
    """Starts units, starts them again when they die, and stops them in the opposite order.

    Every unit has a thread that starts it and waits for it; the units' processes end when this process does, even by
    SIGKILL. Use it as a context manager: leaving it stops everything.
    """

    def __init__(self, report: Callable[[Death], None] = log_death) -> None:
        self._report = report
        self._groups: list[list[_Keeper]] = []

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, units: Mapping[str, Unit]) -> None:
        """Start the units of one group at the same time and return when all of them have started.

        If one cannot be started the others of the group are stopped and its error is raised.
        """
        group = [_Keeper(name, unit, self._report) for name, unit in units.items()]
        for keeper in group:
            keeper.start()
        self._groups.append(group)
        errors = [error for keeper in group if (error := keeper.wait_started())]
        if errors:
            self._groups.remove(group)
            _stop_together(group)
            raise errors[0]

    def stop(self) -> None:
        """Stop the groups, the last started first; the units of a group are stopped at the same time."""
        while self._groups:
            _stop_together(self._groups.pop())

    def kill(self, name: str) -> int | None:
        """SIGKILL for one unit, which is then started again. The id of the process that was killed."""
        return self._keeper(name).kill()

    def pid(self, name: str) -> int | None:
        """The process of one unit; None while it is down."""
        return self._keeper(name).unit.pid

    def restarts(self, name: str) -> int:
        """How often the unit was started again."""
        return self._keeper(name).restarts

    def wait_for_restarts(self, name: str, count: int, *, seconds: float = 60) -> bool:
        """Wait until the unit has been started again at least `count` times and runs. False after `seconds`."""
        return self._keeper(name).wait_for_restarts(count, seconds)

    def _keeper(self, name: str) -> "_Keeper":
        keepers = {keeper.name: keeper for group in self._groups for keeper in group}
        return keepers[name]


class _Keeper:
    """The thread of one unit. It alone starts the unit, so that it outlives the unit's process."""

    def __init__(self, name: str, unit: Unit, report: Callable[[Death], None]) -> None:
        self.name = name
        self.unit = unit
        self.restarts = 0
        self._report = report
        self._stopping = threading.Event()
        self._changed = threading.Condition()  # held while the unit is started, stopped or killed
        self._started = threading.Event()
        self._first_error: BaseException | None = None
        self._thread = threading.Thread(target=self._keep, name=f"keeper of {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_started(self) -> BaseException | None:
        """Wait for the end of the first start. Its error, if it failed."""
        self._started.wait()
        return self._first_error

    def wait_for_restarts(self, count: int, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.restarts >= count and self.unit.pid is not None, seconds)

    def stop(self) -> None:
        self._stopping.set()
        with self._changed:
            self.unit.stop()
        self._thread.join()

    def kill(self) -> int | None:
        with self._changed:
            pid = self.unit.pid
            self.unit.kill()
            return pid

    def _keep(self) -> None:
        this_thread_lasts()
        try:
            self._start_unit()
        except BaseException as error:  # noqa: BLE001  # raised by the thread that waits for the start
            self._first_error = error
            return
        finally:
            self._started.set()
        self._keep_alive()

    def _keep_alive(self) -> None:
        """Exactly one pause before each new start, so that a unit that dies at once is no hot loop."""
        pause, reason = FIRST_PAUSE_SECONDS, ""
        while True:
            began = time.monotonic()
            status = None if reason else self.unit.wait()
            ran = time.monotonic() - began
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE_SECONDS if ran > STEADY_SECONDS else pause
            self._tell(Death(self.name, status, ran, pause, reason))
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            reason = self._start_again()

    def _start_unit(self) -> None:
        with self._changed:
            if not self._stopping.is_set():
                self.unit.start()
                self._changed.notify_all()

    def _start_again(self) -> str:
        """Why the unit could not be started; empty if it could."""
        with self._changed:
            self.restarts += 1
        try:
            self._start_unit()
        except Exception as error:  # noqa: BLE001  # tried again after a pause, and the reason told
            return str(error) or type(error).__name__
        return ""

    def _tell(self, death: Death) -> None:
        try:
            self._report(death)
        except Exception:  # a broken report must not leave the unit dead
            log.exception("report of a death failed", extra={"unit": self.name})


def _stop_together(group: Sequence[_Keeper]) -> None:
    stops = [threading.Thread(target=keeper.stop, name=f"stop of {keeper.name}") for keeper in group]
    for stop in stops:
        stop.start()
    for stop in stops:
        stop.join()


def wait_for_stop_signal() -> signal.Signals:
    """Wait in the main thread until somebody asks this process to end: Ctrl-C, SIGTERM, or a closed terminal.

    A second signal then acts as if nobody had waited, so that a stuck stop can be broken off.
    """
    arrived: list[signal.Signals] = []
    told = threading.Event()

    def note(number: int, _: object) -> None:
        arrived.append(signal.Signals(number))
        told.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in numbers}
    told.wait()
    for number, handler in before.items():
        signal.signal(number, handler)
    return arrived[0]
