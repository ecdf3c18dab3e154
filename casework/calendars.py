"""The working days that a case needs, read with the case: one column, and no year that lies before it.

A calendar holds twenty years. Aggregating, sending and parsing all of them cost a command more than its rule.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Label, Text, cast, extract, func, select

from casework.common_facts import known_calendar_year
from contracts.working_days import WorkingDays

_year = known_calendar_year.c


def calendar_column(name: str, *, since: ColumnElement[Any] | None = None) -> Label[str | None]:
    """The city's calendar as text, for `working_days_of`; `since` is the instant before which no period begins."""
    years = func.jsonb_agg(func.jsonb_build_array(_year.year, _year.is_confirmed, _year.exceptions))
    chosen = select(cast(years, Text))
    if since is not None:
        chosen = chosen.where(_year.year >= extract("year", since))
    return chosen.correlate_except(known_calendar_year).scalar_subquery().label(name)


@lru_cache(maxsize=512)
def working_days_of(text: str | None) -> WorkingDays:
    """What a column of `calendar_column` says. The same text is read once."""
    return WorkingDays.of_years(orjson.loads(text) if text else ())
