"""Working days of a city, pure: a table of exceptions over weekends, and where the table ends.

The State Council announces a year's holidays only in the November before, so a deadline can reach
into a year that nobody has confirmed. Such a deadline is computed from weekends and the fixed
holidays, and says that it is provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

# New Year, Labour Day, National Day: fixed by date. The others move with the moon and are unknown before the notice.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

_LONGEST = 3660


@dataclass(frozen=True, slots=True)
class Deadline:
    """`on` is the last day that still counts; `is_provisional` when a day of an unconfirmed year was passed."""

    on: date
    is_provisional: bool


@dataclass(frozen=True)
class WorkingDays:
    """`exceptions` maps a day to whether it is worked (True) or free (False); all else follows the weekend."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    confirmed_years: frozenset[int] = frozenset()

    @classmethod
    def of_years(cls, years: Iterable[tuple[int, bool, Mapping[str, bool]]]) -> WorkingDays:
        """From (year, is_confirmed, exceptions by ISO date), as they are stored."""
        years = list(years)
        return cls(
            exceptions={date.fromisoformat(day): is_worked for _, _, days in years for day, is_worked in days.items()},
            confirmed_years=frozenset(year for year, is_confirmed, _ in years if is_confirmed),
        )

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day, as far as the table knows."""
        known = self.exceptions.get(day)
        if known is not None:
            return known
        if day.year not in self.confirmed_years and (day.month, day.day) in FIXED_HOLIDAYS:
            return False
        return day.weekday() < 5

    def add(self, start: date, days: int) -> Deadline:
        """The last day of a period of `days` working days; the day of `start` itself does not count.

        `days=0` gives the start. ValueError below zero or beyond ten years.
        """
        if days < 0 or days > _LONGEST // 2:
            raise ValueError(f"not a number of working days: {days}")
        day, is_provisional = start, start.year not in self.confirmed_years
        while days:
            day += timedelta(days=1)
            is_provisional = is_provisional or day.year not in self.confirmed_years
            days -= self.is_working_day(day)
        return Deadline(day, is_provisional)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` and up to and including `end`; 0 when `end` is not later."""
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
