"""What may be done now by this actor: the names of operations, so that a client shows only buttons that work."""

from __future__ import annotations

from collections.abc import Iterator

from casework.desks import may_take
from casework.reviews import took_part_in_filing
from casework.states import Action, State, is_allowed
from contracts.actor import Actor
from services.project.domain.project import PROJECT_TRANSITIONS, Project, ProjectAction
from services.project.domain.rulebook import Rulebook

_DRAFTING = ("save_answers", "save_undertaking", "confirm_undertaking", "attach", "remove_attachment")


def allowed_actions(project: Project, rules: Rulebook, actor: Actor) -> list[str]:
    """In the order in which they are usually done."""
    return [*_of_applicant(project, actor), *_of_office(project, rules, actor)]


def _of_applicant(project: Project, actor: Actor) -> Iterator[str]:
    if actor.organisation_id != project.applicant.id:
        return
    state = project.dossier.state
    if project.dossier.is_open_for_changes and actor.may("project.save"):
        yield from _DRAFTING
    if is_allowed(state, Action.SUBMIT) and actor.may("project.submit"):
        yield "submit"
    if is_allowed(state, Action.WITHDRAW) and actor.may("project.withdraw"):
        yield "withdraw"
    if _knows(project, ProjectAction.REPORT_PROGRESS) and actor.may("project.report_progress"):
        yield "report_progress"
    if _knows(project, ProjectAction.TERMINATE) and actor.may("project.terminate"):
        yield "terminate"


def _of_office(project: Project, rules: Rulebook, actor: Actor) -> Iterator[str]:
    if actor.organisation_id == project.applicant.id:
        return
    step = rules.step(project.dossier)
    takes_step = step is not None and may_take(actor, project, step, service="project")
    if takes_step and project.dossier.state is State.IN_REVIEW and actor.may("project.review"):
        yield "review"
    if project.assigner is not None and actor.may("project.assign") and project.assigner in actor.roles:
        yield "assign"
    is_apart = not took_part_in_filing(project.dossier, actor)
    if _knows(project, ProjectAction.RECORD_FINDING) and is_apart and actor.may("project.record_finding"):
        yield "record_finding"
    if _knows(project, ProjectAction.TERMINATE) and actor.may("project.terminate"):
        yield "terminate"


def _knows(project: Project, action: ProjectAction) -> bool:
    return (project.state, action) in PROJECT_TRANSITIONS
