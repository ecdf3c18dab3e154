"""Scarce places (名额): taken by the league's step, given back by a rejection, and refused with what is taken (NM2)."""

from __future__ import annotations

import pytest

from services.declaration.domain.errors import QuotaExhausted
from tests.builders_declaration import OFFICER, XIGANG_DISTRICT, a_rejection, a_return, approval, somebody
from tests.builders_platforms import (
    LEAGUE_REVIEWER,
    MOST_PLATFORMS,
    MOST_SUBSECTORS,
    OTHER_LEAGUE,
    SUBSECTORS,
    a_platform,
    people_of,
)
from tests.desk_platforms import PlatformDesk

OTHER_LEAGUE_REVIEWER = somebody("district_reviewer", name="other league", division=OTHER_LEAGUE)


@pytest.fixture
def desk() -> PlatformDesk:
    return PlatformDesk()


def passed(desk: PlatformDesk, number: int, subsector: str) -> str:
    """Recommended by the league. Gives its id."""
    declaration_id = desk.a_passed_by_county(a_platform(number), subsector)
    desk.review(declaration_id, approval(), LEAGUE_REVIEWER)
    return declaration_id


def test_the_sixth_sub_industry_of_a_league_is_refused_with_the_five_that_are_taken(desk: PlatformDesk) -> None:
    for number, subsector in enumerate(SUBSECTORS[:MOST_SUBSECTORS], start=1):
        passed(desk, number, subsector)
    declaration_id = desk.a_passed_by_county(a_platform(9), SUBSECTORS[MOST_SUBSECTORS])

    with pytest.raises(QuotaExhausted) as refused:
        desk.review(declaration_id, approval(), LEAGUE_REVIEWER)

    [problem] = refused.value.problems
    assert problem.article == "指南 五、（二）"
    assert problem.inputs["taken_by"] == sorted(SUBSECTORS[:MOST_SUBSECTORS])
    assert (problem.inputs["quota"], problem.inputs["at_most"]) == ("subsectors_per_league", MOST_SUBSECTORS)


def test_the_fourth_platform_of_a_sub_industry_is_refused_and_that_of_another_league_is_not(desk: PlatformDesk) -> None:
    for number in range(MOST_PLATFORMS):
        passed(desk, number, "pumps")
    fourth = desk.a_passed_by_county(a_platform(8), "pumps")
    elsewhere = desk.a_passed_by_county(a_platform(9, division=XIGANG_DISTRICT), "pumps")

    with pytest.raises(QuotaExhausted) as refused:
        desk.review(fourth, approval(), LEAGUE_REVIEWER)
    desk.review(elsewhere, approval(), OTHER_LEAGUE_REVIEWER)

    assert [problem.inputs["quota"] for problem in refused.value.problems] == ["platforms_per_subsector"]
    assert refused.value.problems[0].inputs["taken"] == MOST_PLATFORMS


def test_a_refused_place_changes_nothing(desk: PlatformDesk) -> None:
    for number in range(MOST_PLATFORMS):
        passed(desk, number, "pumps")
    fourth = desk.a_passed_by_county(a_platform(8), "pumps")
    before = dict(desk.uow.quotas.rows)

    with pytest.raises(QuotaExhausted):
        desk.review(fourth, approval(), LEAGUE_REVIEWER)

    assert {key: account.holders for key, account in desk.uow.quotas.rows.items()} == {
        key: account.holders for key, account in before.items()
    }
    assert desk.seen(fourth, LEAGUE_REVIEWER)["step"]["name"] == "league_review"


@pytest.mark.parametrize("ending", ["rejected", "voided", "withdrawn"])
def test_a_case_that_ends_gives_its_place_back(desk: PlatformDesk, ending: str) -> None:
    first, *_ = [passed(desk, number, "pumps") for number in range(MOST_PLATFORMS)]
    fourth = desk.a_passed_by_county(a_platform(8), "pumps")
    if ending == "rejected":
        desk.review(first, a_rejection(), OFFICER)
    elif ending == "voided":
        desk.void(first)
    else:
        desk.withdraw(first, people_of(a_platform(0)))

    desk.review(fourth, approval(), LEAGUE_REVIEWER)

    assert desk.seen(fourth, OFFICER)["step"]["name"] == "region_review"


def test_a_case_that_the_region_returns_keeps_its_place_and_may_change_it_for_another(desk: PlatformDesk) -> None:
    first, *_ = [passed(desk, number, "pumps") for number in range(MOST_PLATFORMS)]
    people = people_of(a_platform(0))
    desk.review(first, a_return("platform.subsector"), OFFICER)
    fourth = desk.a_passed_by_county(a_platform(8), "pumps")
    with pytest.raises(QuotaExhausted):
        desk.review(fourth, approval(), LEAGUE_REVIEWER)

    desk.correct(first, people, "meters")
    desk.review(first, approval(), LEAGUE_REVIEWER)
    desk.review(fourth, approval(), LEAGUE_REVIEWER)

    held = {key.scope: len(account.holders) for (_, _, key), account in desk.uow.quotas.rows.items()}
    assert held == {("219100",): 4, ("219100", "pumps"): 3, ("219100", "meters"): 1}
