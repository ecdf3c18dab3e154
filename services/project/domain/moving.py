"""A project that was begun under a call is judged by another version of its pack from now on: an act with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.project import ProjectMovedToPack
from contracts.refusal import ActionNotAllowed, Invalid, Problem
from contracts.working_days import WorkingDays
from services.project.domain.endings import moved_to_pack
from services.project.domain.errors import MovedWithItsCase
from services.project.domain.project import Decision, Project, announced
from services.project.domain.reviewing import contract_filed
from services.project.domain.rulebook import Rulebook


def move_to_pack(
    project: Project, book: Rulebook, calendar: WorkingDays, *, by: Actor, at: datetime, reason: str
) -> Decision:
    """By the rules of `book`, with everything that was approved. Its contract is told anew: money follows it.

    MovedWithItsCase for a project of the pilot list; ActionNotAllowed for one that has ended, or is judged by this
    version already; `Invalid` without a reason, and for a version that lacks a stage or step that the project is in.
    """
    if project.call_id is None:
        raise MovedWithItsCase(declaration_id=str(project.pilot_id))
    problems = list(_problems(project, book, reason))
    if problems:
        raise Invalid(problems=problems)
    moved = moved_to_pack(project, book, calendar)
    if moved is None:
        raise ActionNotAllowed(state=project.state.value, action="move_to_pack")
    return Decision(project=moved, events=tuple(_told(moved, by=by, at=at, reason=reason)))


def _problems(project: Project, book: Rulebook, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem(code="required", field="reason")
    for name in project.stages:
        if name not in {stage.name for stage in book.stages}:
            yield Problem(code="stage_not_in_pack", field="pack", inputs={"stage": name})


def _told(moved: Project, *, by: Actor, at: datetime, reason: str) -> Iterator[Event]:
    """Nothing while no stage of it is approved: nobody else knows it, and its approval will tell the version."""
    if not moved.milestones:
        return
    yield announced(ProjectMovedToPack, moved, moved.current, at=at, by=by, reason=reason)
    contract = moved.contract_in_force
    if contract is not None:
        yield contract_filed(moved, contract, by=by, at=at)
