"""Requests for a diagnosis or an evaluation: who is assigned, who may not be, and the loop below the level (ZS6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from casework.desks import ConflictOfInterest
from contracts.events.acceptance import AssessmentAssigned, AssessmentRequested
from contracts.refusal import ActionNotAllowed, NotFound
from services.acceptance.domain.assessment import AssessmentState
from services.acceptance.domain.assessment_request import Purpose, RequestState
from services.acceptance.domain.assessment_rules import Pooled
from services.acceptance.domain.errors import AssessmentNotOpen, NotRecognised, RequestUnderWay
from services.acceptance.domain.known import Seller
from tests.builders_acceptance import PROJECT, PROVIDER
from tests.builders_assessment import full_answers, levels_for, some_answers
from tests.builders_declaration import (
    ASSESSOR,
    ENTERPRISE,
    OTHER_ASSESSOR,
    STRANGER,
    a_code,
    a_pack,
    an_institution,
    an_organisation,
    somebody,
)
from tests.desk_acceptance import Desk
from tests.desk_assessment import LevelDesk

OTHER = an_institution("other institution", credit_code=a_code(901))
LOW = some_answers(scenarios=levels_for(0, 0, 0))


@pytest.fixture
def levels(desk: Desk) -> LevelDesk:
    return LevelDesk(desk)


def with_kinds(compiled: dict[str, Any]) -> None:
    """A pack whose comprehensive institutions evaluate and whose diagnostic ones only diagnose (ZS2, ZS6)."""
    basis = {"assumed": "测试"}
    compiled["providers"] = {
        "provider_kinds": [
            {"code": code, "title": code, "may": [{"act": act, **basis} for act in acts], **basis}
            for code, acts in (("general", ("diagnose", "evaluate")), ("diagnostic", ("diagnose",)))
        ]
    }


@pytest.mark.shows("ZS6")
def test_an_evaluation_that_reaches_the_level_settles_its_request(levels: LevelDesk) -> None:
    request_id = levels.assigned()

    levels.confirm(levels.reported(request_id))

    stored = levels.stored_request(request_id)
    assert (stored.state, stored.level, stored.round) == (RequestState.SETTLED, 2, 1)


@pytest.mark.shows("ZS6")
def test_below_the_level_the_enterprise_improves_and_asks_again_as_often_as_it_takes(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    levels.confirm(levels.reported(request_id, LOW))
    fallen = levels.stored_request(request_id)

    levels.ask_again(request_id)
    levels.assign(request_id)
    levels.confirm(levels.reported(request_id, full_answers()))

    stored = levels.stored_request(request_id)
    assert (fallen.state, fallen.level) == (RequestState.BELOW_LEVEL, 0)
    assert (stored.state, stored.level, stored.round) == (RequestState.SETTLED, 4, 2)
    told = [(event.NAME, event.round) for event in levels.desk.uow.outbox.events if hasattr(event, "round")]
    assert told == [
        (AssessmentRequested.NAME, 1),
        (AssessmentAssigned.NAME, 1),
        (AssessmentRequested.NAME, 2),
        (AssessmentAssigned.NAME, 2),
    ]


def test_a_diagnosis_settles_its_request_whatever_the_level(levels: LevelDesk) -> None:
    request_id = levels.assigned(Purpose.DIAGNOSIS)

    levels.confirm(levels.reported(request_id, LOW))

    assert levels.stored_request(request_id).state is RequestState.SETTLED


def test_a_dismissed_dispute_settles_the_request_too(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    assessment_id = levels.reported(request_id)
    levels.dispute(assessment_id)

    levels.decide(assessment_id, is_upheld=False)

    assert levels.stored_request(request_id).state is RequestState.SETTLED


def test_whoever_sold_to_the_enterprise_does_not_evaluate_it(levels: LevelDesk) -> None:
    levels.desk.uow.projects.sellers = [Seller(id=PROVIDER, credit_code=OTHER.credit_code)]
    request_id = levels.request()

    with pytest.raises(ConflictOfInterest) as refused:
        levels.assign(request_id, OTHER.id)

    assert refused.value.facts["reasons"] == ["sold_to_applicant"]


def test_whoever_diagnosed_the_enterprise_does_not_evaluate_it(levels: LevelDesk) -> None:
    levels.confirm(levels.reported(levels.assigned(Purpose.DIAGNOSIS)))
    request_id = levels.request()

    with pytest.raises(ConflictOfInterest) as refused:
        levels.assign(request_id)

    assert refused.value.facts["reasons"] == ["advised_applicant"]
    assert levels.assign(request_id, OTHER.id)["institution_id"] == str(OTHER.id)


def test_whoever_checked_it_beforehand_has_advised_it(levels: LevelDesk) -> None:
    levels.desk.uow.facts.organisations[PROVIDER] = an_organisation(id=PROVIDER, credit_code=OTHER.credit_code)
    provider = somebody("provider", organisation=an_organisation(id=PROVIDER))
    levels.start(provider, project_id=PROJECT)
    levels.desk.uow.projects.sellers = []
    request_id = levels.request()

    with pytest.raises(ConflictOfInterest) as refused:
        levels.assign(request_id, OTHER.id)

    assert refused.value.facts["reasons"] == ["advised_applicant"]


def test_an_acceptance_is_not_given_to_whoever_diagnosed_the_enterprise(levels: LevelDesk, desk: Desk) -> None:
    levels.confirm(levels.reported(levels.assigned(Purpose.DIAGNOSIS)))

    with pytest.raises(ConflictOfInterest) as refused:
        desk.with_assessor()

    assert refused.value.facts["reasons"] == ["advised_applicant"]


def test_an_institution_that_sells_to_the_enterprise_meanwhile_does_not_hand_in(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    assessment_id = levels.start(ASSESSOR, request_id=UUID(request_id))
    levels.answer(assessment_id, ASSESSOR)
    levels.attach(assessment_id)
    levels.desk.uow.projects.sellers = [Seller(id=an_institution().id, credit_code=None)]

    with pytest.raises(ConflictOfInterest):
        levels.submit(assessment_id, ASSESSOR)


def test_an_enterprise_does_not_evaluate_itself_under_another_name(levels: LevelDesk) -> None:
    same = an_institution("same", credit_code=a_code())
    levels.desk.uow.facts.organisations[same.id] = same
    request_id = levels.request(Purpose.DIAGNOSIS)

    with pytest.raises(ConflictOfInterest) as refused:
        levels.assign(request_id, same.id)

    assert refused.value.facts["reasons"] == ["is_applicant"]


@pytest.mark.parametrize(
    ("kinds", "purpose", "may"),
    [
        (("general",), Purpose.EVALUATION, True),
        (("diagnostic",), Purpose.DIAGNOSIS, True),
        (("diagnostic",), Purpose.EVALUATION, False),
        ((), Purpose.DIAGNOSIS, False),
    ],
)
def test_where_the_pack_names_kinds_only_those_with_the_right_are_assigned(
    levels: LevelDesk, kinds: tuple[str, ...], purpose: Purpose, may: bool
) -> None:
    levels.desk.move_case(a_pack(with_kinds))
    levels.desk.uow.assessment_facts.places[OTHER.id] = Pooled(kinds=kinds, is_enrolled=bool(kinds))
    request_id = levels.request(purpose)

    if may:
        assert levels.assign(request_id, OTHER.id)["state"] == "assigned"
    else:
        with pytest.raises(NotRecognised):
            levels.assign(request_id, OTHER.id)


def test_a_suspended_institution_is_not_assigned(levels: LevelDesk) -> None:
    levels.desk.move_case(a_pack(with_kinds))
    levels.desk.uow.assessment_facts.places[OTHER.id] = Pooled(kinds=("general",), is_enrolled=False)

    with pytest.raises(NotRecognised):
        levels.assign(levels.request(), OTHER.id)


def test_without_kinds_of_the_pack_an_enterprise_is_no_institution(levels: LevelDesk) -> None:
    with pytest.raises(NotRecognised):
        levels.assign(levels.request(), an_organisation().id)


def test_many_are_assigned_at_once_and_each_has_its_result(levels: LevelDesk) -> None:
    diagnosis, evaluation = levels.request(Purpose.DIAGNOSIS), levels.request()
    levels.desk.uow.projects.sellers = [Seller(id=OTHER.id, credit_code=None)]

    results = levels.assign_all((diagnosis, OTHER.id), (evaluation, OTHER.id), (evaluation, an_institution().id))

    assert [(each["refusal"] or {}).get("code") for each in results] == [None, "conflict_of_interest", None]
    assert levels.stored_request(diagnosis).institution_id == OTHER.id
    assert levels.stored_request(evaluation).institution_id == an_institution().id


def with_stages(compiled: dict[str, Any]) -> None:
    """A pack that says when a diagnosis and an evaluation may be asked for (ZS2, ZS6)."""
    for name, opens_when in (("diagnosis", "filing_approved"), ("evaluation", "project_completed")):
        stage = {"name": name, "title": name, "service": "acceptance", "actor": "applicant", "assumed": "测试"}
        compiled["lifecycle"].append({**stage, "opens_when": [opens_when]})


def test_what_the_pack_has_a_stage_for_is_asked_for_in_its_time(levels: LevelDesk) -> None:
    levels.desk.move_case(a_pack(with_stages))

    with pytest.raises(AssessmentNotOpen) as refused:
        levels.request()
    levels.desk.uow.projects.change(reached=frozenset({"filing_approved"}))
    levels.request(Purpose.DIAGNOSIS)

    (problem,) = refused.value.problems
    assert (problem.code, problem.inputs["waits_for"]) == ("stage_not_reached", ["project_completed"])


def test_what_was_confirmed_is_a_milestone_of_the_project(levels: LevelDesk) -> None:
    levels.confirm(levels.reported(levels.assigned()))

    reached = levels.desk.uow.projects.known[PROJECT].reached
    assert "level_confirmed" in reached
    assert "assessment_submitted" not in reached


def test_a_project_asks_for_one_thing_once_at_a_time(levels: LevelDesk) -> None:
    levels.request()
    levels.request(Purpose.DIAGNOSIS)

    with pytest.raises(RequestUnderWay):
        levels.request()


def test_another_institution_instead_drops_the_draft_of_the_first(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    draft = levels.start(ASSESSOR, request_id=UUID(request_id))

    levels.assign(request_id, OTHER.id)
    levels.start(OTHER_ASSESSOR, request_id=UUID(request_id))

    assert levels.stored(draft).state is AssessmentState.DISCARDED
    with pytest.raises(NotFound):
        levels.start(ASSESSOR, request_id=UUID(request_id))


def test_a_report_that_waits_for_the_enterprise_is_not_taken_from_its_institution(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    levels.reported(request_id)

    with pytest.raises(ActionNotAllowed):
        levels.assign(request_id, OTHER.id)
    with pytest.raises(ActionNotAllowed):
        levels.withdraw(request_id)


def test_only_the_enterprise_asks_again_and_only_after_it_fell_short(levels: LevelDesk) -> None:
    request_id = levels.assigned()

    with pytest.raises(ActionNotAllowed):
        levels.ask_again(request_id)
    with pytest.raises(NotFound):
        levels.ask_again(request_id, STRANGER)


def test_what_was_withdrawn_can_be_asked_for_anew(levels: LevelDesk) -> None:
    request_id = levels.assigned()

    levels.withdraw(request_id, ENTERPRISE)

    assert levels.stored_request(request_id).state is RequestState.WITHDRAWN
    assert levels.request() != request_id
