"""Training records (XB5, ZS5): persons by days of 8 class hours, by whom they are recorded, and when they count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from contracts.events.project import TrainingRecorded
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from contracts.working_days import WorkingDays
from services.project.domain.errors import StageNotOpen, TrainingOfOthers
from services.project.use_cases.recompute_deadlines import recompute_deadlines
from tests.builders_declaration import OTHER_DISTRICT, STRANGER
from tests.builders_project import ASSESSOR, REJECTION, an_institution
from tests.builders_staged import staged
from tests.desk_project import Shown
from tests.unit.project.staged_desk import StagedDesk, told

INSTITUTION = str(an_institution().id)
RETURN = Judgement(
    verdict=Verdict.RETURNED,
    opinion="签到表不清晰",
    items=(CorrectionItem(kind=ItemKind.ATTACHMENT, name="training_proof", reason_code="unclear", text="请重新扫描"),),
)


@pytest.fixture
def project(staged_desk: StagedDesk) -> Shown:
    return staged_desk.under_contract()


def refused(desk: StagedDesk, project: Shown, **answers: Any) -> dict[str, str | None]:
    with pytest.raises(Invalid) as refusal:
        desk.train(project, **answers)
    return {problem.code: problem.field for problem in refusal.value.problems}


def test_a_training_counts_once_it_is_confirmed_in_persons_by_days(staged_desk: StagedDesk, project: Shown) -> None:
    recorded = staged_desk.train(project, institution=INSTITUTION)
    before = list(staged_desk.uow.announced)

    confirmed = staged_desk.judge_training(recorded)

    assert (recorded["state"], recorded["next"]["division"]) == ("in_review", "210202")
    assert "training_recorded" not in before
    event = told(staged_desk, TrainingRecorded)
    assert (event.persons, event.days, event.person_days) == (12, "1.500", "18.000")
    assert (str(event.project_id), str(event.institution_id)) == (project["id"], INSTITUTION)
    assert confirmed["state"] == "approved"
    assert staged_desk.find(project)["trained"] == {"records": 1, "person_days": "18.000"}


@pytest.mark.parametrize(
    ("class_hours", "days"),
    [("8", "1.000"), ("1", "0.125"), ("0.5", None), ("0.08", "0.010"), ("0", None), ("0.01", None)],
)
def test_class_hours_are_days_to_three_decimals_or_refused(
    staged_desk: StagedDesk, project: Shown, class_hours: str, days: str | None
) -> None:
    if days is None:
        found = refused(staged_desk, project, class_hours=class_hours)
        assert found == {"not_in_thousandths_of_a_day": "answers.training.class_hours"}
    else:
        assert staged_desk.train(project, class_hours=class_hours)["days"] == days


def test_everything_that_a_record_lacks_is_said_at_once(staged_desk: StagedDesk, project: Shown) -> None:
    found = refused(staged_desk, project, is_proved=False, persons=0, held_on="2026-11-21", course="")

    assert found == {
        "required": "answers.training.course",
        "below_minimum": "answers.training.persons",
        "in_the_future": "answers.training.held_on",
        "attachment_missing": "attachments.training_proof",
    }


def test_only_an_institution_holds_it(staged_desk: StagedDesk, project: Shown) -> None:
    found = refused(staged_desk, project, institution=project["applicant"]["id"])

    assert found == {"not_an_institution": "answers.training.institution"}


def test_nothing_is_recorded_before_the_contract(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")

    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.train(started)

    assert [(each.code, each.article) for each in refusal.value.problems] == [("stage_not_reached", "流程 第5阶段")]


def test_a_pack_without_trainings_takes_none(staged_desk: StagedDesk) -> None:
    staged_desk.use(staged(without_training))
    project = staged_desk.under_contract()

    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.train(project)

    assert [each.code for each in refusal.value.problems] == ["stage_not_in_pack"]


def without_training(compiled: dict[str, Any]) -> None:
    compiled["lifecycle"] = [stage for stage in compiled["lifecycle"] if stage["name"] != "training"]


def test_the_institution_records_what_it_held_and_nothing_else(staged_desk: StagedDesk, project: Shown) -> None:
    recorded = staged_desk.train(project, ASSESSOR, institution=INSTITUTION)

    assert (recorded["recorder_id"], recorded["state"]) == (INSTITUTION, "in_review")
    with pytest.raises(TrainingOfOthers):
        staged_desk.train(project, ASSESSOR)
    with pytest.raises(NotFound):
        staged_desk.train(project, STRANGER)


def test_a_returned_record_is_handed_in_anew_by_whoever_it_concerns(staged_desk: StagedDesk, project: Shown) -> None:
    recorded = staged_desk.train(project, ASSESSOR, institution=INSTITUTION)
    returned = staged_desk.judge_training(recorded, judgement=RETURN)

    with pytest.raises(NotFound):
        staged_desk.train_again(recorded, STRANGER, institution=INSTITUTION)
    again = staged_desk.train_again(recorded, institution=INSTITUTION, persons=10)

    assert [item["name"] for item in returned["items_to_correct"]] == ["training_proof"]
    assert (again["state"], again["persons"], again["person_days"]) == ("in_review", 10, "15.000")
    with pytest.raises(ActionNotAllowed):
        staged_desk.train_again(recorded, institution=INSTITUTION)


def test_a_refused_record_never_counts(staged_desk: StagedDesk, project: Shown) -> None:
    recorded = staged_desk.judge_training(staged_desk.train(project), judgement=REJECTION)

    assert recorded["state"] == "rejected"
    assert "training_recorded" not in staged_desk.uow.announced
    assert staged_desk.uow.known.around(staged_desk.project(project)).trained.person_days == Decimal(0)


def test_without_a_route_it_counts_at_once(staged_desk: StagedDesk) -> None:
    staged_desk.use(staged(without_route))
    project = staged_desk.under_contract()

    recorded = staged_desk.train(project)

    assert recorded["state"] == "approved"
    assert told(staged_desk, TrainingRecorded).person_days == "18.000"


def without_route(compiled: dict[str, Any]) -> None:
    for stage in compiled["lifecycle"]:
        if stage["name"] == "training":
            del stage["route"]


def test_another_district_confirms_nothing(staged_desk: StagedDesk, project: Shown) -> None:
    with pytest.raises(NotFound):
        staged_desk.judge_training(staged_desk.train(project), OTHER_DISTRICT)


def test_its_deadline_follows_the_calendar(staged_desk: StagedDesk, project: Shown) -> None:
    recorded = staged_desk.train(project)
    staged_desk.uow.facts.days = WorkingDays(exceptions={date(2026, 11, 23): False}, confirmed_years=frozenset({2026}))

    recompute_deadlines(staged_desk.uow, year=2026)

    [record] = staged_desk.uow.trainings.kept.values()
    assert (recorded["next"]["due_on"], str(record.dossier.due_on)) == ("2026-11-24", "2026-11-25")
