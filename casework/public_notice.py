"""A public notice (公示) whose lines can be objected to one by one (DL10).

An objection holds only its own line, and an upheld one for good: what was wrong is published anew.
The period counts to the end of its last day in the time of the city, by the clock and not by a timer:
a timer that is late or early changes no decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.days import end_of, local_date
from casework.refusals import LineUnderObjection, NoticeNotOpen, NoticeStillOpen
from casework.states import move
from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import Invalid, NotFound, Problem
from contracts.sealed import Sealed
from contracts.working_days import Deadline, WorkingDays


class NoticeState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class NoticeAction(StrEnum):
    OPEN = "open_notice"
    RAISE_OBJECTION = "raise_objection"
    CLOSE = "close_notice"


class ObjectionState(StrEnum):
    RAISED = "raised"
    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"


class ObjectionAction(StrEnum):
    UPHOLD = "uphold"
    DISMISS = "dismiss"


class PeriodUnit(StrEnum):
    """What the days of a notice period are; which of them is the pack's business."""

    WORKING_DAY = "working_day"
    DAY = "day"


NOTICE_TRANSITIONS: Final[Mapping[tuple[NoticeState, NoticeAction], NoticeState]] = {
    (NoticeState.PLANNED, NoticeAction.OPEN): NoticeState.OPEN,
    (NoticeState.OPEN, NoticeAction.RAISE_OBJECTION): NoticeState.OPEN,
    (NoticeState.OPEN, NoticeAction.CLOSE): NoticeState.CLOSED,
}

OBJECTION_TRANSITIONS: Final[Mapping[tuple[ObjectionState, ObjectionAction], ObjectionState]] = {
    (ObjectionState.RAISED, ObjectionAction.UPHOLD): ObjectionState.UPHELD,  # 异议成立
    (ObjectionState.RAISED, ObjectionAction.DISMISS): ObjectionState.NOT_UPHELD,  # 异议不成立
}


@dataclass(frozen=True, kw_only=True)
class NoticePeriod:
    """The day of publication does not count; the last day counts to its end (民法典第二百零一条)."""

    days: int
    unit: PeriodUnit

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"not a notice period: {self.days} days")

    def end(self, opens_on: date, calendar: WorkingDays) -> Deadline:
        """The last day of the period."""
        if self.unit is PeriodUnit.WORKING_DAY:
            return calendar.add(opens_on, self.days)
        return Deadline(opens_on + timedelta(days=self.days), is_provisional=False)


@dataclass(frozen=True, kw_only=True)
class Objection:
    """`contact` (phone or address) is sealed; `findings` is what the investigation found, once decided."""

    id: UUID
    raised_by: str
    text: str
    contact: Sealed
    at: datetime
    account_id: UUID | None = None
    state: ObjectionState = ObjectionState.RAISED
    findings: str = ""
    decided_by: UUID | None = None
    decided_at: datetime | None = None

    @property
    def holds_its_line(self) -> bool:
        return self.state is not ObjectionState.NOT_UPHELD


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One subject that is published: a case, or one of its projects, with the amount where there is one."""

    id: UUID
    title: str
    case_id: UUID
    project_id: UUID | None = None
    amount_fen: Money | None = None
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PublicNotice:
    """`closes_on` is known from the opening on; `is_provisional` when it counts days of an unconfirmed year."""

    title: str
    period: NoticePeriod
    lines: tuple[NoticeLine, ...]
    state: NoticeState = NoticeState.PLANNED
    opened_at: datetime | None = None
    closes_on: date | None = None
    is_provisional: bool = False
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        if len({line.id for line in self.lines}) != len(self.lines):
            raise ValueError("each line of a notice has an id of its own")

    @property
    def opens_on(self) -> date | None:
        """The day of publication."""
        return local_date(self.opened_at) if self.opened_at else None

    @property
    def closes_at(self) -> datetime | None:
        """The first instant after the period."""
        return end_of(self.closes_on) if self.closes_on else None

    def has_ended(self, *, at: datetime) -> bool:
        """Whether the period was opened and is over."""
        return self.closes_at is not None and at >= self.closes_at

    def line(self, line_id: UUID) -> NoticeLine:
        """One line, or NotFound."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise NotFound(line_id=str(line_id))


