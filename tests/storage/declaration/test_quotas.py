"""Quotas on PostgreSQL: twenty reviewers at the same instant never take more than there is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from chassis.db.pool import Pool
from chassis.units import Units
from services.declaration.domain.errors import QuotaExhausted
from services.declaration.storage.list_declarations import Wanted, list_declarations
from services.declaration.storage.read_lists import Listed, lists_of_city, read_list
from services.declaration.storage.read_quotas import quotas_of_call
from services.declaration.storage.unit import DeclarationUnit
from tests.builders_declaration import OFFICER, approval
from tests.builders_platforms import LEAGUE, LEAGUE_REVIEWER, MOST_PLATFORMS, MOST_SUBSECTORS, SUBSECTORS, a_platform
from tests.storage.declaration.platforms import RealPlatformDesk

TWENTY = 20


@pytest.fixture
def desk(url: str) -> RealPlatformDesk:
    """Twenty connections, so that nobody waits for one instead of a place."""
    pool = Pool(url.format(role="declaration"), size=TWENTY)
    return RealPlatformDesk(Units(pool, DeclarationUnit))


def at_the_same_instant(desk: RealPlatformDesk, declaration_ids: list[str]) -> list[str]:
    """Every reviewer approves one; gives what each was told."""
    barrier = Barrier(len(declaration_ids))

    def approve(declaration_id: str) -> str:
        barrier.wait()
        try:
            desk.review(declaration_id, approval(), LEAGUE_REVIEWER)
        except QuotaExhausted as refused:
            return ",".join(problem.inputs["quota"] for problem in refused.problems)
        return "passed"

    with ThreadPoolExecutor(len(declaration_ids)) as threads:
        return list(threads.map(approve, declaration_ids))


def test_of_twenty_platforms_of_one_sub_industry_three_pass(desk: RealPlatformDesk) -> None:
    ids = [desk.a_passed_by_county(a_platform(number), "pumps") for number in range(TWENTY)]

    told = at_the_same_instant(desk, ids)

    assert told.count("passed") == MOST_PLATFORMS
    assert set(told) == {"passed", "platforms_per_subsector"}
    passed = list_declarations(desk.reading, OFFICER, Wanted(), limit=50, after=None)["items"]
    assert sum(each["step"] == "region_review" for each in passed) == MOST_PLATFORMS


def test_of_twenty_platforms_in_all_sub_industries_never_more_than_five_of_these(desk: RealPlatformDesk) -> None:
    subsectors = [SUBSECTORS[number % len(SUBSECTORS)] for number in range(TWENTY)]
    ids = [desk.a_passed_by_county(a_platform(number), each) for number, each in enumerate(subsectors)]

    told = at_the_same_instant(desk, ids)

    passed = {each for each, answer in zip(subsectors, told, strict=True) if answer == "passed"}
    assert len(passed) == MOST_SUBSECTORS
    assert all(
        [each for each, answer in zip(subsectors, told, strict=True) if answer == "passed"].count(subsector)
        <= MOST_PLATFORMS
        for subsector in passed
    )


def test_what_is_taken_is_shown_by_league_with_what_it_is(desk: RealPlatformDesk) -> None:
    for number, subsector in enumerate(("pumps", "pumps", "meters")):
        desk.review(desk.a_passed_by_county(a_platform(number), subsector), approval(), LEAGUE_REVIEWER)

    [kinds, platforms] = quotas_of_call(desk.reading, desk.packs, desk.clock, desk.call_id)["items"]

    assert kinds["accounts"] == [
        {
            "scope": [LEAGUE],
            "taken": 2,
            "taken_by": [{"item": "meters", "title": "meters"}, {"item": "pumps", "title": "pumps"}],
            "holders": 3,
        }
    ]
    assert [(each["scope"], each["taken"]) for each in platforms["accounts"]] == [
        ([LEAGUE, "meters"], 1),
        ([LEAGUE, "pumps"], 2),
    ]
    assert (kinds["at_most"], kinds["article"]) == (MOST_SUBSECTORS, "指南 五、（二）")


def test_a_recognised_platform_stands_on_its_own_list_by_division_from_above_too(desk: RealPlatformDesk) -> None:
    declaration_id = desk.an_approved_platform()
    desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    stored = desk.act(OFFICER, lambda uow: uow.notices.get(UUID(notice["id"])))
    desk.clock.advance(stored.notice.closes_at - desk.clock.now())
    desk.close_notices()

    def listed(list_key: str = "platforms", **wanted: str) -> list[str]:
        page = read_list(desk.reading, list_key, Listed(**wanted), limit=5, after=None)
        return [each["declaration_id"] for each in page["items"]]

    assert listed() == listed(division=LEAGUE) == listed(division="210202") == [declaration_id]
    assert listed(division="219200") == listed("pilots") == listed(scale="above_scale") == []
    assert [each["list"] for each in lists_of_city(desk.reading, desk.packs)["items"]] == ["platforms"]
