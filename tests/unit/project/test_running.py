"""An enrolled project: progress with evidence (DL7), findings of checks (XB8), its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.refusals import SelfReview
from contracts.events.project import FindingRecorded, ProgressReported, ProjectTerminated
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from services.project.domain.errors import StageNotOpen
from tests.builders_declaration import OTHER_DISTRICT, STRANGER, somebody
from tests.builders_project import (
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    a_report,
    an_organisation,
    an_upload,
)
from tests.desk_project import Desk, Shown


def problems_of(desk: Desk, shown: Shown, report) -> dict[str, str | None]:
    with pytest.raises(Invalid) as refusal:
        desk.report(shown, report)
    return {problem.code: problem.field for problem in refusal.value.problems}


def test_progress_is_reported_with_evidence(desk: Desk) -> None:
    shown = desk.report(desk.enrolled(), a_report(30))

    assert shown["progress"] == {"percent": 30, "reports": 1, "reported_until": NOON.date().isoformat()}
    assert shown["report"]["attachments"]["implementation_proof"][0]["name"] == "现场照片.pdf"
    event = desk.uow.outbox.events[-1]
    assert isinstance(event, ProgressReported)
    assert (event.percent, event.reports, event.sequence) == (30, 1, shown["version"])
    assert [report.number for report in desk.uow.projects.reports] == [1]


def test_nothing_is_reported_before_the_enrolment(desk: Desk) -> None:
    shown = desk.submit(desk.draft())

    with pytest.raises(StageNotOpen) as refusal:
        desk.report(shown, a_report())

    assert [(each.code, each.article) for each in refusal.value.problems] == [
        ("stage_not_reached", "手册 四、试点项目进度填报")
    ]


def test_nothing_is_reported_after_the_end(desk: Desk) -> None:
    shown = desk.terminate(desk.enrolled())

    with pytest.raises(StageNotOpen) as refusal:
        desk.report(shown, a_report())

    assert [each.code for each in refusal.value.problems] == ["stage_over"]


def test_a_percentage_that_goes_back_is_explained(desk: Desk) -> None:
    shown = desk.report(desk.enrolled(), a_report(60))

    assert problems_of(desk, shown, a_report(40)) == {"percent_went_back": "answers.progress.percent"}
    again = desk.report(shown, a_report(40, explanation="部分设备退换"))
    assert again["progress"]["percent"] == 40


def test_a_period_neither_goes_back_nor_ahead(desk: Desk) -> None:
    shown = desk.report(desk.enrolled(), a_report(30))
    earlier, later = a_report(40), a_report(40)
    earlier.answers["progress"]["reported_until"] = (NOON.date() - timedelta(days=1)).isoformat()
    later.answers["progress"]["reported_until"] = (NOON.date() + timedelta(days=1)).isoformat()

    assert problems_of(desk, shown, earlier) == {"period_went_back": "answers.progress.reported_until"}
    assert problems_of(desk, shown, later) == {"in_the_future": "answers.progress.reported_until"}


def test_a_report_without_evidence_is_refused(desk: Desk) -> None:
    shown = desk.enrolled()

    assert problems_of(desk, shown, a_report(files=())) == {"attachment_missing": "attachments.implementation_proof"}


def test_everything_that_a_report_lacks_is_said_at_once(desk: Desk) -> None:
    report = a_report(101, files=())
    del report.answers["progress"]["work_done"]

    assert set(problems_of(desk, desk.enrolled(), report)) == {"above_maximum", "required", "attachment_missing"}


def test_a_file_of_the_wrong_type_is_no_evidence(desk: Desk) -> None:
    report = a_report()
    wrong = a_report(
        files=(
            *report.files,
            type(report.files[0])(slot="implementation_proof", file=an_upload("a.png", media_type="image/png")),
        )
    )

    assert set(problems_of(desk, desk.enrolled(), wrong)) == {"media_type_not_allowed"}


def test_a_stranger_ends_nothing(desk: Desk) -> None:
    shown = desk.enrolled()

    with pytest.raises(NotFound):
        desk.terminate(shown, actor=STRANGER)


@pytest.mark.parametrize("actor", [ENTERPRISE, OFFICER])
def test_an_enrolled_project_is_ended_with_a_reason(desk: Desk, actor) -> None:
    shown = desk.terminate(desk.enrolled(), actor=actor)

    event = desk.uow.outbox.events[-1]
    assert isinstance(event, ProjectTerminated)
    assert event.reason == "企业放弃改造"
    assert (shown["state"], shown["termination"]["reason"]) == ("terminated", "企业放弃改造")
    with pytest.raises(ActionNotAllowed):
        desk.terminate(shown)


def test_an_end_without_a_reason_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.terminate(desk.enrolled(), reason=" ")


def test_a_filing_in_review_is_withdrawn_not_ended(desk: Desk) -> None:
    with pytest.raises(ActionNotAllowed):
        desk.terminate(desk.submit(desk.draft()))


@pytest.mark.parametrize("actor", [DISTRICT, OFFICER])
def test_a_finding_of_a_check_is_seen_by_the_applicant(desk: Desk, actor) -> None:
    shown = desk.find(desk.enrolled(), actor=actor)

    again = desk.report(shown, a_report())

    assert [each["text"] for each in again["findings"]] == ["设备未到场"]
    assert "设备未到场" not in str([row.details for row in desk.uow.audit.rows])


@pytest.mark.parametrize(("concerns", "subject"), [("applicant", "enterprise"), ("provider", "provider")])
def test_a_finding_is_announced_with_whom_it_concerns_and_how_severe_it_is(desk: Desk, concerns, subject) -> None:
    project = desk.project(desk.find(desk.enrolled(), concerns=concerns, severity="minor"))

    event = desk.uow.outbox.events[-1]
    assert isinstance(event, FindingRecorded)
    assert (event.subject_kind, event.severity, event.found_on) == (subject, "minor", NOON.date())
    assert event.subject_id == (project.provider_id if concerns == "provider" else project.applicant.id)


def test_a_finding_has_a_text_a_day_and_a_subject(desk: Desk) -> None:
    shown = desk.enrolled()

    with pytest.raises(Invalid) as refusal:
        desk.find(shown, text=" ", found_on=NOON.date() + timedelta(days=1), concerns="nobody")

    assert [each.field for each in refusal.value.problems] == ["text", "found_on", "concerns"]


def test_a_finding_is_not_recorded_by_those_whom_it_is_about_nor_by_strangers(desk: Desk) -> None:
    shown = desk.enrolled()
    both = somebody("district_reviewer", organisation=an_organisation(), division="210202")

    with pytest.raises(SelfReview):
        desk.find(shown, actor=both)
    with pytest.raises(NotFound):
        desk.find(shown, actor=OTHER_DISTRICT)


def test_what_can_be_done_is_shown_to_whom_it_concerns(desk: Desk) -> None:
    shown = desk.enrolled()

    as_applicant = desk.report(shown, a_report())["actions"]
    as_district = desk.find(shown, actor=DISTRICT)["actions"]
    as_officer = desk.find(shown, actor=OFFICER)["actions"]

    assert as_applicant == ["report_progress", "terminate"]
    assert as_district == ["record_finding"]
    assert as_officer == ["record_finding", "terminate"]
