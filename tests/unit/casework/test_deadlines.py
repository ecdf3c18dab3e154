"""The clock of a review step: working days of the city, standing still while a case is returned (DL4: 3 days)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.days import CHINA, end_of, local_date
from casework.deadlines import is_overdue, recompute, working_days_left
from casework.dossier import Dossier
from casework.review_clock import ReviewClock
from casework.states import State
from contracts.working_days import WorkingDays
from tests.unit.casework.builders import (
    A_DAY,
    CALENDAR,
    MONDAY,
    RETURN,
    a_dossier,
    a_draft,
    in_review,
    returned,
    reviewed,
    submitted,
)

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + n * A_DAY for n in (1, 2, 3, 4))
NEXT_MONDAY = MONDAY + 7 * A_DAY
END_OF_THURSDAY = datetime(2026, 11, 6, tzinfo=CHINA)


def left(dossier: Dossier, at: datetime) -> int | None:
    return working_days_left(dossier, CALENDAR, at=at)


def test_three_working_days_from_monday_end_on_thursday() -> None:
    dossier = in_review(MONDAY)

    assert (dossier.due_on, dossier.is_provisional) == (THURSDAY.date(), False)
    assert [left(dossier, day) for day in (MONDAY, TUESDAY, THURSDAY, FRIDAY)] == [3, 2, 0, -1]


def test_a_weekend_does_not_count() -> None:
    assert in_review(THURSDAY).due_on == (MONDAY + 8 * A_DAY).date()


def test_a_step_is_overdue_when_its_last_day_is_over_in_china() -> None:
    dossier = in_review(MONDAY)

    assert not is_overdue(dossier, at=END_OF_THURSDAY - timedelta(seconds=1))
    assert is_overdue(dossier, at=END_OF_THURSDAY)
    assert is_overdue(dossier, at=END_OF_THURSDAY.astimezone(UTC))


def test_a_submission_late_in_the_evening_belongs_to_the_day_in_china() -> None:
    just_after_midnight = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)  # Tuesday, 00:30 in China

    assert in_review(just_after_midnight).due_on == FRIDAY.date()


def test_a_step_without_a_stated_limit_is_never_due() -> None:
    at_recheck = reviewed(in_review())

    assert (at_recheck.due_on, left(at_recheck, FRIDAY)) == (None, None)
    assert not is_overdue(at_recheck, at=MONDAY + 400 * A_DAY)


def test_the_clock_stands_still_while_the_dossier_is_returned() -> None:
    dossier = returned(at=WEDNESDAY)

    assert dossier.due_on is None
    assert not is_overdue(dossier, at=NEXT_MONDAY)
    assert left(dossier, NEXT_MONDAY) == 1


def test_after_a_correction_the_same_step_goes_on_with_the_days_that_were_left() -> None:
    again = submitted(returned(at=WEDNESDAY), at=NEXT_MONDAY)

    assert again.due_on == (NEXT_MONDAY + A_DAY).date()
    assert left(again, NEXT_MONDAY) == 1


def test_a_return_and_a_correction_on_the_same_day_cost_nobody_a_day() -> None:
    dossier = in_review(MONDAY)
    for _ in range(5):
        dossier = submitted(reviewed(dossier, RETURN, at=TUESDAY), at=TUESDAY)

    assert dossier.due_on == THURSDAY.date()


def test_a_reviewer_who_was_late_before_the_return_has_the_day_of_the_correction_and_no_more() -> None:
    again = submitted(returned(at=FRIDAY), at=NEXT_MONDAY)

    assert again.due_on == NEXT_MONDAY.date()
    assert left(again, NEXT_MONDAY) == -1
    assert is_overdue(again, at=NEXT_MONDAY + A_DAY)


def test_a_deadline_that_reaches_an_unconfirmed_year_says_so() -> None:
    dossier = in_review(datetime(2026, 12, 30, 9, tzinfo=CHINA))

    assert (dossier.due_on, dossier.is_provisional) == (date(2027, 1, 5), True)


def test_the_confirmed_calendar_moves_the_deadline_and_makes_it_firm() -> None:
    announced = WorkingDays(
        exceptions={date(2027, 1, 1): False, date(2027, 1, 4): False}, confirmed_years=frozenset({2026, 2027})
    )

    moved = recompute(in_review(datetime(2026, 12, 30, 9, tzinfo=CHINA)), announced)

    assert (moved.due_on, moved.is_provisional) == (date(2027, 1, 6), False)


def test_a_changed_calendar_counts_the_days_before_a_return_anew() -> None:
    again = submitted(returned(at=WEDNESDAY), at=NEXT_MONDAY)
    tuesday_was_free = WorkingDays(exceptions={TUESDAY.date(): False}, confirmed_years=frozenset({2026}))

    assert recompute(again, tuesday_was_free).due_on == (NEXT_MONDAY + 2 * A_DAY).date()


def test_days_before_a_return_in_an_unconfirmed_year_make_the_rest_provisional() -> None:
    only_2027 = WorkingDays(confirmed_years=frozenset({2027}))
    clock = ReviewClock.start(5, at=datetime(2026, 12, 30, 9, tzinfo=CHINA), calendar=only_2027)

    resumed = clock.paused(at=datetime(2026, 12, 31, 9, tzinfo=CHINA)).resumed(
        at=datetime(2027, 1, 4, 9, tzinfo=CHINA), calendar=only_2027
    )

    assert resumed.is_provisional


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.APPROVED, State.REJECTED])
def test_a_changed_calendar_leaves_alone_what_nobody_has_to_review(state: State) -> None:
    assert recompute(a_dossier(state), WorkingDays()) == a_dossier(state)


def test_a_draft_is_never_due() -> None:
    assert (a_draft().due_on, left(a_draft(), FRIDAY)) == (None, None)


def test_a_clock_is_not_paused_twice_nor_resumed_while_it_runs_nor_in_its_past() -> None:
    running = ReviewClock.start(3, at=TUESDAY, calendar=CALENDAR)
    paused = running.paused(at=WEDNESDAY)

    with pytest.raises(ValueError, match="paused"):
        paused.paused(at=THURSDAY)
    with pytest.raises(ValueError, match="paused"):
        running.paused(at=MONDAY)
    with pytest.raises(ValueError, match="resumed"):
        running.resumed(at=WEDNESDAY, calendar=CALENDAR)
    with pytest.raises(ValueError, match="resumed"):
        paused.resumed(at=TUESDAY, calendar=CALENDAR)


def test_a_day_ends_where_the_next_one_begins() -> None:
    assert end_of(THURSDAY.date()) == END_OF_THURSDAY
    assert local_date(END_OF_THURSDAY) == FRIDAY.date()


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 11, 2, 10))  # noqa: DTZ001
