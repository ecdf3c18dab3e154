"""A stage of a project as the API shows it: in short beside the others, or with all that it says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework import shown
from casework.desks import next_actor
from casework.mandates import acts_for
from casework.masking import masked
from contracts.actor import Actor
from contracts.wire import to_json
from services.project.domain.allowed_actions import actions_in_stage, may_start
from services.project.domain.contract import DraftContract, Line, draft_contract
from services.project.domain.drafting import problems_of_draft
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.rulebook import StageRules
from services.project.domain.stage import StageDossier
from services.project.domain.starting import milestones_of

Shown = dict[str, Any]


def shown_stage(
    project: Project, stage: StageDossier, rules: StageRules, known: Known, actor: Actor, *, at: datetime
) -> Shown:
    """All that a stage says, and the times before that it was gone through."""
    earlier = [time for time in project.earlier if time.name == stage.name]
    return {
        **shown_stage_in_short(project, rules, known, actor, at=at),
        "project_id": str(project.id),
        "version": project.version,
        "pack": stage.dossier.pack.text,
        "pack_sha256": stage.dossier.pack.sha256,
        "reason": stage.reason,
        **shown_dossier(project, stage, rules, known, actor),
        "earlier": [_time(time) for time in earlier],
    }


def shown_stage_in_short(project: Project, rules: StageRules, known: Known, actor: Actor, *, at: datetime) -> Shown:
    """Where it stands. `can_start`: it may be begun, or what was approved be amended; `waits_for` what it lacks."""
    stage = visible(project, rules.name, actor)
    dossier = stage.dossier if stage else None
    acts = acts_for(actor, project.applicant.id, project.programme_year, rules.name) and actor.may("project.save")
    return {
        "stage": rules.name,
        "title": rules.stage.title,
        "state": dossier.state.value if dossier else None,
        "number": stage.number if stage else 0,
        "is_amendment": stage.is_amendment if stage else False,
        "yields": sorted(rules.yields),
        "can_start": acts and may_start(project, rules, known, at=at),
        "waits_for": sorted(rules.stage.opens_when - milestones_of(project, known)) if not stage else [],
        "started_at": to_json(dossier.started_at) if dossier else None,
        "submitted_at": to_json(dossier.submitted_at) if dossier else None,
        "next": shown.shown_next(next_actor(project.on_desk(stage))) if stage else None,
        "actions": actions_in_stage(project, stage, rules, actor) if stage else [],
    }


def shown_dossier(project: Project, stage: StageDossier, rules: StageRules, known: Known, actor: Actor) -> Shown:
    """What was filled in, handed in and judged this time."""
    dossier = stage.dossier
    answers = masked(to_json(dossier.answers))
    return {
        "submitted_at": to_json(dossier.submitted_at),
        "step": shown.shown_step(dossier, rules.step(dossier)),
        "next": shown.shown_next(next_actor(project.on_desk(stage))),
        "actions": actions_in_stage(project, stage, rules, actor),
        "answers": rules.forms.own_pages(answers),
        "undertaking": rules.forms.undertaken_pages(answers),
        "contract": _contract(project, stage, rules, known),
        "problems": [problem.as_wire() for problem in problems_of_draft(stage, rules)],
        "attachments": shown.shown_attachments(dossier.attachments),
        "stale_pages": list(rules.stale_pages(dossier)),
        "undertaking_confirmation": shown.shown_statement(dossier.statement, rules.commitment_version),
        "items_to_correct": [shown.shown_item(item) for item in dossier.items_to_correct],
        "filings": shown.shown_filings(dossier),
        "reviews": [shown.shown_review(each) for each in dossier.reviews],
        "ending": shown.shown_ending(dossier.ending),
        "assignee_id": to_json(stage.assignee_id),
    }


def visible(project: Project, name: str, actor: Actor) -> StageDossier | None:
    """The stage as it is gone through, if this actor may see that; the time before where it is a draft of others."""
    times = sorted((time for time in project.times if time.name == name), key=lambda time: time.number)
    is_own = acts_for(actor, project.applicant.id, project.programme_year, name)
    seen = [time for time in times if is_own or time.dossier.filings]
    return seen[-1] if seen else None


def _time(stage: StageDossier) -> Shown:
    """A time before: an approved contract that was amended, a stage that was withdrawn."""
    dossier = stage.dossier
    return {
        "number": stage.number,
        "state": dossier.state.value,
        "reason": stage.reason,
        "started_at": to_json(dossier.started_at),
        "submitted_at": to_json(dossier.submitted_at),
        "ended_at": to_json(dossier.ending.at) if dossier.ending else None,
        "contract": _shown_contract(stage.contract) if stage.contract else None,
    }


def _contract(project: Project, stage: StageDossier, rules: StageRules, known: Known) -> Shown | None:
    """As it was filed; while the applicant has it, as the answers are now, with the ceilings they would get."""
    if not rules.has_contract:
        return _shown_contract(project.contract) if project.contract else None
    if stage.contract is not None and not stage.dossier.is_open_for_changes:
        return _shown_contract(stage.contract)
    said = rules.book.said(project, stage)
    return _shown_contract(draft_contract(said, known, stage.contract or project.contract))


def _shown_contract(told: Any) -> Shown:
    return {
        "is_filed": not isinstance(told, DraftContract),
        "number": told.number,
        "signed_on": to_json(told.signed_on),
        "amount_fen": to_json(told.amount),
        "down_payment_fen": to_json(told.down_payment),
        "list_price_fen": to_json(told.list_price),
        "concession_fen": to_json(told.concession),
        "group_lead_id": to_json(told.group_lead_id),
        "complete_by": to_json(told.complete_by),
        "lines": [_line(line) for line in told.lines],
    }


def _line(line: Line) -> Shown:
    is_above = line.ceiling is not None and line.price > line.ceiling
    return {
        "line": line.line,
        "product_id": str(line.product_id),
        "product_name": line.product_name,
        "category": line.category,
        "cost_category": line.cost_category,
        "link": line.link,
        "quantity": str(line.quantity),
        "price_fen": line.price.fen,
        "amount_fen": line.amount.fen,
        "ceiling_fen": to_json(line.ceiling),
        "is_listed": line.is_listed,
        "is_above_ceiling": is_above,
    }
