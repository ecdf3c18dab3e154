"""An acceptance as the API shows it: the same for the answer of a command and for a reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework.desks import is_for_applicant, may_take, next_actor
from casework.masking import masked
from casework.shown import (
    shown_attachments,
    shown_conditions,
    shown_ending,
    shown_filings,
    shown_item,
    shown_next,
    shown_review,
    shown_route,
    shown_slot,
    shown_step,
)
from casework.states import Action, State, is_allowed
from contracts.actor import Actor
from contracts.wire import to_json
from services.acceptance.domain.acceptance import SERVICE, Acceptance
from services.acceptance.domain.known import KnownProject
from services.acceptance.domain.rights import sees_papers
from services.acceptance.domain.rulebook import Rulebook

Shown = dict[str, Any]

_DRAFTING = ("save_answers", "attach", "remove_attachment")
_PAPERS = ("save_paper", "attach_report", "remove_report")


def shown_acceptance(acceptance: Acceptance, rules: Rulebook, actor: Actor) -> Shown:
    """Everything that this actor may know. The assessor's papers are the applicant's once it was decided."""
    dossier = acceptance.dossier
    is_open = sees_papers(actor, acceptance, rules)
    return {
        "id": str(acceptance.id),
        "version": acceptance.version,
        "case_id": str(acceptance.case_id),
        "project_id": str(acceptance.project_id),
        "state": dossier.state.value,
        "pack": dossier.pack.text,
        "pack_sha256": dossier.pack.sha256,
        "applicant": to_json(acceptance.applicant),
        "division": acceptance.division,
        "started_at": to_json(dossier.started_at),
        "submitted_at": to_json(dossier.submitted_at),
        "step": shown_step(dossier, rules.step(dossier)),
        "next": shown_next(next_actor(acceptance)),
        "actions": list(_actions(acceptance, rules, actor)),
        "answers": masked(to_json(dossier.answers)),
        "problems": _problems(acceptance, rules),
        "attachments": shown_attachments(dossier.attachments),
        "stale_pages": list(rules.stale_pages(dossier)),
        "items_to_correct": [shown_item(item) for item in dossier.items_to_correct],
        "filings": shown_filings(dossier),
        "reviews": [shown_review(each) for each in dossier.reviews],
        "ending": shown_ending(dossier.ending),
        "assignee_id": to_json(acceptance.assignee_id),
        "papers": masked(to_json(acceptance.papers.answers)) if is_open else {},
        "reports": shown_attachments(acceptance.papers.attachments) if is_open else {},
        "result": to_json(acceptance.result),
    }


def shown_form(rules: Rulebook) -> Shown:
    """What is asked for in this pack version, of the enterprise and of the assessor, and who decides."""
    return {
        "pack": rules.pack.ref.text,
        "pack_sha256": rules.pack.ref.sha256,
        "form": dict(rules.form.describe()),
        "slots": [shown_slot(slot) for slot in rules.slots],
        "papers": [dict(form.describe()) for form in rules.all_papers()],
        "reports": [shown_slot(slot) for slot in rules.all_reports()],
        "steps": shown_route(rules.route.steps),
        "conditions": shown_conditions(rules.request_gate, rules.verdict_gate),
    }


def shown_project(project: KnownProject) -> Shown:
    """A project with its contract, as it was filed."""
    shown: Shown = to_json(project)
    return shown


def _problems(acceptance: Acceptance, rules: Rulebook) -> list[Shown]:
    if not acceptance.dossier.is_open_for_changes:
        return []
    found = rules.form.problems(dict(acceptance.dossier.answers), complete=False)
    return [problem.as_wire() for problem in found]


def _actions(acceptance: Acceptance, rules: Rulebook, actor: Actor) -> Iterator[str]:
    """What may be done now by this actor, so that a client shows only buttons that work."""
    yield from _of_applicant(acceptance, actor)
    yield from _of_reviewer(acceptance, rules, actor)
    if acceptance.dossier.is_live and acceptance.dossier.filings and actor.may("acceptance.void"):
        yield "void"


def _of_applicant(acceptance: Acceptance, actor: Actor) -> Iterator[str]:
    if not is_for_applicant(actor, acceptance) or not actor.may("acceptance.request"):
        return
    if acceptance.dossier.is_open_for_changes:
        yield from _DRAFTING
    if is_allowed(acceptance.state, Action.SUBMIT):
        yield "submit"
    if actor.organisation_id == acceptance.applicant.id and is_allowed(acceptance.state, Action.WITHDRAW):
        yield "withdraw"


def _of_reviewer(acceptance: Acceptance, rules: Rulebook, actor: Actor) -> Iterator[str]:
    step = rules.step(acceptance.dossier)
    if acceptance.state is not State.IN_REVIEW or step is None:
        return
    if step.assigned_by in actor.roles and actor.may("acceptance.assign"):
        yield "assign"
    if actor.may("acceptance.review") and may_take(actor, acceptance, step, service=SERVICE):
        yield from _PAPERS if step.forms and actor.may("acceptance.assess") else ()
        yield "review"
