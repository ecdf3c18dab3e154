"""A project as the API shows it: the same for the answer of a command and for a reading."""

from __future__ import annotations

from typing import Any

from casework import shown
from casework.desks import next_actor
from casework.masking import masked
from contracts.actor import Actor
from contracts.wire import to_json
from services.project.domain.allowed_actions import allowed_actions
from services.project.domain.contract import DraftContract, Line, draft_contract
from services.project.domain.drafting import problems_of_draft
from services.project.domain.filing_forms import FilingForms
from services.project.domain.known import Known
from services.project.domain.progress import ProgressReport
from services.project.domain.project import CheckFinding, Project
from services.project.domain.rulebook import Rulebook

Shown = dict[str, Any]


def shown_project(project: Project, rules: Rulebook, known: Known, actor: Actor) -> Shown:
    """Everything that this actor may know. Sealed answers by their last four."""
    dossier = project.dossier
    return {
        **_head(project),
        "step": shown.shown_step(dossier, rules.step(dossier)),
        "next": shown.shown_next(next_actor(project)),
        "actions": allowed_actions(project, rules, actor),
        **_answers(project, rules.forms),
        "contract": _contract(project, rules, known),
        "provider": _provider(project, known),
        "payee_account": _payee(project, known),
        "problems": [problem.as_wire() for problem in problems_of_draft(project, rules)],
        "attachments": shown.shown_attachments(dossier.attachments),
        "stale_pages": list(rules.stale_pages(dossier)),
        "undertaking_confirmation": shown.shown_statement(dossier.statement, rules.commitment_version),
        "items_to_correct": [shown.shown_item(item) for item in dossier.items_to_correct],
        "filings": shown.shown_filings(dossier),
        "reviews": [shown.shown_review(each) for each in dossier.reviews],
        "ending": shown.shown_ending(dossier.ending),
        "assignee_id": to_json(project.assignee_id),
        "progress": to_json(project.progress),
        "findings": [_finding(each) for each in project.findings],
        "rectification": to_json(known.rectification),
        "termination": _termination(project),
    }


def shown_form(rules: Rulebook) -> Shown:
    """What is asked for in this pack version, and who will review it: all that a client needs to render it."""
    undertaking = rules.forms.undertaking
    return {
        "pack": rules.pack.ref.text,
        "pack_sha256": rules.pack.ref.sha256,
        "form": dict(rules.forms.filing.describe()),
        "undertaking": dict(undertaking.describe()) if undertaking else None,
        "commitment": shown.shown_text(rules.commitment),
        "slots": [shown.shown_slot(slot) for slot in rules.slots],
        "steps": shown.shown_route(rules.route.steps),
        "conditions": shown.shown_conditions(*rules.gates),
        "progress_form": dict(rules.progress_form.describe()),
        "progress_slots": [shown.shown_slot(slot) for slot in rules.progress_slots],
    }


def shown_report(report: ProgressReport) -> Shown:
    """One progress report."""
    return {
        "id": str(report.id),
        "number": report.number,
        "percent": report.percent,
        "reported_until": to_json(report.reported_until),
        "answers": masked(to_json(report.answers)),
        "explanation": report.explanation,
        "attachments": shown.shown_attachments(report.attachments),
        "at": to_json(report.at),
    }


def _head(project: Project) -> Shown:
    dossier = project.dossier
    return {
        "id": str(project.id),
        "version": project.version,
        "case_id": str(project.case_id),
        "state": project.state.value,
        "title": project.title,
        "filing_number": project.filing_number,
        "programme_year": project.programme_year,
        "batch": project.batch,
        "pack": dossier.pack.text,
        "pack_sha256": dossier.pack.sha256,
        "applicant": to_json(project.applicant),
        "division": project.division,
        "started_at": to_json(dossier.started_at),
        "submitted_at": to_json(dossier.submitted_at),
    }


def _answers(project: Project, forms: FilingForms) -> Shown:
    answers = masked(to_json(project.dossier.answers))
    return {"answers": forms.own_pages(answers), "undertaking": forms.undertaken_pages(answers)}


def _contract(project: Project, rules: Rulebook, known: Known) -> Shown:
    """As it was filed; while the applicant has it, as the answers are now, with the ceilings they would get."""
    filed = project.contract
    if filed is not None and not project.dossier.is_open_for_changes:
        told: Any = filed
    else:
        told = draft_contract(rules.forms, project.dossier.answers, known, filed)
    return {
        "is_filed": not isinstance(told, DraftContract),
        "number": told.number,
        "signed_on": to_json(told.signed_on),
        "amount_fen": to_json(told.amount),
        "down_payment_fen": to_json(told.down_payment),
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


def _provider(project: Project, known: Known) -> Shown | None:
    if project.provider_id is None:
        return None
    provider = known.provider
    return {
        "id": str(project.provider_id),
        "name": provider.name if provider else None,
        "state": provider.state.value if provider else None,
    }


def _payee(project: Project, known: Known) -> Shown | None:
    if project.payee_account_id is None:
        return None
    payee = known.payee
    is_own = payee is not None and payee.organisation_id == project.applicant.id
    return {"id": str(project.payee_account_id), "last4": payee.last4 if payee is not None and is_own else None}


def _finding(finding: CheckFinding) -> Shown:
    return {
        "id": str(finding.id),
        "at": to_json(finding.at),
        "found_on": to_json(finding.found_on),
        "place": finding.place,
        "concerns": finding.concerns,
        "text": finding.text,
    }


def _termination(project: Project) -> Shown | None:
    if project.termination is None:
        return None
    return {"at": to_json(project.termination.at), "reason": project.termination.reason}
