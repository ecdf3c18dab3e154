"""撤回 of a stage by the applicant, termination of a project, and the move of a case to another pack version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework import drafting, endings
from contracts.actor import Actor
from contracts.events.project import ProjectTerminated
from contracts.refusal import Invalid, Problem
from contracts.working_days import WorkingDays
from services.project.domain.project import (
    PROJECT_TRANSITIONS,
    Decision,
    Project,
    ProjectAction,
    Termination,
    event_head,
)
from services.project.domain.rulebook import Rulebook
from services.project.domain.stage import StageDossier


def withdraw(project: Project, stage: StageDossier, *, by: Actor, at: datetime, text: str) -> Project:
    """Taken back before it is decided. Nobody has to be told: no other service has begun anything with it."""
    return project.changed(stage.but(dossier=endings.withdraw(stage.dossier, by=by, at=at, text=text), assigner=None))


def terminate(project: Project, *, by: Actor, at: datetime, reason: str) -> Decision:
    """Ended without completion; no award follows. `Invalid` without a reason.

    A stage that is still being gone through is taken back with it: nobody decides it any more.
    """
    project.must_allow(ProjectAction.TERMINATE)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    live = [stage for stage in project.stages.values() if stage.dossier.is_live]
    closed = [
        stage.but(dossier=endings.withdraw(stage.dossier, by=by, at=at, text=reason), assigner=None) for stage in live
    ]
    ended = project.changed(*closed, termination=Termination(at=at, by=by.account_id, reason=reason))
    event = ProjectTerminated(**event_head(ended, at=at, by=by), reason=reason)
    return Decision(project=ended, events=(event,))


def moved_to_pack(project: Project, book: Rulebook, calendar: WorkingDays) -> Project | None:
    """Judged by another version of its pack from now on (`book` is the new one); None for one that has ended.

    What was approved stays: number, enrolment, contract. Progress and further stages are asked for by the new version.
    """
    can_go_on = (project.state, ProjectAction.TERMINATE) in PROJECT_TRANSITIONS
    if project.pack == book.pack.ref or not (can_go_on or project.first.dossier.is_live):
        return None
    return project.changed(*(_moved(stage, book, calendar) for stage in project.stages.values()))


def _moved(stage: StageDossier, book: Rulebook, calendar: WorkingDays) -> StageDossier:
    if not stage.dossier.is_live:
        return stage.but(dossier=replace(stage.dossier, pack=book.pack.ref))
    rules = book.of(stage)
    dossier = drafting.move_to_pack(stage.dossier, rules.route, calendar, pack=book.pack.ref)
    return stage.but(dossier=dossier, assigner=rules.assigner(dossier))
