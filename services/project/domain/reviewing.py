"""The review of a stage, and what its approval yields: the number, pilot management, the contract, the completion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from casework import reviews
from casework.days import local_date
from casework.deadlines import recompute
from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from casework.states import State
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.project import (
    ContractFiled,
    ProjectChanged,
    ProjectCompleted,
    ProjectEnrolled,
    ProjectFiled,
    ProjectRejected,
    ProjectReturned,
    ProjectStageApproved,
)
from contracts.refusal import Refusal
from contracts.working_days import WorkingDays
from policy.lifecycle import COMPLETION, CONTRACT, ENROLMENT, FILING_NUMBER
from services.project.domain.contract import Contract, event_lines
from services.project.domain.errors import PilotNotListed, StageNotOpen
from services.project.domain.known import Known
from services.project.domain.project import Decision, Project, announced, event_head
from services.project.domain.rulebook import StageRules
from services.project.domain.stage import StageDossier
from services.project.domain.starting import opening_problems

_TOLD: dict[State, type[ProjectChanged]] = {
    State.IN_REVIEW: ProjectFiled,
    State.RETURNED: ProjectReturned,
    State.REJECTED: ProjectRejected,
}


def review(
    project: Project,
    stage: StageDossier,
    rules: StageRules,
    known: Known,
    judgement: Judgement,
    *,
    by: Actor,
    at: datetime,
) -> Project:
    """At the next step, approved, returned with what to correct, or rejected. Refuses as `casework.reviews.review`.

    PilotNotListed when the applicant lost its place on the pilot list meanwhile, StageNotOpen when the stage was
    closed by something else: then it can only be returned or rejected.
    """
    dossier = reviews.review(stage.dossier, rules.route, known.calendar, judgement, by=by, at=at, targets=rules.targets)
    reviewed = stage.but(dossier=dossier, assigner=rules.assigner(dossier))
    problems = opening_problems(project, rules, known, at=at, stage=stage)
    if dossier.state is State.APPROVED and problems:
        is_delisted = known.pilot is not None and not known.pilot.is_listed
        refusal: type[Refusal] = PilotNotListed if is_delisted else StageNotOpen
        reason = known.pilot.reason if known.pilot else ""
        raise refusal(problems=problems, reason=reason, stage=stage.name)
    return project.changed(reviewed)


def told(reviewed: Project, stage: StageDossier, judgement: Judgement, *, by: Actor, at: datetime) -> Decision:
    """A verdict that does not end in an approval, announced."""
    more: dict[str, Any] = {"stage": stage.name}
    if judgement.verdict is Verdict.RETURNED:
        more["items_to_correct"] = tuple(_path(item) for item in judgement.items)
    if judgement.verdict is Verdict.REJECTED:
        more["reason"] = judgement.reason_code or ""
    event = announced(_TOLD[stage.dossier.state], reviewed, stage, at=at, by=by, **more)
    return Decision(project=reviewed, events=(event,))


def needs_number(project: Project, rules: StageRules) -> bool:
    """Whether the approval gives the project its filing number."""
    return FILING_NUMBER in rules.yields and project.filing_number is None


def number_scope(project: Project, rules: StageRules, *, at: datetime) -> str:
    """The counter that the filing number of this project is drawn from."""
    scope = rules.book.number_format.scope_of(local_date(at), project.division)
    return f"{project.programme_year}/{scope}"


def approved(
    reviewed: Project, stage: StageDossier, rules: StageRules, *, sequence: int | None, by: Actor, at: datetime
) -> Decision:
    """The project with all that the approval yields, each told; `sequence` where it gets its number.

    The contract is told with the ceilings of its filing; an amended one anew, with a higher sequence.
    """
    brought = rules.yields - (reviewed.yielded - {CONTRACT})
    number, today = reviewed.filing_number, local_date(at)
    if sequence is not None:
        number = rules.book.number_format.text(on=today, sequence=sequence, division=reviewed.division)
    completed_on = reviewed.completed_on
    if COMPLETION in brought:
        completed_on = rules.forms.completed_on(stage.dossier.answers) or today
    project = replace(
        reviewed,
        yielded=reviewed.yielded | rules.yields,
        filing_number=number,
        published_on=reviewed.published_on or (today if rules.stage.is_published else None),
        completed_on=completed_on,
    )
    return Decision(project=project, events=tuple(_yielded(project, stage, brought, by=by, at=at)))


def recomputed(project: Project, calendar: WorkingDays) -> Project | None:
    """With its deadlines by a changed calendar; None when they stay as they are."""
    stages = [stage.but(dossier=recompute(stage.dossier, calendar)) for stage in project.stages.values()]
    changed = [stage for stage in stages if stage.dossier != project.stages[stage.name].dossier]
    return project.changed(*changed) if changed else None


def _yielded(
    project: Project, stage: StageDossier, brought: frozenset[str], *, by: Actor, at: datetime
) -> Iterator[Event]:
    yields = tuple(sorted(brought))
    yield announced(ProjectStageApproved, project, stage, at=at, by=by, stage=stage.name, yields=yields)
    if ENROLMENT in brought:
        yield announced(ProjectEnrolled, project, stage, at=at, by=by)
    if CONTRACT in brought and stage.contract is not None:
        yield contract_filed(project, stage.contract, by=by, at=at)
    if COMPLETION in brought and project.completed_on is not None:
        yield announced(ProjectCompleted, project, stage, at=at, by=by, completed_on=project.completed_on)


def contract_filed(project: Project, contract: Contract, *, by: Actor, at: datetime) -> ContractFiled:
    """The contract in force, by the pack that the project is judged by now."""
    return ContractFiled(
        **event_head(project, at=at, by=by),
        applicant=project.applicant,
        provider_id=contract.provider_id,
        contract_number=contract.number,
        signed_on=contract.signed_on,
        amount_fen=contract.amount.fen,
        down_payment_fen=contract.down_payment.fen,
        payee_account_id=contract.payee_account_id,
        lines=event_lines(contract),
        list_price_fen=contract.list_price.fen if contract.list_price is not None else None,
        concession_fen=contract.concession.fen if contract.concession is not None else None,
        group_lead_id=contract.group_lead_id,
        complete_by=contract.complete_by,
        division=project.division,
        pack=project.pack.text,
        pack_sha256=project.pack.sha256,
    )


def _path(item: CorrectionItem) -> str:
    return f"{'attachments' if item.kind is ItemKind.ATTACHMENT else 'answers'}.{item.name}"
