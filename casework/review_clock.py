"""The clock of one review step: counts the city's working days, and stands still while a case is returned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.days import local_date
from contracts.working_days import WorkingDays


@dataclass(frozen=True, kw_only=True)
class Run:
    """A time in which the reviewer had the case; `stopped_at` is None while it lasts."""

    started_at: datetime
    stopped_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewClock:
    """`due_on` is the last day in time; None while it stands still, and always where no limit is stated.

    All that counts is kept as `runs`, so that a changed calendar can be counted anew (`recomputed`).
    The day on which a run starts does not count, the day on which it stops does (民法典第二百零一条).
    """

    working_days: int | None
    runs: tuple[Run, ...]
    due_on: date | None = None
    is_provisional: bool = False

    @classmethod
    def start(cls, working_days: int | None, *, at: datetime, calendar: WorkingDays) -> ReviewClock:
        """A running clock."""
        return cls(working_days=working_days, runs=(Run(started_at=at),)).recomputed(calendar)

    @property
    def opened_at(self) -> datetime:
        """When the step began."""
        return self.runs[0].started_at

    @property
    def is_running(self) -> bool:
        return self.runs[-1].stopped_at is None

    def paused(self, *, at: datetime) -> ReviewClock:
        """Stands still from `at` on. ValueError unless it runs, or when `at` lies before its start."""
        if not self.is_running or at < self.runs[-1].started_at:
            raise ValueError("only a clock that runs can be paused, and not in its past")
        stopped = replace(self.runs[-1], stopped_at=at)
        return replace(self, runs=(*self.runs[:-1], stopped), due_on=None, is_provisional=False)

    def resumed(self, *, at: datetime, calendar: WorkingDays) -> ReviewClock:
        """Goes on with the working days that are left; with none left it is due on the day itself."""
        stopped_at = self.runs[-1].stopped_at
        if stopped_at is None or at < stopped_at:
            raise ValueError("only a clock that stands still can be resumed, and not in its past")
        return replace(self, runs=(*self.runs, Run(started_at=at))).recomputed(calendar)

    def recomputed(self, calendar: WorkingDays) -> ReviewClock:
        """The same clock by this calendar; it may come out earlier or later than before."""
        if self.working_days is None or not self.is_running:
            return replace(self, due_on=None, is_provisional=False)
        started_on = local_date(self.runs[-1].started_at)
        left = max(self.working_days - self._used_before(calendar), 0)
        deadline = calendar.add(started_on, left)
        is_guessed = any(day.year not in calendar.confirmed_years for day in self._days())
        return replace(self, due_on=deadline.on, is_provisional=deadline.is_provisional or is_guessed)

    def used_days(self, calendar: WorkingDays, *, at: datetime) -> int:
        """How many working days the reviewer had until `at`, returns not counted."""
        last = self.runs[-1]
        running = 0 if last.stopped_at else calendar.between(local_date(last.started_at), local_date(at))
        return self._used_before(calendar) + running

    def _used_before(self, calendar: WorkingDays) -> int:
        return sum(
            calendar.between(local_date(run.started_at), local_date(run.stopped_at))
            for run in self.runs
            if run.stopped_at is not None
        )

    def _days(self) -> Iterator[date]:
        for run in self.runs:
            yield local_date(run.started_at)
            if run.stopped_at is not None:
                yield local_date(run.stopped_at)
