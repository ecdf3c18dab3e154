"""What was heard stays as it was told, under positions that nobody can miss."""

from __future__ import annotations

import threading

import psycopg2
import pytest
from sqlalchemy import select

from chassis.units import Units
from contracts.actor import Actor
from contracts.events.base import Event
from services.oversight.storage.tables import happenings, known_cases
from services.oversight.storage.unit import OversightUnit
from services.oversight.use_cases.record_happening import record_happening
from tests.builders_oversight import CITY, NOON, delisted, listed, submitted

_POSITIONS = select(happenings.c.position, happenings.c.name).order_by(happenings.c.position)


def hear(units: Units[OversightUnit], *events: Event) -> None:
    for event in events:
        with units.open(Actor.system(CITY), request_id="test", now=NOON) as unit:
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
