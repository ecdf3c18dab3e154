"""Records for the national platform: one for each happening of a case, and what was told stays as it was told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import psycopg2
import pytest
from sqlalchemy import select

from chassis.units import Units
from contracts.actor import Actor
from contracts.events.declaration import PackReleased
from contracts.national_feed import Place, followed
from contracts.refusal import Invalid
from services.oversight.domain.happening import Happening
from services.oversight.storage.read_national import page_of_feed, records_between
from services.oversight.storage.tables import national_records
from services.oversight.storage.unit import OversightUnit
from tests.builders_oversight import (
    CITY,
    NOON,
    a_contract,
    a_level,
    a_self_assessment,
    delisted,
    listed,
    paid,
    submitted,
    told,
)
from tests.storage.oversight.test_happenings import hear

DAY = timedelta(days=1)


def feed(units: Units[OversightUnit], *, after: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = page_of_feed(units.reading(CITY), after=after, limit=limit)["items"]
    return items


def test_each_happening_of_a_case_is_one_record_and_however_it_is_paged_the_chain_holds(
    units: Units[OversightUnit],
) -> None:
    released = PackReleased(**told(case_id=None), pack="dalian/sme-digital-2024@1", sha256="a" * 64)
    hear(units, submitted(), released, listed(), listed(), a_contract(), paid())

    whole = feed(units)
    by_two = [each for after in (0, 2, 4) for each in feed(units, after=after, limit=2)]

    assert [each["event"] for each in whole] == [
        "declaration_submitted",
        "pilot_listed",
        "contract_filed",
        "tranche_paid",
    ]
    assert by_two == whole
    assert followed(Place(), whole).number == 4


def test_a_page_says_where_to_go_on_now_and_later(units: Units[OversightUnit]) -> None:
    hear(units, submitted(), listed())
    first = page_of_feed(units.reading(CITY), after=0, limit=1)
    last = page_of_feed(units.reading(CITY), after=1, limit=1)
    empty = page_of_feed(units.reading(CITY), after=2, limit=1)

    assert [(page["next"], page["has_more"]) for page in (first, last, empty)] == [(1, True), (2, False), (2, False)]


def test_what_was_told_stays_whatever_is_heard_later(units: Units[OversightUnit]) -> None:
    hear(units, paid(), submitted())
    before = feed(units)

    hear(units, delisted(division="210203", at=NOON + DAY), a_level(level=3))

    assert feed(units)[:2] == before
    assert before[0]["division"] is None
    assert feed(units)[3]["division"] == "210203"


def test_levels_are_carried_on_within_a_case(units: Units[OversightUnit]) -> None:
    hear(units, a_self_assessment(level=1), submitted(), a_level(level=3), paid())

    assert [(each["level_before"], each["level_after"]) for each in feed(units)] == [
        (1, None),
        (1, None),
        (1, 3),
        (1, 3),
    ]


def test_happenings_from_before_there_were_records_get_theirs_in_order_with_the_next_one(
    units: Units[OversightUnit],
) -> None:
    with units.open(Actor.system(CITY), request_id="test", now=NOON) as unit:
        for event in (a_self_assessment(level=1), submitted(), listed()):
            unit.happenings.add(Happening.of(event))
        units.commit(unit)

    hear(units, a_level(level=2))

    told_of = [(each["event"], each["level_before"], each["level_after"]) for each in feed(units)]
    assert told_of == [
        ("self_assessment_completed", 1, None),
        ("declaration_submitted", 1, None),
        ("pilot_listed", 1, None),
        ("level_confirmed", 1, 2),
    ]


def test_a_record_is_never_changed(units: Units[OversightUnit]) -> None:
    hear(units, submitted())

    with units.open(Actor.system(CITY), request_id="test", now=NOON) as unit:
        unit.transaction.write(national_records.update().values(line="{}"))
        with pytest.raises(psycopg2.Error):
            units.commit(unit)


def test_the_stored_line_is_what_the_digest_of_the_next_record_names(units: Units[OversightUnit]) -> None:
    hear(units, submitted(), listed())

    first, second = units.reading(CITY).read(select(national_records).order_by(national_records.c.number))

    assert orjson.loads(second.line)["previous"] == first.digest


def test_a_period_holds_what_happened_in_it_and_says_up_to_which_record(units: Units[OversightUnit]) -> None:
    hear(units, submitted(), listed(at=NOON + DAY), paid(at=NOON + 2 * DAY))

    records, up_to = records_between(units.reading(CITY), NOON + DAY, NOON + 2 * DAY)
    none, _ = records_between(units.reading(CITY), NOON - DAY, NOON)

    assert ([each["number"] for each in records], up_to, none) == ([2], 3, [])


def test_a_city_reads_its_own_records_alone(units: Units[OversightUnit]) -> None:
    hear(units, submitted())

    assert page_of_feed(units.reading("elsewhere"), after=0, limit=10)["items"] == []


def test_a_page_has_between_one_and_two_hundred_records(units: Units[OversightUnit]) -> None:
    with pytest.raises(Invalid):
        feed(units, limit=201)
