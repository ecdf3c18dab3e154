"""County, league, region (NM2): each step is taken by the division of its level above the applicant's."""

from __future__ import annotations

import pytest

from casework.divisions import Place
from contracts.actor import Actor
from contracts.events.declaration import DeclarationSubmitted
from contracts.refusal import NotFound
from services.declaration.domain.shown_declaration import shown_declaration
from services.declaration.use_cases.follow_division import follow_division
from tests.builders_declaration import (
    DISTRICT,
    OFFICER,
    OTHER_DISTRICT,
    XIGANG_DISTRICT,
    ZHONGSHAN_DISTRICT,
    a_pack,
    an_organisation,
    approval,
    somebody,
    with_three_levels,
)
from tests.desk_declaration import Desk

LEAGUE, OTHER_LEAGUE = "219100", "219200"
LEAGUE_REVIEWER = somebody("district_reviewer", name="league", division=LEAGUE)
OTHER_LEAGUE_REVIEWER = somebody("district_reviewer", name="other league", division=OTHER_LEAGUE)


@pytest.fixture
def desk() -> Desk:
    """A pack of three levels, and two counties in two leagues."""
    desk = Desk(a_pack(with_three_levels))
    desk.uow.facts.paths = {
        ZHONGSHAN_DISTRICT: (Place(code=ZHONGSHAN_DISTRICT, level="county"), Place(code=LEAGUE, level="league")),
        XIGANG_DISTRICT: (Place(code=XIGANG_DISTRICT, level="county"), Place(code=OTHER_LEAGUE, level="league")),
    }
    return desk


def test_the_county_then_its_league_then_the_region_take_their_steps(desk: Desk) -> None:
    declaration_id = desk.a_submitted()

    assert desk.seen(declaration_id, OFFICER)["next"]["division"] == ZHONGSHAN_DISTRICT
    desk.review(declaration_id, approval(), DISTRICT)
    assert desk.seen(declaration_id, OFFICER)["next"]["division"] == LEAGUE
    desk.review(declaration_id, approval(), LEAGUE_REVIEWER)
    assert desk.seen(declaration_id, OFFICER)["next"]["division"] is None
    desk.review(declaration_id, approval(), OFFICER)

    assert desk.seen(declaration_id, OFFICER)["state"] == "approved"


def test_a_league_takes_no_step_of_a_county_and_a_county_none_of_its_league(desk: Desk) -> None:
    declaration_id = desk.a_submitted()

    with pytest.raises(NotFound):
        desk.review(declaration_id, approval(), LEAGUE_REVIEWER)
    desk.review(declaration_id, approval(), DISTRICT)

    with pytest.raises(NotFound):
        desk.review(declaration_id, approval(), DISTRICT)


@pytest.mark.parametrize("stranger", [OTHER_DISTRICT, OTHER_LEAGUE_REVIEWER])
def test_what_lies_below_another_league_looks_absent(desk: Desk, stranger: Actor) -> None:
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval(), DISTRICT)

    with pytest.raises(NotFound):
        desk.review(declaration_id, approval(), stranger)


def test_a_league_sees_what_its_counties_have_and_may_not_act_yet(desk: Desk) -> None:
    stored = desk.stored(desk.a_submitted())

    shown = shown_declaration(stored, desk.rules, LEAGUE_REVIEWER)

    assert shown["actions"] == []
    assert shown["next"]["division"] == ZHONGSHAN_DISTRICT


def test_everybody_is_told_whose_people_have_it_now(desk: Desk) -> None:
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval(), DISTRICT)
    desk.review(declaration_id, approval(), LEAGUE_REVIEWER)

    told = [event.acting_division for event in desk.uow.outbox.events if isinstance(event, DeclarationSubmitted)]

    assert told == [ZHONGSHAN_DISTRICT, LEAGUE, None]


def test_an_enterprise_that_moves_takes_its_case_below_the_other_league(desk: Desk) -> None:
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval(), DISTRICT)
    moved = an_organisation(division=XIGANG_DISTRICT)
    desk.uow.facts.keep(moved)

    follow_division(desk.uow, desk.clock, moved.id)

    assert desk.seen(declaration_id, OFFICER)["next"]["division"] == OTHER_LEAGUE
    desk.review(declaration_id, approval(), OTHER_LEAGUE_REVIEWER)


def test_a_tree_that_changes_later_moves_no_case_that_was_submitted_before(desk: Desk) -> None:
    declaration_id = desk.a_submitted()
    county = Place(code=ZHONGSHAN_DISTRICT, level="county")
    desk.uow.facts.paths[ZHONGSHAN_DISTRICT] = (county, Place(code=OTHER_LEAGUE, level="league"))

    desk.review(declaration_id, approval(), DISTRICT)

    assert desk.seen(declaration_id, OFFICER)["next"]["division"] == LEAGUE
