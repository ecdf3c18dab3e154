"""Deadlines of review steps: whoever has the step is reminded once before it is due, and the officers are told after.

What is due is kept as a row with the moments at which something is to be said, so that a timer looks at rows
that are due and not at every case. A step that is returned, passed on or ended is due no longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from casework.desks import next_actor
from contracts.events.base import Event
from contracts.working_days import WorkingDays
from services.registry.domain.enrolment import Enrolment

_CHINA: Final = ZoneInfo("Asia/Shanghai")
SAID_AT: Final = time(9)
"""When people begin to work."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step that somebody has now. `division` None: whoever serves the whole city in that role."""

    index: int
    stage: str | None
    role: str
    division: str | None
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DueStep:
    """One thing under review; `step` None while nobody has it. `remind_at` None: nothing is said beforehand."""

    subject_id: UUID
    city: str
    about: str
    sequence: int
    case_id: UUID | None
    step: Step | None = None
    remind_at: datetime | None = None
    escalate_at: datetime | None = None

    def reminded(self) -> DueStep:
        """Once per step."""
        return replace(self, remind_at=None)

    def escalated(self) -> DueStep:
        """Once per step; a reminder would come too late by now."""
        return replace(self, remind_at=None, escalate_at=None)

    def is_to_remind(self, now: datetime) -> bool:
        return self.remind_at is not None and self.remind_at <= now

    def is_to_escalate(self, now: datetime) -> bool:
        return self.escalate_at is not None and self.escalate_at <= now

    def facts(self) -> Mapping[str, Any]:
        """What a message about it shows: never whose it is."""
        if self.step is None:
            return {}
        shown = {"about": self.about, "step": self.step.index, "stage": self.step.stage, "due_on": self.step.due_on}
        return {name: value for name, value in shown.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class StepNews:
    """The same members as an event of a review, for what the registry reviews itself."""

    SERVICE: ClassVar[str] = "registry"

    city: str
    aggregate_id: UUID
    sequence: int
    stage: str
    step: int | None
    due_on: date | None
    acting_role: str | None
    acting_division: str | None
    case_id: UUID | None = None


def news_of(enrolment: Enrolment) -> StepNews:
    """In which step an enrolment is now, and who has it."""
    dossier, has_it = enrolment.dossier, next_actor(enrolment)
    return StepNews(
        city=enrolment.city,
        aggregate_id=enrolment.id,
        sequence=enrolment.version,
        stage=enrolment.stage,
        step=dossier.step.index if dossier.step else None,
        due_on=dossier.due_on,
        acting_role=has_it.role,
        acting_division=has_it.division,
    )


def tells_of_step(event: Event) -> bool:
    """Whether the event says which step its subject is in."""
    return hasattr(event, "acting_role")


def step_of(event: Any) -> Step | None:
    """The step that somebody has by this event; None without a deadline, and once nobody has it."""
    if event.due_on is None or event.step is None or event.acting_role is None:
        return None
    return Step(
        index=event.step,
        stage=getattr(event, "stage", None),
        role=event.acting_role,
        division=event.acting_division,
        due_on=event.due_on,
    )


def due_step_after(
    event: Any, before: DueStep | None, calendar: WorkingDays, *, days_before: int, now: datetime
) -> DueStep | None:
    """What is due after an event; None when the event was outrun by one that is known.

    A step that goes on with the same deadline keeps what was said about it.
    """
    if before is not None and before.sequence >= event.sequence:
        return None
    step = step_of(event)
    after = DueStep(
        subject_id=event.aggregate_id,
        city=event.city,
        about=event.SERVICE,
        sequence=event.sequence,
        case_id=event.case_id,
        step=step,
    )
    if step is None:
        return after
    if before is not None and before.step == step:
        return replace(after, remind_at=before.remind_at, escalate_at=before.escalate_at)
    return replace(
        after,
        remind_at=_remind_at(step.due_on, calendar, days_before=days_before, began_on=_local(now)),
        escalate_at=_at(_working_day_after(step.due_on, calendar)),
    )


def _remind_at(due_on: date, calendar: WorkingDays, *, days_before: int, began_on: date) -> datetime | None:
    """So many working days before, or on the last day where the step is shorter; never on the day on which it began."""
    if days_before == 0:
        return None
    day, left = due_on, days_before
    while left and day > began_on:
        day -= timedelta(days=1)
        left -= calendar.is_working_day(day)
    day = day if day > began_on else due_on
    return _at(day) if day > began_on else None


def _working_day_after(day: date, calendar: WorkingDays) -> date:
    following = day + timedelta(days=1)
    while not calendar.is_working_day(following):
        following += timedelta(days=1)
    return following


def _at(day: date) -> datetime:
    return datetime.combine(day, SAID_AT, _CHINA)


def _local(moment: datetime) -> date:
    return moment.astimezone(_CHINA).date()
