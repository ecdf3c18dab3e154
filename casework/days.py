"""Days in the time of the cities. China keeps one time, UTC+8, without summer time since 1991."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import Final

CHINA: Final = timezone(timedelta(hours=8), "Asia/Shanghai")


def local_date(at: datetime) -> date:
    """The day that an instant belongs to. ValueError for an instant without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"an instant needs its time zone: {at.isoformat()}")
    return at.astimezone(CHINA).date()


def end_of(day: date) -> datetime:
    """The instant at which the day is over: 24 点, which no longer belongs to it."""
    return datetime.combine(day + timedelta(days=1), time.min, CHINA)
