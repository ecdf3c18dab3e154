"""Business time: windows, deadlines, notices and dates are read here and nowhere else.

In development a shared offset can be added (`shuzhuan clock advance 7d`), so that a notice period is
never shortened, only lived through. Tokens, keys, retries and the relay keep real time and do not use this.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from chassis.config import Settings

CHINA = ZoneInfo("Asia/Shanghai")


class ClockNotAdjustable(Exception):
    """Only a development installation has a clock that can be advanced."""


class Clock:
    """`now()` is UTC, `today()` a date in China."""

    def now(self) -> datetime:
        """This instant of business time."""
        return datetime.now(UTC) + self.offset()

    def today(self) -> date:
        """The date that people in the city read on the wall."""
        return self.now().astimezone(CHINA).date()

    def offset(self) -> timedelta:
        """How far business time is ahead of real time: nothing, outside development."""
        return timedelta()


class AdjustableClock(Clock):
    """A clock with an offset that every process of an installation reads from one small file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def offset(self) -> timedelta:
        """The shared offset; a file that changed is read again."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return timedelta()
        if self._seen != (status.st_mtime_ns, status.st_ino):
            self._offset = timedelta(seconds=int(self._path.read_text()))
            self._seen = (status.st_mtime_ns, status.st_ino)
        return self._offset

    def advance(self, by: timedelta) -> timedelta:
        """Move on, never back (ValueError). Gives the new offset."""
        if by < timedelta():
            raise ValueError("business time only moves forward")
        offset = self.offset() + by
        self._path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._path.with_suffix(".new")
        scratch.write_text(str(int(offset.total_seconds())))
        scratch.replace(self._path)
        return offset


def clock_of(settings: Settings) -> Clock:
    """The clock of an installation."""
    return AdjustableClock(clock_file(settings)) if settings.is_development else Clock()


def clock_file(settings: Settings) -> Path:
    """Where the shared offset of a development installation lives."""
    return settings.data / "clock-offset"
