"""What was heard stays as it was told, under positions that nobody can miss."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import psycopg2
import pytest
from sqlalchemy import func, select

from chassis.units import Units
from contracts.actor import Actor
from contracts.events.base import Event
from services.oversight.storage.tables import entries, happenings, known_cases
from services.oversight.storage.unit import OversightUnit
from services.oversight.use_cases.record_happening import record_happening
from tests.builders_oversight import CITY, NOON, delisted, level_confirmed, listed, paid, submitted

_POSITIONS = select(happenings.c.position, happenings.c.name).order_by(happenings.c.position)

_BY = (entries.c.measure, entries.c.level, entries.c.division, entries.c.scale)
_SUMS = (
    select(*_BY, func.sum(entries.c.amount).label("amount"))
    .group_by(*_BY)
    .having(func.sum(entries.c.amount) != 0)
    .order_by(*_BY)
)


def hear(units: Units[OversightUnit], *events: Event, city: str = CITY) -> None:
    for event in events:
        with units.open(Actor.system(city), request_id="test", now=NOON) as unit:
            record_happening(unit, event)
            units.commit(unit)


def positions(units: Units[OversightUnit], city: str = CITY) -> list[tuple[int, str]]:
    return [(row.position, row.name) for row in units.reading(city).read(_POSITIONS)]


def test_an_event_that_is_told_twice_is_kept_once_and_leaves_no_gap(units: Units[OversightUnit]) -> None:
    hear(units, submitted(), submitted(), listed(), submitted())

    assert positions(units) == [(1, "declaration_submitted"), (2, "pilot_listed")]
    assert positions(units, "elsewhere") == []


def test_a_position_is_given_only_after_the_one_before_was_committed(units: Units[OversightUnit]) -> None:
    later = threading.Thread(target=hear, args=(units, listed()))
    with units.open(Actor.system(CITY), request_id="test", now=NOON) as unit:
        record_happening(unit, submitted())
        unit.transaction.read(_POSITIONS)
        later.start()
        later.join(0.2)
        assert later.is_alive()
        assert positions(units) == []
        units.commit(unit)
    later.join()

    assert positions(units) == [(1, "declaration_submitted"), (2, "pilot_listed")]


def test_a_rollback_gives_its_position_back(units: Units[OversightUnit]) -> None:
    with units.open(Actor.system(CITY), request_id="test", now=NOON) as unit:
        record_happening(unit, submitted())
        unit.transaction.read(_POSITIONS)

    hear(units, listed())

    assert positions(units) == [(1, "pilot_listed")]


def test_what_was_kept_is_never_changed(units: Units[OversightUnit]) -> None:
    hear(units, submitted())

    with units.open(Actor.system(CITY), request_id="test", now=NOON) as unit:
        unit.transaction.write(happenings.update().values(name="another"))
        with pytest.raises(psycopg2.Error):
            units.commit(unit)


def test_a_case_is_as_the_newest_news_say_in_whichever_order_they_come(units: Units[OversightUnit]) -> None:
    moved = delisted(division="210203", at=NOON.replace(hour=20))

    hear(units, moved, submitted())

    assert [row.division for row in units.reading(CITY).read(select(known_cases))] == ["210203"]


def test_figures_are_the_same_in_whichever_order_the_news_come(units: Units[OversightUnit]) -> None:
    moved = listed(sequence=4, division="210203", scale="above_scale", at=NOON + timedelta(hours=2))
    left = listed(sequence=3, scale="above_scale", at=NOON + timedelta(hours=1))
    told = (
        submitted(),
        left,
        moved,
        level_confirmed(2, at=NOON + timedelta(hours=3)),
        paid(at=NOON + timedelta(hours=4)),
    )

    found = [counted(units, f"city-{number}", order) for number, order in enumerate(permutations(told))]

    assert {(each[:4], each[4]) for each in found[0]} >= {(("pilots_listed", 0, "210203", "above_scale"), 1)}
    assert all(each == found[0] for each in found)


def counted(units: Units[OversightUnit], city: str, order: Iterable[Event]) -> list[tuple[Any, ...]]:
    """What the book of a city adds up to, once it heard these."""
    hear(units, *(replace(event, city=city) for event in order), city=city)
    rows = units.reading(city).read(_SUMS)
    return [(row.measure, row.level, row.division, row.scale, int(row.amount)) for row in rows]
