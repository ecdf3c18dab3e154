"""The review of a filing, and its end: enrolled under a number, with the contract told to those who pay by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from casework import reviews
from casework.days import local_date
from casework.deadlines import recompute
from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.project import (
    ContractFiled,
    ProjectChanged,
    ProjectEnrolled,
    ProjectFiled,
    ProjectRejected,
    ProjectReturned,
    ProjectStageApproved,
)
from contracts.working_days import WorkingDays
from services.project.domain.contract import event_lines
from services.project.domain.errors import PilotNotListed
from services.project.domain.known import Known
from services.project.domain.project import Decision, Project, ProjectState, announced, event_head
from services.project.domain.rulebook import STAGE, Rulebook

_TOLD: dict[ProjectState, type[ProjectChanged]] = {
    ProjectState.IN_REVIEW: ProjectFiled,
    ProjectState.RETURNED: ProjectReturned,
    ProjectState.REJECTED: ProjectRejected,
}


def review(
    project: Project, rules: Rulebook, known: Known, judgement: Judgement, *, by: Actor, at: datetime
) -> Project:
    """At the next step, approved, returned with what to correct, or rejected. Refuses as `casework.reviews.review`.

    PilotNotListed when the applicant lost its place on the pilot list meanwhile: it can only be returned or rejected.
    """
    dossier = reviews.review(
        project.dossier, rules.route, known.calendar, judgement, by=by, at=at, targets=rules.targets
    )
    reviewed = project.changed(dossier=dossier, assigner=rules.assigner(dossier))
    problems = rules.stage_problems(STAGE, known.milestones, at)
    if reviewed.state is ProjectState.ENROLLED and problems:
        raise PilotNotListed(problems=problems, reason=known.pilot.reason if known.pilot else "")
    return reviewed


def told(reviewed: Project, judgement: Judgement, *, by: Actor, at: datetime) -> Decision:
    """A verdict that does not enrol it, announced."""
    more: dict[str, Any] = {}
    if judgement.verdict is Verdict.RETURNED:
        more["items_to_correct"] = tuple(_path(item) for item in judgement.items)
    if judgement.verdict is Verdict.REJECTED:
        more["reason"] = judgement.reason_code or ""
    event = announced(_TOLD[reviewed.state], reviewed, at=at, by=by, **more)
    return Decision(project=reviewed, events=(event,))


def number_scope(project: Project, rules: Rulebook, *, at: datetime) -> str:
    """The counter that the filing number of this project is drawn from."""
    scope = rules.number_format.scope_of(local_date(at), project.division)
    return f"{project.programme_year}/{scope}"


def enrolled(approved: Project, rules: Rulebook, *, sequence: int, by: Actor, at: datetime) -> Decision:
    """The approved project under its filing number; the contract is told with it, with the ceilings of its filing."""
    number = rules.number_format.text(on=local_date(at), sequence=sequence, division=approved.division)
    project = replace(approved, filing_number=number)
    yields = tuple(sorted(rules.stage.yields))
    events: list[Event] = [
        announced(ProjectStageApproved, project, at=at, by=by, stage=STAGE, yields=yields),
        announced(ProjectEnrolled, project, at=at, by=by),
    ]
    contract = project.contract
    if contract is not None:
        events.append(
            ContractFiled(
                **event_head(project, at=at, by=by),
                applicant=project.applicant,
                provider_id=contract.provider_id,
                contract_number=contract.number,
                signed_on=contract.signed_on,
                amount_fen=contract.amount.fen,
                down_payment_fen=contract.down_payment.fen,
                payee_account_id=contract.payee_account_id,
                lines=event_lines(contract),
            )
        )
    return Decision(project=project, events=tuple(events))


def recomputed(project: Project, calendar: WorkingDays) -> Project | None:
    """With its deadline by a changed calendar; None when it stays as it is."""
    dossier = recompute(project.dossier, calendar)
    return project.changed(dossier=dossier) if dossier != project.dossier else None


def _path(item: CorrectionItem) -> str:
    return f"{'attachments' if item.kind is ItemKind.ATTACHMENT else 'answers'}.{item.name}"
