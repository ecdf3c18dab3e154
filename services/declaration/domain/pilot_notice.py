"""The public notice (公示) of a list: one line per declaration, objections per line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from casework import public_notice
from casework.days import local_date
from casework.public_notice import (
    NoticeLine,
    NoticePeriod,
    Objection,
    ObjectionState,
    PeriodUnit,
    PublicNotice,
    line_is_clear,
)
from casework.states import State
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import NoticeChanged, NoticeClosed, NoticeOpened
from contracts.refusal import Invalid, Problem
from contracts.working_days import WorkingDays
from policy.refs import PackRef
from services.declaration.domain.declaration import Decision, Declaration
from services.declaration.domain.errors import NoNoticeNeeded, NotProposed
from services.declaration.domain.listing import held, listed, refused
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.rulebook import Rulebook

Told = TypeVar("Told", bound=NoticeChanged)
RulesOf = Callable[[Declaration], Rulebook]
"""What the pinned pack of a declaration says."""


@dataclass(frozen=True, kw_only=True)
class PilotNotice:
    """The id of a line is the id of its declaration. `pack` is the version whose period it runs by."""

    id: UUID
    city: str
    version: int
    programme_year: str
    pack: PackRef
    notice: PublicNotice

    def changed(self, notice: PublicNotice) -> PilotNotice:
        """The next version."""
        return replace(self, version=self.version + 1, notice=notice)


@dataclass(frozen=True, kw_only=True)
class NoticeDecision:
    """The notice as it is from now on, what to tell the others, and what became of its declarations."""

    notice: PilotNotice
    events: tuple[Event, ...] = ()
    declarations: tuple[Decision, ...] = ()


def open_notice(
    notice_id: UUID,
    rules: Rulebook,
    calendar: WorkingDays,
    declarations: Sequence[Declaration],
    *,
    title: str,
    by: Actor,
    at: datetime,
) -> NoticeDecision:
    """Published now, for as long as the pack says. NotProposed names each declaration that is not ready for it."""
    listing = rules.list_rule
    if listing is None or listing.notice is None:
        raise NoNoticeNeeded(pack=rules.pack.ref.text)
    _must_be_proposed(declarations, rules)
    rule = rules.pack.notice(listing.notice)
    length = rule.length_on(local_date(at))
    planned = public_notice.PublicNotice(
        title=title or rule.title,
        period=NoticePeriod(days=length.days, unit=PeriodUnit(length.unit)),
        lines=tuple(NoticeLine(id=each.id, title=each.applicant.name, case_id=each.case_id) for each in declarations),
    )
    notice = PilotNotice(
        id=notice_id,
        city=rules.pack.city,
        version=1,
        programme_year=rules.pack.programme_year,
        pack=rules.pack.ref,
        notice=public_notice.open_notice(planned, calendar, at=at),
    )
    return NoticeDecision(notice=notice, events=(_told(NoticeOpened, notice, at=at, by=by),))


def close_notice(
    notice: PilotNotice, declarations: Sequence[Declaration], rules_of: RulesOf, *, by: Actor, at: datetime
) -> NoticeDecision:
    """The period is over: clear lines are listed, those under an objection held or refused. NoticeStillOpen before."""
    closed = notice.changed(public_notice.close_notice(notice.notice, at=at))
    return NoticeDecision(
        notice=closed,
        events=(_told(NoticeClosed, closed, at=at, by=by),),
        declarations=tuple(
            _settled(each, rules_of, closed.notice, by=by, at=at) for each in declarations if _is_waiting(each, closed)
        ),
    )


def raise_objection(notice: PilotNotice, line_id: UUID, objection: Objection) -> PilotNotice:
    """With an objection (异议) to one line; the other lines go on."""
    return notice.changed(public_notice.raise_objection(notice.notice, line_id, objection))


def decide_objection(
    notice: PilotNotice,
    objection_id: UUID,
    declarations: Sequence[Declaration],
    rules_of: RulesOf,
    *,
    is_upheld: bool,
    findings: str,
    by: Actor,
    at: datetime,
) -> NoticeDecision:
    """With the objection decided. After the period this settles its line, unless another objection holds it."""
    decided = notice.changed(
        public_notice.decide_objection(
            notice.notice, objection_id, is_upheld=is_upheld, findings=findings, by=by, at=at
        )
    )
    settled = [
        _settled(each, rules_of, decided.notice, by=by, at=at)
        for each in declarations
        if each.place.state is PilotState.HELD and _is_decided(decided.notice.line(each.id))
    ]
    return NoticeDecision(notice=decided, declarations=tuple(settled))


def recomputed(notice: PilotNotice, calendar: WorkingDays, *, by: Actor, at: datetime) -> NoticeDecision | None:
    """With its last day by a changed calendar, never earlier; None when it stays as it is."""
    changed = public_notice.recompute_closing(notice.notice, calendar, at=at)
    if changed == notice.notice:
        return None
    later = notice.changed(changed)
    return NoticeDecision(notice=later, events=(_told(NoticeOpened, later, at=at, by=by),))


def line_of(notice: PilotNotice, objection_id: UUID) -> UUID | None:
    """The line that an objection is about."""
    for line in notice.notice.lines:
        if any(each.id == objection_id for each in line.objections):
            return line.id
    return None


def _settled(declaration: Declaration, rules_of: RulesOf, notice: PublicNotice, *, by: Actor, at: datetime) -> Decision:
    line = notice.line(declaration.id)
    if line_is_clear(notice, declaration.id, at=at):
        return listed(declaration, rules_of(declaration), by=by, at=at)
    if any(each.state is ObjectionState.UPHELD for each in line.objections):
        return Decision(declaration=refused(declaration))
    return Decision(declaration=held(declaration))


def _is_waiting(declaration: Declaration, notice: PilotNotice) -> bool:
    """Whether it still waits for this notice; one that was declared void meanwhile does not."""
    place = declaration.place
    return declaration.state is State.APPROVED and place.state is PilotState.PUBLISHED and place.notice_id == notice.id


def _is_decided(line: NoticeLine) -> bool:
    return all(each.state is not ObjectionState.RAISED for each in line.objections) or any(
        each.state is ObjectionState.UPHELD for each in line.objections
    )


def _must_be_proposed(declarations: Sequence[Declaration], rules: Rulebook) -> None:
    programme = (rules.pack.city, rules.pack.programme_year)
    problems = [
        Problem(code="not_proposed", field=f"declaration_ids.{index}", inputs={"state": each.place.state.value})
        for index, each in enumerate(declarations)
        if each.place.state is not PilotState.PROPOSED
        or each.state is not State.APPROVED
        or (each.city, each.programme_year) != programme
    ]
    if not declarations:
        raise Invalid(problems=[Problem(code="required", field="declaration_ids")])
    if problems:
        raise NotProposed(problems=problems)


def _told(kind: type[Told], notice: PilotNotice, *, at: datetime, by: Actor) -> Told:
    members: dict[str, Any] = {"opens_at": notice.notice.opened_at, "closes_at": notice.notice.closes_at}
    return kind(
        city=notice.city, aggregate_id=notice.id, sequence=notice.version, at=at, actor=by.account_id, **members
    )
