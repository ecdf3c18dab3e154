"""撤回 by the applicant, termination of an enrolled project, and the move of a case to another pack version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework import drafting, endings
from contracts.actor import Actor
from contracts.events.project import ProjectTerminated
from contracts.refusal import Invalid, Problem
from contracts.working_days import WorkingDays
from services.project.domain.project import Decision, Project, ProjectAction, ProjectState, Termination, event_head
from services.project.domain.rulebook import Rulebook


def withdraw(project: Project, *, by: Actor, at: datetime, text: str) -> Project:
    """Taken back before it is decided. Nobody has to be told: no other service has begun anything with it."""
    return project.changed(dossier=endings.withdraw(project.dossier, by=by, at=at, text=text), assigner=None)


def terminate(project: Project, *, by: Actor, at: datetime, reason: str) -> Decision:
    """Ended without completion; no award follows. `Invalid` without a reason."""
    project.must_allow(ProjectAction.TERMINATE)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    ended = project.changed(termination=Termination(at=at, by=by.account_id, reason=reason))
    event = ProjectTerminated(**event_head(ended, at=at, by=by), reason=reason)
    return Decision(project=ended, events=(event,))


def moved_to_pack(project: Project, rules: Rulebook, calendar: WorkingDays) -> Project | None:
    """Judged by another version of its pack from now on (`rules` are the new ones); None for one that has ended.

    An enrolled one keeps its number and contract; its progress is asked for by the new version.
    """
    if project.dossier.pack == rules.pack.ref:
        return None
    if project.dossier.is_live:
        dossier = drafting.move_to_pack(project.dossier, rules.route, calendar, pack=rules.pack.ref)
        return project.changed(dossier=dossier, assigner=rules.assigner(dossier))
    if project.state is ProjectState.ENROLLED:
        return project.changed(dossier=replace(project.dossier, pack=rules.pack.ref))
    return None
