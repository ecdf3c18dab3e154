"""What counts, since when, and how a change of it is written into the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from policy.targets import MEASURES, REPORTED
from services.oversight.domain.counting import COUNTED, Tally, changed, entries_between, tallies_of
from tests.builders_oversight import NOON, delisted, level_confirmed, listed, paid, submitted


def booked(news: Iterable[Tally]) -> tuple[Tally | None, list[Tally]]:
    """The tally of one thing after these news, and the entries that they left."""
    tally: Tally | None = None
    entries: list[Tally] = []
    for told in news:
        now = changed(tally, told)
        if now is None:
            continue
        if now.counts_otherwise_than(tally):
            entries += entries_between(tally, now)
        tally = now
    return tally, entries


def test_every_measure_that_is_not_reported_is_counted_from_some_event() -> None:
    assert set(MEASURES) - {REPORTED} == COUNTED


def test_an_event_that_no_measure_knows_counts_nothing() -> None:
    assert list(tallies_of(submitted())) == []


def test_a_place_counts_while_it_is_listed_and_every_change_stays_in_the_book() -> None:
    (place,), (gone,) = list(tallies_of(listed())), list(tallies_of(delisted()))

    tally, entries = booked([place, gone])

    assert tally is not None
    assert tally.amount == 0
    assert [entry.amount for entry in entries] == [1, -1]


def test_what_was_outrun_changes_nothing() -> None:
    (place,), (gone,) = list(tallies_of(listed())), list(tallies_of(delisted()))

    tally, entries = booked([gone, place])

    assert tally is not None
    assert (tally.amount, entries) == (0, [])


def test_whoever_reaches_level_three_reached_two_as_well_and_keeps_its_day() -> None:
    first = {tally.level: tally for tally in tallies_of(level_confirmed(2))}
    later = NOON + timedelta(days=100)
    second = {tally.level: tally for tally in tallies_of(level_confirmed(3, 2, at=later))}

    days = {level: booked([first[level], second[level]]) for level in first}

    assert [(level, tally.on) for level, (tally, _) in days.items() if tally and tally.amount] == [
        *((level, NOON.date()) for level in (0, 1, 2)),
        (3, later.date()),
    ]
    assert [len(entries) for _, entries in days.values()] == [1, 1, 1, 1, 0]


def test_money_counts_in_fen_on_the_day_that_it_was_paid() -> None:
    (tally,) = tallies_of(paid(12_345))

    assert (tally.amount, tally.on) == (Decimal(12_345), NOON.date())


@given(amounts=st.lists(st.integers(0, 3), max_size=8), order=st.randoms())
def test_the_book_adds_up_to_the_newest_news_in_whichever_order_they_come(
    amounts: list[int], order: st.DataObject
) -> None:
    (one,) = tallies_of(listed())
    news = [replace(one, amount=Decimal(amount), sequence=number) for number, amount in enumerate(amounts)]
    shuffled = list(news)
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    _, entries = booked(shuffled)

    assert sum(entry.amount for entry in entries) == (amounts[-1] if amounts else 0)
