"""Assessments on PostgreSQL: what comes back, what two commands do at once, and what others told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from casework.desks import ConflictOfInterest
from chassis.db.errors import Duplicate, LostUpdate
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from contracts.events.registry import ProviderEnrolled, ProviderSuspended
from contracts.refusal import NotFound
from services.acceptance.domain.assessment import AssessmentState, Need, Reason
from services.acceptance.domain.assessment_request import Purpose
from services.acceptance.domain.assessment_rules import Pooled
from services.acceptance.domain.known import ConfirmedLevel
from services.acceptance.storage.assessment_tables import ONE_OPEN_REQUEST, ONE_UNDER_WAY
from services.acceptance.storage.read_assessment import (
    get_assessment,
)
from tests.builders_acceptance import PROJECT
from tests.builders_assessment import an_assessment, full_answers, handed_in, levels_for, some_answers
from tests.builders_declaration import (
    ASSESSOR,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    OTHER_DISTRICT,
    PROGRAMME,
    XIGANG_DISTRICT,
    a_code,
    an_id,
    an_institution,
    an_organisation,
)
from tests.desk_assessment import LevelDesk
from tests.storage.acceptance.conftest import RealDesk, heard, ids_seen, organisation_changed

OTHER = an_institution("other institution", credit_code=a_code(901))
PAGE: dict[str, Any] = {"limit": 50, "after": None}
NEEDS = (
    Need(scope="common", link="production", aim="quality", text="工序数据靠人工记录"),
    Need(scope="own", link="production", aim="cost", text="换线时间长"),
    Need(scope="own", link="purchasing_and_sales", aim="stock", text="库存偏高"),
)


def test_what_was_saved_comes_back_as_it_was(levels: LevelDesk) -> None:
    request_id = levels.assigned(Purpose.DIAGNOSIS)
    assessment_id = levels.reported(request_id, full_answers())
    levels.dispute(assessment_id)
    levels.decide(assessment_id, is_upheld=False)

    stored = levels.stored(assessment_id)

    assert stored.answers == full_answers()
    assert stored.outcome is not None
    assert (str(stored.outcome.total), stored.outcome.level, stored.outcome.binding) == ("100.000", 4, 10)
    assert [(each.is_upheld, each.reasons) for each in stored.disputes] == [
        (False, (Reason(text="设备数量有误", item="f2"),))
    ]
    assert (stored.state, stored.settled_at) == (AssessmentState.CONFIRMED, NOON)
    assert [file.name for file in stored.evidence["report"]] == ["report.pdf"]
    assert levels.stored_request(request_id).level == 4


def test_of_two_who_save_at_once_one_is_asked_to_look_again(levels: LevelDesk) -> None:
    assessment_id = levels.start()
    before = levels.stored(assessment_id)
    levels.answer(assessment_id)

    with pytest.raises(LostUpdate):
        levels.act(ENTERPRISE, lambda uow: uow.assessments.save(before.changed(answers=full_answers())))


def test_a_request_has_one_assessment_under_way(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    first = levels.start(ASSESSOR, request_id=UUID(request_id))

    with pytest.raises(Duplicate, match=ONE_UNDER_WAY):
        levels.start(ASSESSOR, request_id=UUID(request_id))
    levels.discard(first, ASSESSOR)
    assert levels.start(ASSESSOR, request_id=UUID(request_id)) != first


def test_a_project_has_one_open_request_of_a_kind(levels: LevelDesk) -> None:
    levels.request()

    with pytest.raises(Duplicate, match=ONE_OPEN_REQUEST):
        levels.request()


@pytest.mark.parametrize(
    ("members", "constraint"),
    [
        ({"state": AssessmentState.COMPLETED}, "assessment_handed_in_with_outcome"),
        ({"settled_at": NOON}, "assessment_settled_at"),
    ],
)
def test_what_must_never_be_false_is_held_by_the_database(
    levels: LevelDesk, members: dict[str, Any], constraint: str
) -> None:
    broken = replace(an_assessment(), **members)

    with pytest.raises(psycopg2.errors.CheckViolation, match=constraint):
        levels.act(ENTERPRISE, lambda uow: uow.assessments.add(broken))


def test_the_contracts_and_diagnoses_that_are_known_keep_an_institution_from_evaluating(levels: LevelDesk) -> None:
    levels.confirm(levels.reported(levels.assigned(Purpose.DIAGNOSIS)))
    provider = an_institution("provider", id=an_id("provider"), credit_code=a_code(500))
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    desk.know(provider)
    request_id = levels.request()

    results = levels.assign_all(
        (request_id, an_institution().id), (request_id, provider.id), (request_id, OTHER.id), (str(uuid4()), OTHER.id)
    )

    refusals = [(each["refusal"] or {}).get("facts", {}).get("reasons") for each in results]
    assert refusals == [["advised_applicant"], ["sold_to_applicant"], None, None]
    assert [each["request"] is not None for each in results] == [False, False, True, False]
    with pytest.raises(ConflictOfInterest):
        levels.assign(request_id)


def test_a_diagnosis_that_was_never_handed_in_is_no_stake(levels: LevelDesk) -> None:
    draft = levels.start(ASSESSOR, request_id=UUID(levels.assigned(Purpose.DIAGNOSIS)))
    request_id = levels.request()
    with pytest.raises(ConflictOfInterest):
        levels.assign(request_id)

    levels.discard(draft, ASSESSOR)

    assert levels.assign(request_id)["state"] == "assigned"


@pytest.mark.shows("ZS7")
def test_an_acceptance_is_judged_by_the_level_that_the_enterprise_confirmed_last(levels: LevelDesk) -> None:
    def around() -> Any:
        return levels.act(OFFICER, lambda uow: uow.projects.around(PROJECT))

    request_id = levels.assigned()
    waiting = levels.reported(request_id, some_answers(scenarios=levels_for(0, 0, 0)))
    before = around()
    levels.confirm(waiting)
    levels.ask_again(request_id)
    levels.assign(request_id)
    levels.desk.clock.advance(timedelta(hours=1))
    levels.confirm(levels.reported(request_id))

    assert (before.level, "level_confirmed" in before.project.milestones) == (None, False)
    assert around().level == ConfirmedLevel(level=2, edition="2024", assessed_on=NOON.date())
    assert "level_confirmed" in around().project.milestones


def test_an_enterprise_that_moves_takes_its_assessments_along(levels: LevelDesk) -> None:
    assessment_id = levels.self_assessed(programme_year=PROGRAMME)
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    moved = an_organisation(division=XIGANG_DISTRICT)
    event = replace(organisation_changed(moved), sequence=2)
    desk.hear(lambda uow: uow.facts.keep_organisation(event))

    desk.follow_division(moved.id)

    assert ids_seen(levels, OTHER_DISTRICT) == [assessment_id]
    assert ids_seen(levels, DISTRICT) == []


def test_the_newest_news_of_the_pool_counts_in_whatever_order_it_comes(levels: LevelDesk) -> None:
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    known: dict[str, Any] = {"credit_code": a_code(901), "name": "示例", "kinds": ("general",)}
    suspended = ProviderSuspended(**heard(OTHER.id, sequence=3), **known)
    enrolled = ProviderEnrolled(**heard(OTHER.id, sequence=2), **known)

    for event in (suspended, enrolled):
        desk.hear(lambda uow, event=event: uow.assessment_facts.keep_provider(event))

    found = levels.act(OFFICER, lambda uow: uow.assessment_facts.pooled(OTHER.id))
    assert found == Pooled(kinds=("general",), is_enrolled=False)


def test_another_city_sees_nothing_of_it(levels: LevelDesk, url: str) -> None:
    assessment_id = levels.self_assessed(project_id=PROJECT)
    pool = Pool(url.format(role="acceptance"), size=1)

    with pytest.raises(NotFound):
        get_assessment(Reading(pool, "elsewhere"), levels.packs, OFFICER, UUID(assessment_id))
    pool.close()


def test_a_below_level_evaluation_can_be_repeated_on_rows_too(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    levels.confirm(levels.reported(request_id, some_answers(scenarios=levels_for(2, 2, 2))))

    levels.ask_again(request_id)
    levels.assign(request_id)
    levels.confirm(levels.reported(request_id))

    stored = levels.stored_request(request_id)
    assert (stored.state.value, stored.round, stored.level) == ("settled", 2, 2)


def test_what_a_row_repeats_is_what_the_documents_say(levels: LevelDesk) -> None:
    assessment = handed_in(an_assessment())
    levels.act(ENTERPRISE, lambda uow: uow.assessments.add(assessment))

    assert levels.stored(str(assessment.id)) == assessment
