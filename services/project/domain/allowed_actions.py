"""What may be done now by this actor: the names of operations, so that a client shows only buttons that work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from casework.desks import is_for_applicant, may_take
from casework.mandates import acts_for, agency
from casework.reviews import took_part_in_filing
from casework.states import Action, State, is_allowed
from contracts.actor import Actor
from contracts.refusal import Refusal
from services.project.domain.known import Known
from services.project.domain.project import PROJECT_TRANSITIONS, Project, ProjectAction
from services.project.domain.rulebook import PROGRESS, SERVICE, StageRules
from services.project.domain.stage import StageDossier
from services.project.domain.starting import start_stage

_UNDERTAKING = ("save_undertaking", "confirm_undertaking")


def actions_in_stage(project: Project, stage: StageDossier, rules: StageRules, actor: Actor) -> list[str]:
    """In the order in which they are usually done."""
    if is_for_applicant(actor, project.on_desk(stage)):
        return [*_of_applicant(stage, rules, actor, is_own=actor.organisation_id == project.applicant.id)]
    return [*_of_office(project, stage, rules, actor)]


def actions_on_project(project: Project, actor: Actor) -> list[str]:
    """What is done beside the stages."""
    is_own = actor.organisation_id == project.applicant.id
    is_apart = not any(took_part_in_filing(time.dossier, actor) for time in project.times)
    allowed = {
        ProjectAction.REPORT_PROGRESS: acts_for(actor, project.applicant.id, project.programme_year, PROGRESS),
        ProjectAction.RECORD_FINDING: not is_own and is_apart,
        ProjectAction.TERMINATE: not agency(actor, project.applicant.id),
    }
    return [
        action.value
        for action, fits in allowed.items()
        if fits and (project.state, action) in PROJECT_TRANSITIONS and actor.may(f"{SERVICE}.{action.value}")
    ]


def may_start(project: Project, rules: StageRules, known: Known, *, at: datetime) -> bool:
    """Whether the stage may be begun now, or what was approved be amended."""
    try:
        start_stage(project, rules, known, at=at, reason="?")
    except Refusal:
        return False
    return True


def _of_applicant(stage: StageDossier, rules: StageRules, actor: Actor, *, is_own: bool) -> Iterator[str]:
    state = stage.dossier.state
    if stage.dossier.is_open_for_changes and actor.may("project.save"):
        undertaking = _UNDERTAKING if rules.forms.undertaking and is_own else ()
        yield from ("save_answers", *undertaking, "attach", "remove_attachment")
    if is_allowed(state, Action.SUBMIT) and actor.may("project.submit"):
        yield "submit"
    if is_own and is_allowed(state, Action.WITHDRAW) and actor.may("project.withdraw"):
        yield "withdraw"


def _of_office(project: Project, stage: StageDossier, rules: StageRules, actor: Actor) -> Iterator[str]:
    on_desk, step = project.on_desk(stage), rules.step(stage.dossier)
    takes_step = step is not None and may_take(actor, on_desk, step, service=SERVICE)
    if takes_step and stage.dossier.state is State.IN_REVIEW and actor.may("project.review"):
        yield "review"
    if stage.assigner is not None and actor.may("project.assign") and stage.assigner in actor.roles:
        yield "assign"
