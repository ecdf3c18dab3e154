"""The tree of divisions in the database: whose desk a case lies on, and who sees it, level by level (NM2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.units import Units
from contracts.actor import Actor
from contracts.events.registry import DivisionChanged
from services.declaration.storage.list_declarations import Wanted, list_declarations, list_waiting
from services.declaration.storage.read_changes import changes_since
from services.declaration.storage.unit import DeclarationUnit
from tests.builders_declaration import DISTRICT, XIGANG_DISTRICT, a_pack, approval, somebody, with_three_levels
from tests.storage.declaration.conftest import RealDesk, heard
from tests.storage.declaration.test_reading import ids_of, publish_everything, several, walked

LEAGUE, OTHER_LEAGUE, THIRD_COUNTY = "219100", "219200", "210204"
TREE = (
    ("210000", "region", None),
    (LEAGUE, "league", "210000"),
    (OTHER_LEAGUE, "league", "210000"),
    ("210202", "county", LEAGUE),
    (THIRD_COUNTY, "county", LEAGUE),
    (XIGANG_DISTRICT, "county", OTHER_LEAGUE),
)
LEAGUE_REVIEWER = somebody("district_reviewer", name="league", division=LEAGUE)
OTHER_LEAGUE_REVIEWER = somebody("district_reviewer", name="other league", division=OTHER_LEAGUE)


@pytest.fixture
def desk(units: Units[DeclarationUnit]) -> RealDesk:
    """A pack of three levels, and three counties in two leagues."""
    desk = RealDesk(units, pack=a_pack(with_three_levels))
    for code, level, parent in TREE:
        division = DivisionChanged(**heard(), code=code, name=code, level=level, parent=parent)
        desk.hear(division, "keep_division")
    return desk


def listed(desk: RealDesk, actor: Actor, limit: int = 50, **wanted: Any) -> list[str]:
    return ids_of(
        walked(lambda after: list_declarations(desk.reading, actor, Wanted(**wanted), limit=limit, after=after))
    )


def test_a_league_sees_the_cases_of_its_counties_newest_first_page_by_page(desk: RealDesk) -> None:
    [oldest] = several(desk, 1)
    desk.clock.advance(timedelta(minutes=1))
    [newest], [foreign] = several(desk, 1, THIRD_COUNTY), several(desk, 1, XIGANG_DISTRICT)

    assert listed(desk, LEAGUE_REVIEWER, limit=1) == [newest, oldest]
    assert set(listed(desk, LEAGUE_REVIEWER, text="企业", state="in_review")) == {newest, oldest}
    assert listed(desk, OTHER_LEAGUE_REVIEWER) == [foreign]
    assert listed(desk, DISTRICT) == [oldest]


def test_a_case_waits_on_the_desk_of_its_league_once_the_county_has_passed_it(desk: RealDesk) -> None:
    [declaration_id] = several(desk, 1)
    assert ids_of(list_waiting(desk.reading, LEAGUE_REVIEWER, limit=50, after=None)["items"]) == []

    desk.review(declaration_id, approval(), DISTRICT)

    assert ids_of(list_waiting(desk.reading, LEAGUE_REVIEWER, limit=50, after=None)["items"]) == [declaration_id]
    assert ids_of(list_waiting(desk.reading, DISTRICT, limit=50, after=None)["items"]) == []
    assert [place.code for place in desk.stored(declaration_id).division_path] == ["210202", LEAGUE]


def test_what_changed_below_a_league_is_told_to_it(desk: RealDesk, url: str) -> None:
    [declaration_id] = several(desk, 1)
    publish_everything(url)

    told = changes_since(desk.reading, LEAGUE_REVIEWER, after=0, limit=50)["items"]
    elsewhere = changes_since(desk.reading, OTHER_LEAGUE_REVIEWER, after=0, limit=50)["items"]

    assert [each["aggregate_id"] for each in told] == [declaration_id]
    assert elsewhere == []
