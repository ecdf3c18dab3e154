"""The national working calendar, as far as it is announced, from the `chinesecalendar` package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from chinese_calendar.constants import holidays, workdays

from services.registry.domain.calendar import Exceptions

_SATURDAY = 5


@cache
def confirmed_years() -> Mapping[int, Exceptions]:
    """Each announced year with the days that differ from the weekend rule: True is worked, False is free."""
    years: dict[int, dict[date, bool]] = {day.year: {} for day in holidays}
    for day in holidays:
        if day.weekday() < _SATURDAY:
            years[day.year][day] = False
    for day in workdays:
        if day.weekday() >= _SATURDAY:
            years[day.year][day] = True
    return years
