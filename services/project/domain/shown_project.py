"""A project as the API shows it: the same for the answer of a command and for a reading.

What the first stage says stands at the top, as it does for a programme that has no other; all stages follow in short.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from casework import shown
from casework.masking import masked
from contracts.actor import Actor
from contracts.wire import to_json
from services.project.domain.allowed_actions import actions_on_project
from services.project.domain.known import Known
from services.project.domain.progress import ProgressReport
from services.project.domain.project import CheckFinding, Project
from services.project.domain.rulebook import PROGRESS, Rulebook
from services.project.domain.shown_stage import shown_dossier, shown_stage_in_short, visible

Shown = dict[str, Any]


def shown_project(project: Project, book: Rulebook, known: Known, actor: Actor, *, at: datetime) -> Shown:
    """Everything that this actor may know. Sealed answers by their last four."""
    stage = visible(project, project.first.name, actor) or project.first
    first = shown_dossier(project, stage, book.of(stage), known, actor)
    return {
        **_head(project),
        **first,
        "actions": [*first["actions"], *actions_on_project(project, actor)],
        "stages": list(_stages(project, book, known, actor, at=at)),
        "provider": _provider(project, known),
        "payee_account": _payee(project, known),
        "progress": to_json(project.progress),
        "trained": {"records": known.trained.records, "person_days": str(known.trained.person_days)},
        "findings": [_finding(each) for each in project.findings],
        "rectification": to_json(known.rectification),
        "completed_on": to_json(project.completed_on),
        "termination": _termination(project),
    }


def shown_form(book: Rulebook) -> Shown:
    """What is asked for in this pack version, and who will review it: all that a client needs to render it."""
    rules, has_progress = book.first, book.has(PROGRESS)
    return {
        **shown_stage_form(book, rules.name),
        "progress_form": dict(book.form_of(PROGRESS).describe()) if has_progress else None,
        "progress_slots": [shown.shown_slot(slot) for slot in book.slots_of(PROGRESS)] if has_progress else [],
    }


def shown_stage_form(book: Rulebook, name: str, *, is_amendment: bool = False) -> Shown:
    """What one stage asks for."""
    rules = book.at(name, is_amendment=is_amendment)
    undertaking = rules.forms.undertaking
    return {
        "pack": book.pack.ref.text,
        "pack_sha256": book.pack.ref.sha256,
        "form": dict(rules.forms.own.describe()),
        "undertaking": dict(undertaking.describe()) if undertaking else None,
        "commitment": shown.shown_text(rules.commitment),
        "slots": [shown.shown_slot(slot) for slot in rules.slots],
        "steps": shown.shown_route(rules.route.steps),
        "conditions": shown.shown_conditions(*rules.gates),
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
    dossier = project.first.dossier
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
    }


def _stages(project: Project, book: Rulebook, known: Known, actor: Actor, *, at: datetime) -> Iterator[Shown]:
    """Those of the pack in its order, begun or not; a draft of somebody else looks as if it were not begun."""
    for stage in book.stages:
        yield shown_stage_in_short(project, book.at(stage.name), known, actor, at=at)


def _provider(project: Project, known: Known) -> Shown | None:
    if project.provider_id is None:
        return None
    provider = known.provider(project.provider_id)
    return {
        "id": str(project.provider_id),
        "name": provider.name if provider else None,
        "state": provider.state.value if provider else None,
    }


def _payee(project: Project, known: Known) -> Shown | None:
    if project.payee_account_id is None:
        return None
    payee = known.payee(project.payee_account_id)
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
        "severity": finding.severity,
        "spot_check_id": to_json(finding.spot_check_id),
    }


def _termination(project: Project) -> Shown | None:
    if project.termination is None:
        return None
    return {"at": to_json(project.termination.at), "reason": project.termination.reason}
