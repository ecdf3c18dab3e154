"""How assessments begin: who may, of which day, under which edition; and what is taken over from elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from contracts.refusal import Invalid, NotFound
from services.acceptance.domain.assessment import AssessmentState, Method, Need
from services.acceptance.domain.errors import NoAssessmentEdition
from tests.builders_acceptance import PROJECT, PROVIDER
from tests.builders_declaration import (
    ASSESSOR,
    PROGRAMME,
    STRANGER,
    a_code,
    a_pack,
    an_organisation,
    somebody,
)
from tests.desk_acceptance import Desk
from tests.desk_assessment import LevelDesk, six_values

NEED = Need(scope="own", link="production", aim="quality", text="工序数据靠人工记录", advice="上线质量追溯")


@pytest.fixture
def levels(desk: Desk) -> LevelDesk:
    return LevelDesk(desk)


def announced(levels: LevelDesk) -> list[str]:
    return [event.NAME for event in levels.desk.uow.outbox.events]


def test_a_provider_checks_beforehand_what_it_sold_and_nobody_is_told(levels: LevelDesk) -> None:
    provider = an_organisation("provider", kind="provider", credit_code=a_code(500))
    levels.desk.uow.facts.organisations[PROVIDER] = provider
    actor = somebody("provider", organisation=an_organisation("provider", kind="provider", id=PROVIDER))
    assessment_id = levels.start(actor, project_id=PROJECT)
    levels.answer(assessment_id, actor)

    levels.submit(assessment_id, actor)

    stored = levels.stored(assessment_id)
    assert (stored.method, stored.state) == (Method.PROVIDER_PRECHECK, AssessmentState.COMPLETED)
    assert announced(levels) == []


def test_nobody_else_begins_an_assessment_of_a_project(levels: LevelDesk) -> None:
    for actor in (STRANGER, ASSESSOR):
        with pytest.raises(NotFound):
            levels.start(actor, project_id=PROJECT)
    with pytest.raises(NotFound):
        levels.start(ASSESSOR, request_id=uuid4())


@pytest.mark.parametrize("day", [19, 21])
def test_who_assesses_itself_does_so_today_because_the_day_decides_the_edition(levels: LevelDesk, day: int) -> None:
    with pytest.raises(Invalid) as refused:
        levels.start(project_id=PROJECT, assessed_on=date(2026, 11, day))

    assert [problem.field for problem in refused.value.problems] == ["assessed_on"]


@pytest.mark.parametrize(("day", "may"), [(19, False), (20, True), (22, True), (23, False)])
def test_an_institution_was_there_between_the_request_and_today(levels: LevelDesk, day: int, may: bool) -> None:
    request_id = levels.stored_request(levels.assigned()).id
    levels.desk.clock.advance(timedelta(days=2))
    given = {"request_id": request_id, "assessed_on": date(2026, 11, day)}

    if may:
        assert levels.stored(levels.start(ASSESSOR, **given)).assessed_on.day == day
    else:
        with pytest.raises(Invalid):
            levels.start(ASSESSOR, **given)


def test_only_enterprises_assess_themselves(levels: LevelDesk) -> None:
    with pytest.raises(Invalid) as refused:
        levels.start(ASSESSOR, programme_year=PROGRAMME)

    assert [problem.code for problem in refused.value.problems] == ["not_an_enterprise"]


def test_the_day_of_assessing_decides_the_edition_and_a_pack_without_one_is_refused() -> None:
    levels = LevelDesk(Desk(at=datetime(2024, 9, 3, 4, tzinfo=UTC)))
    old = levels.start(project_id=PROJECT)
    levels.desk.clock.advance(timedelta(days=1))
    new = levels.start(project_id=PROJECT)
    silent = a_pack(lambda compiled: compiled["acceptance"]["values"].pop("assessment_edition"))
    levels.desk.move_case(silent)

    with pytest.raises(NoAssessmentEdition):
        levels.start(project_id=PROJECT)
    assert (levels.stored(old).edition, levels.stored(new).edition) == ("2022", "2024")


def test_six_values_and_totals_are_taken_over_row_by_row(levels: LevelDesk) -> None:
    good = six_values(credit_code=a_code())
    too_high = six_values(credit_code=a_code(), level=2, assessed_on=date(2025, 3, 2))
    by_total = six_values(
        credit_code=a_code(),
        assessed_on=date(2023, 5, 1),
        level=None,
        dimensions={},
        binding=None,
        guiding=None,
        total="41",
    )
    unknown = six_values(credit_code=a_code(77))

    results = levels.bring_in(good, too_high, by_total, unknown, good)

    taken = [result["assessment"] for result in results]
    assert [(each["edition"], each["level"], each["total"]) if each else None for each in taken] == [
        ("2024", 1, "30.625"),
        None,
        ("2022", 2, "41.000"),
        None,
        None,
    ]
    problems = [problem["code"] for result in results if result["refusal"] for problem in result["refusal"]["problems"]]
    assert problems == ["level_contradicts_values", "unknown_enterprise", "already_imported"]
    assert announced(levels) == []
