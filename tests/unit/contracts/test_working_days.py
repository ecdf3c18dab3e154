"""Working days by the State Council's notice, and by weekends where none has come yet."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.working_days import Deadline, WorkingDays

DAYS_OF_2026 = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
KNOWN_TO_2026 = WorkingDays(
    exceptions={
        day: chinese_calendar.is_workday(day)
        for day in DAYS_OF_2026
        if chinese_calendar.is_workday(day) != (day.weekday() < 5)
    },
    confirmed_years=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 10, 10), True),  # a Saturday that makes up for the holidays
        (date(2026, 2, 14), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 9), True),
        (date(2026, 10, 11), False),
    ],
)
def test_the_notice_overrules_the_weekend(day: date, is_worked: bool) -> None:
    assert KNOWN_TO_2026.is_working_day(day) is is_worked


def test_ten_working_days_from_the_eighteenth_of_december_reach_2027_and_are_provisional() -> None:
    deadline = KNOWN_TO_2026.add(date(2026, 12, 18), 10)

    assert deadline == Deadline(date(2027, 1, 4), is_provisional=True)


def test_the_first_working_day_of_an_unconfirmed_year_is_counted_from() -> None:
    deadline = KNOWN_TO_2026.add(date(2027, 1, 4), 3)

    assert KNOWN_TO_2026.is_working_day(date(2027, 1, 4))
    assert deadline == Deadline(date(2027, 1, 7), is_provisional=True)


def test_a_deadline_is_firm_once_its_year_is_confirmed_and_moves_with_the_notice() -> None:
    announced = WorkingDays(
        exceptions={**KNOWN_TO_2026.exceptions, date(2027, 1, 1): False, date(2027, 1, 4): False},
        confirmed_years=frozenset({2026, 2027}),
    )

    assert announced.add(date(2026, 12, 18), 10) == Deadline(date(2027, 1, 5), is_provisional=False)


def test_a_deadline_within_the_confirmed_year_is_firm() -> None:
    assert KNOWN_TO_2026.add(date(2026, 9, 30), 3) == Deadline(date(2026, 10, 10), is_provisional=False)


def test_the_holidays_with_a_fixed_date_are_free_in_every_unconfirmed_year() -> None:
    assert not WorkingDays().is_working_day(date(2029, 10, 2))
    assert not WorkingDays().is_working_day(date(2030, 1, 1))


def test_in_a_confirmed_year_the_notice_alone_says_what_is_free() -> None:
    assert WorkingDays(confirmed_years=frozenset({2026})).is_working_day(date(2026, 10, 1))


def test_no_days_are_the_start_itself() -> None:
    assert KNOWN_TO_2026.add(date(2026, 11, 21), 0).on == date(2026, 11, 21)


@pytest.mark.parametrize("days", [-1, 10_000])
def test_a_period_of_less_than_nothing_or_of_decades_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="not a number of working days"):
        KNOWN_TO_2026.add(date(2026, 11, 21), days)


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert KNOWN_TO_2026.between(date(2026, 11, 20), date(2026, 11, 16)) == 0


@given(st.dates(date(2025, 12, 1), date(2028, 12, 31)), st.integers(0, 60))
def test_between_counts_back_what_was_added(start: date, days: int) -> None:
    assert KNOWN_TO_2026.between(start, KNOWN_TO_2026.add(start, days).on) == days
