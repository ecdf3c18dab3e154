"""How fast a client must take or give bytes that somebody waits for."""

from __future__ import annotations

from chassis.http.errors import RequestTimedOut
from chassis.http.settings import Limits


class Pace:
    """Adds up how long we waited for a client and what it moved in that time; our own slowness is not held against it.

    Raises `RequestTimedOut` when, after a grace of `stall_seconds`, the client is below `stream_bytes_per_second`.
    """

    __slots__ = ("_grace_seconds", "_least_rate", "_moved_bytes", "_waited_seconds")

    def __init__(self, limits: Limits) -> None:
        self._grace_seconds = limits.stall_seconds
        self._least_rate = limits.stream_bytes_per_second
        self._moved_bytes = 0
        self._waited_seconds = 0.0

    def record(self, waited_seconds: float, moved_bytes: int) -> None:
        """One more piece."""
        self._waited_seconds += waited_seconds
        self._moved_bytes += moved_bytes
        if self._waited_seconds > self._grace_seconds and self._moved_bytes < self._waited_seconds * self._least_rate:
            raise RequestTimedOut(least_bytes_per_second=self._least_rate)
