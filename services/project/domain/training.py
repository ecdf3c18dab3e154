"""Training records (培训记录, XB5, ZS5): persons by days of 8 class hours, with proof, confirmed where a pack asks.

A record is a dossier of its own: handed in whole, returned whole. Its form is the pack's; what is counted is found
by the names of its fields, on whichever page they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from casework import drafting, filing, reviews
from casework.days import local_date
from casework.deadlines import recompute
from casework.desks import INSTITUTION
from casework.divisions import DivisionPath
from casework.dossier import Attachment, Dossier, Ending
from casework.reviews import Judgement
from casework.sealed_answers import sealed_page
from casework.states import State
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import Applicant
from contracts.events.project import TrainingRecorded
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from contracts.working_days import WorkingDays
from policy.attachments import Attached
from policy.forms import Form
from policy.lifecycle import stage_problems
from policy.routes import Route, Step
from services.project.domain.errors import StageNotOpen
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.rulebook import TRAINING, Rulebook
from services.project.domain.starting import milestones_of

HOURS_OF_A_DAY: Final = 8
PLACES: Final = Decimal("0.001")
COURSE, HELD_ON, PERSONS, CLASS_HOURS, HELD_BY = "course", "held_on", "persons", "class_hours", "institution"


@dataclass(frozen=True, kw_only=True)
class Training:
    """What was held: `days` have 8 class hours, exact to three places; `institution_id` is the certified one."""

    course: str
    held_on: date
    persons: int
    days: Decimal
    institution_id: UUID | None

    @property
    def person_days(self) -> Decimal:
        return self.persons * self.days


@dataclass(frozen=True, kw_only=True)
class TrainingRecord:
    """`applicant` is the enterprise whose people were trained, `recorder_id` the organisation that recorded it."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    applicant: Applicant
    division: str
    recorder_id: UUID
    training: Training
    dossier: Dossier
    division_path: DivisionPath = ()
    assigner: str | None = None
    assignee_id: UUID | None = None

    @property
    def stage(self) -> str:
        """The pack's stage that it belongs to."""
        return TRAINING

    def changed(self, **members: Any) -> TrainingRecord:
        """The next version."""
        return replace(self, version=self.version + 1, **members)


@dataclass(frozen=True, kw_only=True)
class TrainingTold:
    """What is recorded: answers to the pack's form, files by slot."""

    answers: Mapping[str, Any]
    files: Sequence[tuple[str, Attachment]]

    @property
    def attachments(self) -> dict[str, tuple[Attachment, ...]]:
        slots = dict.fromkeys(slot for slot, _ in self.files)
        return {slot: tuple(file for at, file in self.files if at == slot) for slot in slots}


@dataclass(frozen=True, kw_only=True)
class TrainingDecision:
    """The record as it is from now on, and what to tell the others."""

    record: TrainingRecord
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TrainingSituation:
    """What a record is judged by. `institutions` are the organisations that it names, by id: their kind."""

    project: Project
    book: Rulebook
    known: Known
    institutions: Mapping[UUID, str | None]
    at: datetime

    @property
    def form(self) -> Form:
        return self.book.form_of(TRAINING)

    @property
    def route(self) -> Route | None:
        name = self.book.pack.stage(TRAINING).route
        return self.book.pack.route(name) if name else None

    def step(self, dossier: Dossier) -> Step | None:
        """What the pack says about the step that a record is in."""
        return self.route.step(dossier.step.index) if self.route and dossier.step else None


def record_training(situation: TrainingSituation, told: TrainingTold, sealer: Sealer, *, by: Actor) -> TrainingDecision:
    """Handed in for confirmation along the pack's route, or counted at once where there is none.

    StageNotOpen with the article, `Invalid` with everything that is wrong.
    """
    project, book = situation.project, situation.book
    _must_be_open(situation)
    training = _checked(situation, told)
    dossier = drafting.start(
        applicant_id=project.applicant.id, pack=book.pack.ref, form=situation.form.key, at=situation.at
    )
    record = TrainingRecord(
        id=uuid4(),
        city=project.city,
        version=1,
        case_id=project.case_id,
        project_id=project.id,
        applicant=project.applicant,
        division=project.division,
        division_path=situation.known.division_path,
        recorder_id=by.organisation_id or project.applicant.id,
        training=training,
        dossier=dossier,
    )
    return _handed_in(record, situation, told, sealer, by=by)


def correct_training(
    record: TrainingRecord, situation: TrainingSituation, told: TrainingTold, sealer: Sealer, *, by: Actor
) -> TrainingDecision:
    """What was returned, handed in again whole."""
    corrected = record.changed(training=_checked(situation, told))
    return _handed_in(corrected, situation, told, sealer, by=by)


def review_training(
    record: TrainingRecord, situation: TrainingSituation, judgement: Judgement, *, by: Actor
) -> TrainingDecision:
    """At the next step, counted by the last one, returned, or refused. Refuses as `casework.reviews.review`."""
    route, calendar = situation.route, situation.known.calendar
    assert route is not None  # a record is in review only along a route
    slots = (f"attachments.{slot.code}" for slot in situation.book.slots_of(TRAINING))
    fields = (f"answers.{page.key}.{field.key}" for page in situation.form.pages for field in page.fields)
    targets = frozenset((*slots, *fields))
    at = situation.at
    dossier = reviews.review(record.dossier, route, calendar, judgement, by=by, at=at, targets=targets)
    step = situation.step(dossier)
    reviewed = record.changed(dossier=dossier, assigner=step.assigned_by if step else None)
    return _announced(reviewed, at=at, by=by)


