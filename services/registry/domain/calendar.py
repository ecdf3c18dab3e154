"""The working calendar of a city, year by year (domain rule: deadlines beyond confirmed years are provisional)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from contracts.events.registry import CalendarChanged
from contracts.refusal import Invalid, Problem
from services.registry.domain.errors import NothingToChange
from services.registry.domain.ids import calendar_year_id

FIRST_YEAR, LAST_YEAR = 2000, 2100

Exceptions = Mapping[date, bool]
"""Days that differ from the weekend rule: True is worked, False is free."""


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """`is_confirmed` once the State Council's notice for the year is in; a year without a row is not confirmed."""

    id: UUID
    city: str
    version: int
    year: int
    is_confirmed: bool
    exceptions: Exceptions = field(default_factory=dict)

    @classmethod
    def first(cls, city: str, year: int, *, is_confirmed: bool, exceptions: Exceptions) -> CalendarYear:
        """A year that had no row."""
        _must_lie_in(year, exceptions)
        identity = calendar_year_id(city, year)
        return cls(id=identity, city=city, version=1, year=year, is_confirmed=is_confirmed, exceptions=dict(exceptions))

    def changed(self, *, is_confirmed: bool, exceptions: Exceptions) -> CalendarYear:
        """The year as it is known now; NothingToChange when that is nothing new."""
        _must_lie_in(self.year, exceptions)
        changed = replace(self, is_confirmed=is_confirmed, exceptions=dict(exceptions))
        if changed == self:
            raise NothingToChange(field="exceptions")
        return replace(changed, version=self.version + 1)

    def told(self, *, at: datetime, by: UUID) -> CalendarChanged:
        """The year as it is now."""
        return CalendarChanged(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            year=self.year,
            is_confirmed=self.is_confirmed,
            exceptions={day.isoformat(): is_worked for day, is_worked in sorted(self.exceptions.items())},
        )


def _must_lie_in(year: int, exceptions: Exceptions) -> None:
    problems = [
        Problem(code="day_of_another_year", field=f"exceptions.{day.isoformat()}")
        for day in exceptions
        if day.year != year
    ]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        problems.append(Problem(code="out_of_range", field="year"))
    if problems:
        raise Invalid(problems=problems)


def read_exceptions(given: Mapping[str, bool]) -> dict[date, bool]:
    """Exceptions with ISO days as keys; Invalid names each day that is none."""
    read: dict[date, bool] = {}
    problems = []
    for day, is_worked in given.items():
        try:
            read[date.fromisoformat(day)] = is_worked
        except ValueError:
            problems.append(Problem(code="not_a_date", field=f"exceptions.{day}"))
    if problems:
        raise Invalid(problems=problems)
    return read


def read_year(text: str) -> int:
    """A year in four digits, as it stands in an address; Invalid otherwise."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Invalid(problems=[Problem(code="malformed", field="year")])
    return int(text)
