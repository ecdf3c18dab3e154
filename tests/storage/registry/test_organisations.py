"""Organisations, divisions and the calendar on a real PostgreSQL, and their lists."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from chassis.db.errors import Duplicate
from chassis.units import Units
from contracts.refusal import Invalid, NotFound
from services.registry.adapters.national_calendar import confirmed_years
from services.registry.domain.calendar import CalendarYear
from services.registry.domain.changes import ChangeKind, request_change
from services.registry.domain.divisions import Division, DivisionSpec, Level
from services.registry.domain.organisations import Kind, Profile, SizeClass
from services.registry.storage.queries import organisations as queries
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import NOON, XIGANG_DISTRICT, ZHONGSHAN_DISTRICT, a_code, an_organisation
from tests.storage.registry.conftest import Work


def test_an_organisation_comes_back_as_it_was_kept(work: Work, city: str) -> None:
    profile = Profile(
        registered_address="大连市中山区人民路 1 号",
        legal_representative="李四",
        staff=80,
        revenue_fen=3_000_000_000_00,
        data_year=2025,
        industry_code="C3451",
        declared_size_class=SizeClass.MEDIUM,
    )
    organisation = an_organisation(city=city)
    with work() as unit:
        unit.organisations.add(organisation)
    changed = organisation.with_profile(profile, SizeClass.SMALL)
    with work() as unit:
        unit.organisations.save(changed)

    with work() as unit:
        assert unit.organisations.get(organisation.id) == changed
        assert unit.organisations.by_credit_code(organisation.credit_code) == changed


def test_a_credit_code_is_registered_once_in_a_city(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    with work() as unit:
        unit.organisations.add(an_organisation(city=city))

    with pytest.raises(Duplicate) as duplicate, work() as unit:
        unit.organisations.add(an_organisation(city=city))

    assert units.kind.refusal_for(duplicate.value.constraint).code == "credit_code_registered"


def test_a_calendar_year_and_a_division_come_back_as_they_were_kept(work: Work, city: str) -> None:
    year = CalendarYear.first(city, 2026, is_confirmed=True, exceptions=confirmed_years()[2026])
    with work() as unit:
        unit.calendar.add(year)

    with work() as unit:
        assert unit.calendar.by_year(2026) == year
        assert unit.calendar.by_years([2025, 2026, 2027]) == {2026: year}
        assert unit.calendar.by_year(2027) is None
    assert year.exceptions[date(2026, 10, 10)] is True


def test_one_change_of_a_kind_can_wait_for_a_decision(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    organisation_id = uuid4()

    def ask(kind: ChangeKind) -> None:
        with work() as unit:
            unit.changes.add(
                request_change(
                    id=uuid4(),
                    city=city,
                    organisation_id=organisation_id,
                    subject_id=organisation_id,
                    kind=kind,
                    content={"name": "新名称"},
                    reason="更名",
                    at=NOON,
                )
            )

    ask(ChangeKind.NAME)
    ask(ChangeKind.DIVISION)
    with pytest.raises(Duplicate) as duplicate:
        ask(ChangeKind.NAME)

    assert units.kind.refusal_for(duplicate.value.constraint).code == "change_already_requested"


def test_organisations_are_listed_by_name_page_by_page(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    names = ["大连丙公司", "大连乙公司", "大连甲公司", "大连丁公司", "沈阳甲公司"]
    with work() as unit:
        for number, name in enumerate(names):
            division = XIGANG_DISTRICT if name == "大连丁公司" else ZHONGSHAN_DISTRICT
            unit.organisations.add(an_organisation(city=city, name=name, credit_code=a_code(number), division=division))
    reading = units.reading(city)

    def listed(**given: object) -> list[str]:
        asked = {"kind": None, "division": None, "name": None, "credit_code": None, "limit": 2, "after": None}
        found, after = [], None
        while True:
            page = queries.organisations(reading, **(asked | given | {"after": after}))  # type: ignore[arg-type]
            assert len(page["items"]) <= 2
            found += [item["name"] for item in page["items"]]
            after = page["next"]
            if after is None:
                return found

    assert listed() == sorted(names)
    assert listed(name="大连") == sorted(names)[:4]
    assert listed(division=XIGANG_DISTRICT) == ["大连丁公司"]
    assert listed(kind=Kind.PROVIDER) == []
    assert listed(credit_code=a_code(4)) == ["沈阳甲公司"]
    with pytest.raises(Invalid):
        queries.organisations(reading, kind=None, division=None, name=None, credit_code=None, limit=2, after="made-up")


def test_a_district_does_not_see_an_organisation_of_another(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    organisation = an_organisation(city=city)
    with work() as unit:
        unit.organisations.add(organisation)
        unit.organisations.keep_former_name(organisation, NOON)
    reading = units.reading(city)

    seen = queries.organisation_of(reading, organisation.id, served=ZHONGSHAN_DISTRICT)
    with pytest.raises(NotFound):
        queries.organisation_of(reading, organisation.id, served=XIGANG_DISTRICT)

    assert [name["name"] for name in seen["former_names"]] == [organisation.name]
    assert seen["exclusion_lists"] == []


def test_requested_changes_are_listed_with_who_asks(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    organisation = an_organisation(city=city)
    change = request_change(
        id=uuid4(),
        city=city,
        organisation_id=organisation.id,
        subject_id=organisation.id,
        kind=ChangeKind.DIVISION,
        content={"division": XIGANG_DISTRICT},
        reason="搬迁",
        at=NOON,
    )
    with work() as unit:
        unit.organisations.add(organisation)
        unit.changes.add(change)
    reading = units.reading(city)

    all_open = queries.change_requests(reading, organisation_id=None, state="requested", limit=10, after=None)
    others = queries.change_requests(reading, organisation_id=uuid4(), state=None, limit=10, after=None)

    (item,) = all_open["items"]
    assert (item["organisation_name"], item["content"]) == (organisation.name, {"division": XIGANG_DISTRICT})
    assert others["items"] == []


def test_a_league_sees_the_organisations_of_its_counties(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    league, organisation = "219100", an_organisation(city=city)
    tree = ((league, Level.LEAGUE, None), (ZHONGSHAN_DISTRICT, Level.COUNTY, league))
    with work() as unit:
        unit.organisations.add(organisation)
        for code, level, parent in tree:
            unit.divisions.add(Division.first(city, DivisionSpec(code=code, name=code, level=level, parent=parent)))
    reading = units.reading(city)
    asked = {"kind": None, "division": None, "name": None, "credit_code": None, "limit": 5, "after": None}

    assert queries.organisation_of(reading, organisation.id, served=league)["id"] == str(organisation.id)
    assert [each["id"] for each in queries.organisations(reading, **asked, served=league)["items"]] == [
        str(organisation.id)
    ]
    assert queries.organisations(reading, **asked, served="219200")["items"] == []