def recomputed(record: TrainingRecord, calendar: WorkingDays) -> TrainingRecord | None:
    """With its deadline by a changed calendar; None when it stays as it is."""
    dossier = recompute(record.dossier, calendar)
    return record.changed(dossier=dossier) if dossier != record.dossier else None


def _handed_in(
    record: TrainingRecord, situation: TrainingSituation, told: TrainingTold, sealer: Sealer, *, by: Actor
) -> TrainingDecision:
    form, route, at = situation.form, situation.route, situation.at
    before = record.dossier.answers
    answers = {page: sealed_page(form, page, content, before, sealer) for page, content in told.answers.items()}
    dossier = replace(record.dossier, answers=answers, attachments=told.attachments)
    if route is None:
        done = _counted_at_once(dossier, by=by, at=at)
        return _announced(replace(record, dossier=done), at=at, by=by)
    handed_in = filing.submit(dossier, route, situation.known.calendar, by=by, at=at, statement_version=None)
    step = situation.step(handed_in)
    waiting = replace(record, dossier=handed_in, assigner=step.assigned_by if step else None)
    return TrainingDecision(record=waiting)


def _counted_at_once(dossier: Dossier, *, by: Actor, at: datetime) -> Dossier:
    filed = (filing.filing_of(dossier, by=by, at=at),)
    return replace(dossier, filings=filed, state=State.APPROVED, ending=Ending(at=at, by=by.account_id))


def _announced(record: TrainingRecord, *, at: datetime, by: Actor) -> TrainingDecision:
    if record.dossier.state is not State.APPROVED:
        return TrainingDecision(record=record)
    training = record.training
    event = TrainingRecorded(
        city=record.city,
        case_id=record.case_id,
        aggregate_id=record.id,
        sequence=record.version,
        at=at,
        actor=by.account_id,
        applicant=record.applicant,
        course=training.course,
        held_on=training.held_on,
        persons=training.persons,
        days=str(training.days),
        person_days=str(training.person_days),
        project_id=record.project_id,
        institution_id=training.institution_id,
    )
    return TrainingDecision(record=record, events=(event,))


def _must_be_open(situation: TrainingSituation) -> None:
    milestones = milestones_of(situation.project, situation.known)
    pack = situation.book.pack
    problems = [Problem(code="stage_not_in_pack", inputs={"stage": TRAINING})]
    if situation.book.has(TRAINING):
        problems = stage_problems(pack, TRAINING, milestones, situation.at)
    if problems:
        raise StageNotOpen(problems=problems, stage=TRAINING)


def _checked(situation: TrainingSituation, told: TrainingTold) -> Training:
    """What the answers say, counted; `Invalid` with everything that is wrong."""
    form, answers = situation.form, dict(told.answers)
    facts = {name.split(".")[-1]: fact for name, fact in form.facts(answers).items()}
    present = [Attached(slot, file.name, file.media_type, file.size) for slot, file in told.files]
    problems = [
        *form.problems(answers, complete=True),
        *situation.book.slots_of(TRAINING).problems(present, True, form.facts(answers)),
        *_own_problems(situation, facts),
    ]
    missing = [name for name in (COURSE, HELD_ON, PERSONS, CLASS_HOURS) if facts.get(name) is None]
    problems += [] if problems else [Problem(code="required", field=path_of(form, name)) for name in missing]
    if problems:
        raise Invalid(problems=problems)
    institution = facts.get(HELD_BY)
    return Training(
        course=facts[COURSE],
        held_on=facts[HELD_ON],
        persons=facts[PERSONS],
        days=(Decimal(facts[CLASS_HOURS]) / HOURS_OF_A_DAY).quantize(PLACES),
        institution_id=UUID(institution) if institution else None,
    )


def _own_problems(situation: TrainingSituation, facts: Mapping[str, Any]) -> Iterator[Problem]:
    form = situation.form
    held_on, hours, held_by = facts.get(HELD_ON), facts.get(CLASS_HOURS), facts.get(HELD_BY)
    days = Decimal(hours) / HOURS_OF_A_DAY if hours is not None else None
    if held_on is not None and held_on > local_date(situation.at):
        inputs = {"found_on": held_on.isoformat()}
        yield Problem(code="in_the_future", field=path_of(form, HELD_ON), inputs=inputs)
    if days is not None and (days <= 0 or days % PLACES):
        inputs = {"class_hours": str(hours), "hours_of_a_day": HOURS_OF_A_DAY}
        yield Problem(code="not_in_thousandths_of_a_day", field=path_of(form, CLASS_HOURS), inputs=inputs)
    kind = situation.institutions.get(UUID(held_by)) if held_by else INSTITUTION
    if kind != INSTITUTION:
        yield Problem(code="not_an_institution", field=path_of(form, HELD_BY), inputs={"kind": kind})


def path_of(form: Form, name: str) -> str:
    """Where the field of this name stands."""
    page = next((page.key for page in form.pages for field in page.fields if field.key == name), form.key)
    return f"answers.{page}.{name}"
