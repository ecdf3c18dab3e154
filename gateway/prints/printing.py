"""Asking for a PDF: of a pool of worker processes, because rendering is bound to the processor."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from chassis.http import TooBusy
from chassis.workers import JobRefused
from chassis.workers.pool import JobTimedOut, PoolFull, WorkerDied, WorkerPool
from contracts.refusal import Refusal

WORKER: Final = (sys.executable, "-m", "gateway.prints.worker")
WORKERS: Final = 1
WAITING: Final = 4
SECONDS: Final = 30.0
RETRY_AFTER_SECONDS: Final = 5

INSTALLS: Final[Mapping[str, tuple[str, ...]]] = {
    "weasyprint": (),
    "pango": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "chinese_font": ("fonts-wqy-microhei",),
}
"""What a print needs, and the packages of Debian that bring it; WeasyPrint comes with `requirements/print.txt`."""
_PIP: Final = "-m pip install --require-hashes -r requirements/print.txt"

_HANDED_ON: Final = frozenset(
    ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "XDG_DATA_DIRS")
)


class PrintNotAvailable(Refusal):
    """Something is not installed: facts `missing` and `install`, the line that installs it."""

    code = "print_not_available"


class PrintTimedOut(Refusal):
    """The document was not rendered in time."""

    code = "print_timed_out"


class PrintInterrupted(Refusal):
    """The worker ended in the middle: killed, or out of memory."""

    code = "print_interrupted"


def install_line(missing: Sequence[str], *, python: Path = Path(sys.executable), here: Path | None = None) -> str:
    """What installs all of `missing`, as it is typed in the folder that the platform runs in.

    Of this machine's paths it says no more than which interpreter below that folder runs it.
    """
    here = here or Path.cwd()
    packages = [package for name in missing for package in INSTALLS.get(name, ())]
    interpreter = python.relative_to(here) if python.is_relative_to(here) else "python"
    lines = [f"{interpreter} {_PIP}"] if "weasyprint" in missing else []
    lines += [f"apt-get install {' '.join(packages)}"] if packages else []
    return " && ".join(lines)


def worker_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a worker may know of ours: no addresses of databases, no places of keys."""
    return {name: value for name, value in environ.items() if name in _HANDED_ON or name.startswith("FONTCONFIG_")}


class Printer:
    """One per gateway process. Nothing runs before the first print."""

    def __init__(
        self,
        *,
        command: Sequence[str] = WORKER,
        environ: Mapping[str, str] | None = None,
        waiting: int = WAITING,
        seconds: float = SECONDS,
    ) -> None:
        given = worker_environment() if environ is None else environ
        self._seconds = seconds
        self._pool = WorkerPool(command, size=WORKERS, waiting=waiting, seconds=seconds, environ=given)

    @property
    def pids(self) -> tuple[int, ...]:
        """The worker processes of this moment."""
        return self._pool.pids

    def pdf(self, document: Mapping[str, Any]) -> bytes:
        """The PDF. Raises PrintNotAvailable, PrintTimedOut, PrintInterrupted, or TooBusy when too many wait."""
        try:
            return self._pool.run(orjson.dumps(document))
        except JobRefused as refused:
            missing = refused.reason["missing"]  # type: ignore[index]  # our own worker's words
            raise PrintNotAvailable(missing=missing, install=install_line(missing)) from None
        except PoolFull:
            raise TooBusy(retry_after_seconds=RETRY_AFTER_SECONDS) from None
        except JobTimedOut:
            raise PrintTimedOut(seconds=int(self._seconds)) from None
        except WorkerDied:
            raise PrintInterrupted() from None

    def stop(self) -> None:
        """End the workers."""
        self._pool.stop()