def open_notice(notice: PublicNotice, calendar: WorkingDays, *, at: datetime) -> PublicNotice:
    """Published: the period runs. ActionNotAllowed unless planned; `Invalid` without a line."""
    state = move(NOTICE_TRANSITIONS, notice.state, NoticeAction.OPEN)
    if not notice.lines:
        raise Invalid(problems=[Problem(code="required", field="lines")])
    deadline = notice.period.end(local_date(at), calendar)
    return replace(notice, state=state, opened_at=at, closes_on=deadline.on, is_provisional=deadline.is_provisional)


def close_notice(notice: PublicNotice, *, at: datetime) -> PublicNotice:
    """The timer notes that the period is over. Lines under an objection stay held. NoticeStillOpen before."""
    state = move(NOTICE_TRANSITIONS, notice.state, NoticeAction.CLOSE)
    _must_have_ended(notice, at=at)
    return replace(notice, state=state, closed_at=at)


def raise_objection(notice: PublicNotice, line_id: UUID, objection: Objection) -> PublicNotice:
    """The notice with an objection to one line, at the instant `objection.at`.

    NoticeNotOpen before the opening and after the period, NotFound for another line; `Invalid`
    without a text or a name: an anonymous objection cannot be investigated with its author.
    """
    line = notice.line(line_id)
    is_open = (notice.state, NoticeAction.RAISE_OBJECTION) in NOTICE_TRANSITIONS
    if not is_open or notice.has_ended(at=objection.at):
        closes_at = notice.closes_at.isoformat() if notice.closes_at else None
        raise NoticeNotOpen(state=notice.state.value, closes_at=closes_at)
    problems = [
        Problem(code="required", field=name) for name in ("raised_by", "text") if not getattr(objection, name).strip()
    ]
    if problems:
        raise Invalid(problems=problems)
    return _with_line(notice, replace(line, objections=(*line.objections, objection)))


def decide_objection(
    notice: PublicNotice, objection_id: UUID, *, is_upheld: bool, findings: str, by: Actor, at: datetime
) -> PublicNotice:
    """The investigation is over, with its findings: 异议成立 or 异议不成立. During the period or after it.

    NotFound for another objection, ActionNotAllowed for a decided one, `Invalid` without findings.
    """
    line, objection = _objection(notice, objection_id)
    action = ObjectionAction.UPHOLD if is_upheld else ObjectionAction.DISMISS
    state = move(OBJECTION_TRANSITIONS, objection.state, action)
    if not findings.strip():
        raise Invalid(problems=[Problem(code="required", field="findings")])
    decided = replace(objection, state=state, findings=findings, decided_by=by.account_id, decided_at=at)
    others = tuple(decided if each.id == objection_id else each for each in line.objections)
    return _with_line(notice, replace(line, objections=others))


def line_is_clear(notice: PublicNotice, line_id: UUID, *, at: datetime) -> bool:
    """Whether the period is over and no objection holds this line."""
    line = notice.line(line_id)
    return notice.has_ended(at=at) and not any(each.holds_its_line for each in line.objections)


def must_be_clear(notice: PublicNotice, line_id: UUID, *, at: datetime) -> None:
    """NoticeStillOpen or LineUnderObjection unless the line is clear."""
    line = notice.line(line_id)
    _must_have_ended(notice, at=at)
    holding = [str(each.id) for each in line.objections if each.holds_its_line]
    if holding:
        raise LineUnderObjection(line_id=str(line_id), objections=holding)


def recompute_closing(notice: PublicNotice, calendar: WorkingDays, *, at: datetime) -> PublicNotice:
    """The notice by a changed calendar. A published period is never shortened, and one that is over stays over."""
    if notice.opens_on is None or notice.closes_on is None or notice.has_ended(at=at):
        return notice
    deadline = notice.period.end(notice.opens_on, calendar)
    closes_on = max(notice.closes_on, deadline.on)
    return replace(notice, closes_on=closes_on, is_provisional=deadline.is_provisional)


def _must_have_ended(notice: PublicNotice, *, at: datetime) -> None:
    if not notice.has_ended(at=at):
        closes_on = notice.closes_on.isoformat() if notice.closes_on else None
        raise NoticeStillOpen(closes_on=closes_on, closes_at=notice.closes_at.isoformat() if notice.closes_at else None)


def _objection(notice: PublicNotice, objection_id: UUID) -> tuple[NoticeLine, Objection]:
    for line in notice.lines:
        for objection in line.objections:
            if objection.id == objection_id:
                return line, objection
    raise NotFound(objection_id=str(objection_id))


def _with_line(notice: PublicNotice, changed: NoticeLine) -> PublicNotice:
    lines = tuple(changed if line.id == changed.id else line for line in notice.lines)
    return replace(notice, lines=lines)
