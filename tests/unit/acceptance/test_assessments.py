"""Assessments: what is complete at once, what the enterprise has to confirm, and what a dispute leads to."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.events.acceptance import (
    AssessmentReturned,
    AssessmentSubmitted,
    DiagnosisConfirmed,
    DiagnosisDisputed,
    LevelConfirmed,
    LevelDisputed,
    SelfAssessmentCompleted,
)
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from services.acceptance.domain.assessment import AssessmentState, Diagnosis, Method, Need, Stage
from services.acceptance.domain.assessment_request import Purpose
from services.acceptance.domain.errors import AssessmentIncomplete
from tests.builders_acceptance import PROJECT
from tests.builders_assessment import full_answers, levels_for, some_answers
from tests.builders_declaration import (
    ASSESSOR,
    ENTERPRISE,
    PROGRAMME,
    STRANGER,
    a_code,
    a_pack,
    an_institution,
)
from tests.desk_acceptance import Desk
from tests.desk_assessment import LevelDesk

NEED = Need(scope="own", link="production", aim="quality", text="工序数据靠人工记录", advice="上线质量追溯")


@pytest.fixture
def levels(desk: Desk) -> LevelDesk:
    return LevelDesk(desk)


def announced(levels: LevelDesk) -> list[str]:
    return [event.NAME for event in levels.desk.uow.outbox.events]


@pytest.mark.shows("XA6", "DL2")
def test_a_self_assessment_before_there_is_a_project_is_complete_at_once(levels: LevelDesk) -> None:
    assessment_id = levels.self_assessed(programme_year=PROGRAMME, stage=Stage.BEFORE)

    stored = levels.stored(assessment_id)
    (event,) = levels.desk.uow.outbox.events
    assert stored.state is AssessmentState.COMPLETED
    assert stored.outcome is not None
    assert (str(stored.outcome.total), stored.outcome.level) == ("43.800", 2)
    assert isinstance(event, SelfAssessmentCompleted)
    assert (event.level, event.edition, event.completed_on, event.project_id) == (2, "2024", date(2026, 11, 20), None)
    assert event.applicant.credit_code == a_code()


@pytest.mark.shows("ZS2")
def test_a_self_diagnosis_of_a_project_is_told_as_its_diagnosis_too(levels: LevelDesk) -> None:
    levels.self_assessed(project_id=PROJECT, stage=Stage.BEFORE)

    completed, confirmed = levels.desk.uow.outbox.events
    assert isinstance(completed, SelfAssessmentCompleted)
    assert isinstance(confirmed, DiagnosisConfirmed)
    assert (confirmed.method, confirmed.institution_id, confirmed.project_id) == ("self", None, PROJECT)


@pytest.mark.shows("ZS2")
def test_an_institutions_diagnosis_counts_only_once_the_enterprise_confirmed_it(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned(Purpose.DIAGNOSIS))
    waiting = levels.stored(assessment_id)

    levels.confirm(assessment_id)

    assert (waiting.state, waiting.is_settled) == (AssessmentState.AWAITING_CONFIRMATION, False)
    assert (waiting.stage, waiting.method) == (Stage.BEFORE, Method.INSTITUTION)
    assert levels.stored(assessment_id).state is AssessmentState.CONFIRMED
    assert announced(levels)[-2:] == [AssessmentSubmitted.NAME, DiagnosisConfirmed.NAME]


@pytest.mark.shows("ZS6", "DL8", "XB9")
def test_a_third_partys_level_is_told_with_its_edition_once_the_enterprise_confirmed_it(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned())

    levels.confirm(assessment_id)

    told = levels.desk.uow.outbox.events[-1]
    assert isinstance(told, LevelConfirmed)
    assert (told.project_id, told.level, told.edition) == (PROJECT, 2, "2024")
    assert (told.assessor_id, told.confirmed_on) == (an_institution().id, date(2026, 11, 20))
    assert str(told.assessment_id) == assessment_id


@pytest.mark.shows("ZS6")
def test_a_level_is_told_with_the_kind_of_benchmark_that_the_report_recommends_the_project_as(
    levels: LevelDesk,
) -> None:
    assessment_id = levels.start(ASSESSOR, request_id=levels.stored_request(levels.assigned()).id)
    levels.answer(assessment_id, ASSESSOR, full_answers())
    levels.diagnose(assessment_id, Diagnosis(summary="车间全面联网", recommended_for="digital_workshop"))
    levels.attach(assessment_id)
    levels.submit(assessment_id, ASSESSOR)

    levels.confirm(assessment_id)

    assert levels.desk.uow.outbox.events[-1].recommended_for == "digital_workshop"


def test_a_dispute_that_is_upheld_goes_back_to_the_assessor_who_hands_in_anew(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned())
    levels.dispute(assessment_id)

    levels.decide(assessment_id, is_upheld=True)
    levels.answer(assessment_id, ASSESSOR, full_answers())
    levels.submit(assessment_id, ASSESSOR)
    levels.confirm(assessment_id)

    stored = levels.stored(assessment_id)
    assert [each.level for each in stored.submissions] == [2, 4]
    assert [each.is_upheld for each in stored.disputes] == [True]
    assert announced(levels)[-4:] == [
        LevelDisputed.NAME,
        AssessmentReturned.NAME,
        AssessmentSubmitted.NAME,
        LevelConfirmed.NAME,
    ]


def test_a_dispute_that_is_dismissed_leaves_the_report_as_it_is(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned(Purpose.DIAGNOSIS))
    levels.dispute(assessment_id)

    levels.decide(assessment_id, is_upheld=False)

    assert levels.stored(assessment_id).state is AssessmentState.CONFIRMED
    assert announced(levels)[-2:] == [DiagnosisDisputed.NAME, DiagnosisConfirmed.NAME]


def test_what_was_found_is_not_shown_while_the_assessor_writes_anew(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned())
    levels.dispute(assessment_id)

    shown = levels.decide(assessment_id, is_upheld=True)

    assert (shown["outcome"], shown["level"], shown["answers"]) == (None, None, {})


@pytest.mark.parametrize("act", ["confirm", "dispute"])
def test_nobody_confirms_or_disputes_twice(levels: LevelDesk, act: str) -> None:
    assessment_id = levels.reported(levels.assigned())
    levels.confirm(assessment_id)

    with pytest.raises(ActionNotAllowed):
        getattr(levels, act)(assessment_id)


def test_only_the_enterprise_itself_confirms(levels: LevelDesk) -> None:
    assessment_id = levels.reported(levels.assigned())

    for actor in (STRANGER, ASSESSOR):
        with pytest.raises(NotFound):
            levels.confirm(assessment_id, actor)


def test_an_enterprise_does_not_see_an_institutions_draft(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    draft = levels.start(ASSESSOR, request_id=levels.stored_request(request_id).id)

    with pytest.raises(NotFound):
        levels.confirm(draft)
    with pytest.raises(NotFound):
        levels.answer(draft, ENTERPRISE)


def test_everything_that_is_missing_is_said_at_once_and_the_draft_is_kept(levels: LevelDesk) -> None:
    request_id = levels.assigned()
    assessment_id = levels.start(ASSESSOR, request_id=levels.stored_request(request_id).id)
    partly = some_answers(scenarios=levels_for(3, 3, 2) | {}, chosen={"f1": ("none",)})
    levels.answer(assessment_id, ASSESSOR, partly)

    with pytest.raises(AssessmentIncomplete) as refused:
        levels.submit(assessment_id, ASSESSOR)

    fields = {problem.field for problem in refused.value.problems}
    assert fields == {f"answers.chosen.{item}" for item in ("f4", "f5", "f6", "f7", "m1", "m2", "m3")} | {
        "evidence.report"
    }
    assert levels.stored(assessment_id).answers == partly


@pytest.mark.shows("NM4")
def test_an_assessment_stays_under_its_edition_when_the_case_moves_to_another_pack(levels: LevelDesk) -> None:
    assessment_id = levels.start(project_id=PROJECT)
    levels.answer(assessment_id)

    def easier(compiled: dict[str, object]) -> None:
        compiled["national"]["assessments"]["2024"]["levels"][2]["score"] = "40"  # type: ignore[index]

    levels.desk.move_case(a_pack(easier, version="9"))
    levels.submit(assessment_id)

    stored = levels.stored(assessment_id)
    assert stored.pack.version != "9"
    assert stored.outcome is not None
    assert stored.outcome.level == 2


@pytest.mark.shows("XB4")
def test_a_diagnosis_classifies_needs_by_the_links_and_aims_that_there_are(levels: LevelDesk) -> None:
    assessment_id = levels.start(ASSESSOR, request_id=levels.stored_request(levels.assigned(Purpose.DIAGNOSIS)).id)
    levels.diagnose(
        assessment_id, Diagnosis(summary="先建制造执行系统", needs=(NEED,), recommended_for="digital_workshop")
    )
    strange = Need(scope="mine", link="cooking", aim="fame", text="…")

    with pytest.raises(Invalid) as refused:
        levels.diagnose(assessment_id, Diagnosis(needs=(NEED, strange), recommended_for="lighthouse"))

    assert [problem.field for problem in refused.value.problems] == [
        "diagnosis.needs.1.scope",
        "diagnosis.needs.1.link",
        "diagnosis.needs.1.aim",
        "diagnosis.recommended_for",
    ]
    assert levels.stored(assessment_id).diagnosis.needs == (NEED,)
