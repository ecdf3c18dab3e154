"""A league on PostgreSQL: it recommends and sees what lies below it, and nothing of another league."""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest

from contracts.events.registry import DivisionChanged
from contracts.refusal import NotFound
from services.funding.storage import read_awards, read_feeds
from tests import builders_funding as build
from tests.builders_funding import DISTRICT
from tests.storage.funding.conftest import RealDesk
from tests.unit.funding.test_recommending import LEAGUE, a_pack_with_leagues

OTHER_LEAGUE = build.an_actor("other league", "district_reviewer", division="219200")
TREE = (
    ("219100", "league", "210000"),
    ("219200", "league", "210000"),
    ("210211", "county", "219100"),
    ("210202", "county", "219200"),
)
ANY: dict[str, Any] = {"state": None, "credit_code": None, "plan_id": None, "limit": 50, "after": None}


@pytest.fixture
def league_desk(units: Any) -> RealDesk:
    """A region of two leagues with a county each."""
    desk = RealDesk(units, pack=a_pack_with_leagues())
    for code, level, parent in TREE:
        told = DivisionChanged(**build.heard(build.an_id(code)), code=code, name=code, level=level, parent=parent)
        desk.keep(lambda uow, told=told: uow.facts.keep_division(told))
    return desk


def listed(desk: RealDesk, actor: Any, division: str | None = None) -> list[Any]:
    """The ids of the tranches that somebody lists."""
    return [each["id"] for each in read_awards.list_tranches(desk.reading, actor, division=division, **ANY)["items"]]


def test_a_league_recommends_and_sees_what_lies_below_it(league_desk: RealDesk) -> None:
    tranche_id = league_desk.accepted()
    with pytest.raises(NotFound):
        league_desk.recommend(tranche_id, by=DISTRICT)
    league_desk.recommend(tranche_id, by=LEAGUE)

    assert listed(league_desk, LEAGUE) == listed(league_desk, LEAGUE, "210211") == listed(league_desk, DISTRICT)
    assert listed(league_desk, LEAGUE) == [tranche_id]
    assert read_awards.get_tranche(league_desk.reading, LEAGUE, tranche_id)["id"] == tranche_id


def test_another_league_sees_nothing_of_it_whatever_it_asks_for(league_desk: RealDesk) -> None:
    tranche_id = league_desk.accepted()

    assert listed(league_desk, OTHER_LEAGUE) == listed(league_desk, OTHER_LEAGUE, "210211") == []
    with pytest.raises(NotFound):
        read_awards.get_tranche(league_desk.reading, OTHER_LEAGUE, tranche_id)


def test_the_feed_of_a_league_tells_of_its_counties_and_of_no_others(league_desk: RealDesk, url: str) -> None:
    league_desk.accepted()
    with psycopg2.connect(url.format(role="funding_relay")) as connection, connection.cursor() as cursor:
        cursor.execute("select set_config('app.city', %s, true)", (build.CITY,))
        cursor.execute("update outbox set position = seq, published_at = now()")

    def told(actor: Any) -> list[Any]:
        feed = read_feeds.changes_since(league_desk.reading, actor, after=0, limit=50)
        return [each["name"] for each in feed["items"]]

    assert told(LEAGUE) == told(DISTRICT) == ["award_computed"]
    assert told(OTHER_LEAGUE) == []
