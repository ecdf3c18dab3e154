"""The claim of one running platform on one data directory."""

import fcntl
import os
from pathlib import Path

from console.backing.failures import DataDirInUse


class Claim:
    """Held from the start of a server to its end, and given back by the system however we end.

    The file holds the process id of the holder, for the sentence that the second one reads.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> None:
        """DataDirInUse if another process, or another object of this one, holds the claim."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode().strip() or "unknown"
            os.close(descriptor)
            raise DataDirInUse(
                f"{self._path.parent} is already in use by process {holder}. "
                "Stop that one, or choose another directory with SHUZHUAN_DATA."
            ) from None
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def give_back(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
