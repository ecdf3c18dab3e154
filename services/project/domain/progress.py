"""Progress reports with evidence (DL7), a basis of the acceptance. None is ever changed: the next one is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from casework.days import local_date
from casework.dossier import Attachment, Attachments
from casework.sealed_answers import sealed_page
from contracts.actor import Actor
from contracts.events.project import ProgressReported
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from policy.attachments import Attached
from policy.forms import Form
from policy.lifecycle import stage_problems
from services.project.domain.errors import StageNotOpen
from services.project.domain.known import Known
from services.project.domain.project import Decision, Progress, Project, ProjectAction, event_head
from services.project.domain.rulebook import PROGRESS, Rulebook
from services.project.domain.starting import milestones_of

PERCENT, REPORTED_UNTIL = "percent", "reported_until"


@dataclass(frozen=True, kw_only=True)
class ProgressReport:
    """`number` counts the reports of a project from 1. `explanation` says why the percentage went back, if it did."""

    id: UUID
    city: str
    project_id: UUID
    number: int
    percent: int
    reported_until: date | None
    answers: Mapping[str, Any]
    explanation: str
    attachments: Attachments
    at: datetime
    by: UUID


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the applicant reports: answers to the pack's form, files by slot."""

    answers: Mapping[str, Any]
    files: Sequence[tuple[str, Attachment]]
    explanation: str = ""

    @property
    def attachments(self) -> dict[str, tuple[Attachment, ...]]:
        slots = dict.fromkeys(slot for slot, _ in self.files)
        return {slot: tuple(file for at, file in self.files if at == slot) for slot in slots}


def report_progress(
    project: Project, book: Rulebook, known: Known, told: Told, sealer: Sealer, *, by: Actor, at: datetime
) -> tuple[Decision, ProgressReport]:
    """StageNotOpen before the enrolment and after the end, `Invalid` with everything that the report lacks."""
    _must_be_open(project, book, known, at=at)
    project.must_allow(ProjectAction.REPORT_PROGRESS)
    form = book.form_of(PROGRESS)
    problems = [*_form_problems(book, form, told), *_own_problems(project, form, told, at=at)]
    if problems:
        raise Invalid(problems=problems)
    percent, until = _answer(form, told, PERCENT), _answer(form, told, REPORTED_UNTIL)
    percent = project.progress.percent if percent is None else percent
    number = project.progress.reports + 1
    reported = project.changed(progress=Progress(percent=percent, reports=number, reported_until=until))
    report = ProgressReport(
        id=uuid4(),
        city=project.city,
        project_id=project.id,
        number=number,
        percent=percent,
        reported_until=until,
        answers={page: sealed_page(form, page, content, {}, sealer) for page, content in told.answers.items()},
        explanation=told.explanation,
        attachments=told.attachments,
        at=at,
        by=by.account_id,
    )
    event = ProgressReported(**event_head(reported, at=at, by=by), percent=percent, reports=number)
    return Decision(project=reported, events=(event,)), report


def _must_be_open(project: Project, book: Rulebook, known: Known, *, at: datetime) -> None:
    problems = stage_problems(book.pack, PROGRESS, milestones_of(project, known), at)
    if problems:
        raise StageNotOpen(problems=problems, stage=PROGRESS)


def _form_problems(book: Rulebook, form: Form, told: Told) -> Iterator[Problem]:
    answers = dict(told.answers)
    yield from form.problems(answers, complete=True)
    present = [Attached(slot, file.name, file.media_type, file.size) for slot, file in told.files]
    yield from book.slots_of(PROGRESS).problems(present, True, form.facts(answers))


def _own_problems(project: Project, form: Form, told: Told, *, at: datetime) -> Iterator[Problem]:
    before, percent, until = project.progress, _answer(form, told, PERCENT), _answer(form, told, REPORTED_UNTIL)
    if percent is not None and percent < before.percent and not told.explanation.strip():
        inputs = {"before": before.percent, "percent": percent}
        yield Problem(code="percent_went_back", field=_path(form, PERCENT), inputs=inputs)
    if until is not None and until > local_date(at):
        yield Problem(code="in_the_future", field=_path(form, REPORTED_UNTIL), inputs={"found_on": until.isoformat()})
    if until is not None and before.reported_until is not None and until < before.reported_until:
        inputs = {"before": before.reported_until.isoformat()}
        yield Problem(code="period_went_back", field=_path(form, REPORTED_UNTIL), inputs=inputs)


def _answer(form: Form, told: Told, field: str) -> Any:
    """The answer to the field of this name, on whichever page it is."""
    facts = form.facts(dict(told.answers))
    return next((fact for name, fact in facts.items() if name.split(".")[-1] == field), None)


def _path(form: Form, field: str) -> str:
    page = next((page.key for page in form.pages for each in page.fields if each.key == field), form.key)
    return f"answers.{page}.{field}"
