"""Districts recommend accepted projects by formal documents (DL10)."""

from __future__ import annotations

import pytest

from casework.divisions import Place
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed, NotFound
from policy.pack import Pack
from services.funding.domain.bulk import sort_out
from services.funding.domain.refusals import DocumentUsed, NoneDone
from services.funding.domain.states import TrancheState
from tests import builders_funding as build
from tests.builders_funding import DISTRICT, OFFICER, OTHER_DISTRICT, PDF
from tests.desk_funding import Desk

LEAGUE = build.an_actor("league", "district_reviewer", division="219100")


def a_pack_with_leagues() -> Pack:
    """The recommendation is the league's."""
    steps = [dict(step) for step in build.dalian().compiled["routes"]["payment"]["steps"]]
    steps[0]["division_level"] = "league"
    return build.with_changes(build.dalian(), {"routes.payment.steps": steps})


def test_only_the_own_division_recommends() -> None:
    desk = Desk()
    tranche_id = desk.accepted()

    with pytest.raises(NotFound):
        desk.recommend(tranche_id, by=OTHER_DISTRICT)
    with pytest.raises(NotAllowed):
        desk.recommend(tranche_id, by=OFFICER)


def test_where_the_step_is_the_leagues_the_league_above_the_applicant_recommends_and_not_the_county() -> None:
    desk = Desk(a_pack_with_leagues())
    desk.uow.facts.paths["210211"] = (Place(code="210211", level="county"), Place(code="219100", level="league"))
    tranche_id = desk.accepted()

    with pytest.raises(NotFound):
        desk.recommend(tranche_id, by=DISTRICT)
    shown = desk.recommend(tranche_id, by=LEAGUE)

    assert shown["division"] == "219100"


def test_a_recommendation_needs_its_document() -> None:
    desk = Desk()
    tranche_id = desk.accepted()

    with pytest.raises(Invalid) as refused:
        desk.recommend(tranche_id, file=None)

    assert [problem.code for problem in refused.value.problems] == ["attachment_missing"]


def test_a_recommendation_has_a_result_for_each_item() -> None:
    desk = Desk()
    tranche_id, other = desk.accepted(), build.an_id("nothing")

    recommendation = desk.recommend(tranche_id, other)

    assert recommendation["tranche_ids"] == (tranche_id,)
    assert [(item["id"], item["code"]) for item in recommendation["refused"]] == [(str(other), "not_found")]
    assert desk.tranche(tranche_id).state is TrancheState.RECOMMENDED


def test_the_same_document_is_not_entered_twice() -> None:
    desk = Desk()
    desk.recommend(desk.accepted(build.an_applicant("甲")), number="甘工信2025-9")

    with pytest.raises(DocumentUsed):
        desk.recommend(desk.accepted(build.an_applicant("乙")), number="甘工信2025-9")


def test_with_nothing_done_a_shared_reason_rises_and_different_ones_are_listed() -> None:
    def refuse(name: str) -> None:
        raise (NotFound() if name == "absent" else ActionNotAllowed(state="paid", action="recommend"))

    with pytest.raises(NotFound):
        sort_out([build.an_id("a"), build.an_id("b")], lambda each: refuse("absent"))
    with pytest.raises(NoneDone) as refused:
        sort_out(
            [build.an_id("a"), build.an_id("b")], lambda each: refuse("absent" if each == build.an_id("a") else "")
        )

    assert [problem.code for problem in refused.value.problems] == ["not_found", "action_not_allowed"]


def test_the_document_of_a_district_is_a_pdf() -> None:
    desk = Desk()
    picture = type(PDF)(sha256="c" * 64, size=10, media_type="image/png", name="x.png")

    with pytest.raises(Invalid) as refused:
        desk.recommend(desk.accepted(), file=picture, by=DISTRICT)

    assert refused.value.problems[0].code == "media_type_not_allowed"
