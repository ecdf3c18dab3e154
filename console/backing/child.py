"""One started process that cannot outlive the process that started it."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from typing import Self

import psutil

from console.backing.account import Account

# The kernel's death signal is lost if the parent dies before it is set: whoever finds another parent gives up at once.
_ONLY_BELOW_ITS_PARENT = 'test "$PPID" = "$0" && exec "$@"'

_GONE_SECONDS = 5.0

_lasting_threads: set[int] = set()


def this_thread_lasts() -> None:
    """Promise that the calling thread lives as long as the children that it starts."""
    _lasting_threads.add(threading.get_native_id())


def leashed(argv: Sequence[str], *, death_signal: Signals, account: Account | None) -> list[str]:
    """The command line that runs `argv` under `account` and sends it `death_signal` when its parent dies.

    The process keeps its id through all of it. Without `setpriv` (not Linux) the command runs as it is.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None or sys.platform != "linux":
        return list(argv)
    identity = account.as_arguments() if account else []
    leash = [setpriv, f"--pdeathsig={death_signal.name.removeprefix('SIG')}", *identity]
    return [*leash, "sh", "-c", _ONLY_BELOW_ITS_PARENT, str(os.getpid()), *argv]


class Child:
    """A running process in a process group of its own, so that the terminal's Ctrl-C reaches only its parent."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @classmethod
    def start(
        cls,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path,
        folder: Path | None = None,
        account: Account | None = None,
        death_signal: Signals = SIGKILL,
    ) -> Self:
        """Start `argv` in `folder` (default: ours) with exactly `env`; what it prints is added to `log`.

        Call it from the main thread or from one that called `this_thread_lasts()`: Linux sends the death signal when
        the *thread* that started the child ends.
        """
        thread = threading.get_native_id()
        if sys.platform == "linux" and thread != os.getpid() and thread not in _lasting_threads:
            raise RuntimeError("A child dies with the thread that starts it: start it from the main thread.")
        with log.open("ab") as output:
            process = subprocess.Popen(
                leashed(argv, death_signal=death_signal, account=account),
                env=dict(env),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> int:
        """Wait until the process has ended. Its exit status; minus the signal's number if one ended it."""
        return self._process.wait()

    def send(self, number: Signals) -> None:
        """Send a signal to the process; nothing happens if it has ended already."""
        self._process.send_signal(number)

    def stop(self, first: Signals = SIGTERM, *, grace_seconds: float = 20) -> int:
        """Ask the process to end, wait for it, and kill it after `grace_seconds`. Its exit status."""
        self.send(first)
        try:
            return self._process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            return self.kill()
        finally:
            self._end_group()

    def kill(self) -> int:
        """End the process and everything that it started with SIGKILL, and wait until all of them are gone."""
        descendants: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):
            descendants = psutil.Process(self.pid).children(recursive=True)
        self._process.kill()
        status = self._process.wait()
        for descendant in descendants:
            with suppress(psutil.NoSuchProcess):
                descendant.kill()
        self._end_group()
        gone_within(_GONE_SECONDS, descendants)
        return status

    def _end_group(self) -> None:
        """End what the process left behind in its group."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, SIGKILL)


def gone_within(seconds: float, processes: Iterable[psutil.Process]) -> bool:
    """Wait until all of `processes` have ended, at most so long; any process, not only a child of ours.

    psutil's own waiting needs `select.poll`, which a process whose sockets are green no longer has.
    """
    deadline = time.monotonic() + seconds
    left = list(processes)
    while left := [process for process in left if _still_runs(process)]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def _still_runs(process: psutil.Process) -> bool:
    """False also for a dead process that its new parent has not collected yet."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
