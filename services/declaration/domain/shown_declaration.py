"""A declaration as the API shows it: the same for the answer of a command and for a reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.changes import Change
from casework.dossier import Attachment, CorrectionItem, Dossier, Review
from casework.masking import masked
from contracts.actor import Actor
from contracts.refusal import Problem
from contracts.wire import to_json
from services.declaration.domain.allowed_actions import allowed_actions
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.drafting import problems_of_draft
from services.declaration.domain.next_actor import next_actor
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.submission import Check

Shown = dict[str, Any]


def shown_declaration(declaration: Declaration, rules: Rulebook, actor: Actor) -> Shown:
    """Everything that this actor may know. Sealed answers by their last four; findings not to the applicant."""
    dossier = declaration.dossier
    is_applicant = actor.organisation_id == declaration.applicant.id
    return {
        **_head(declaration),
        "step": _step(dossier, rules),
        "next": _next(declaration),
        "actions": allowed_actions(declaration, rules, actor),
        "answers": masked(dossier.answers),
        "problems": [problem.as_wire() for problem in problems_of_draft(declaration, rules)],
        "attachments": {slot: [_attachment(each) for each in files] for slot, files in dossier.attachments.items()},
        # What was submitted was stamped: only what the applicant has can have become stale.
        "stale_pages": list(rules.stale_pages(dossier)) if dossier.is_open_for_changes else [],
        "statement": _statement(dossier, rules),
        "items_to_correct": [_item(item) for item in dossier.items_to_correct],
        "filings": [{"at": to_json(each.at), "digest": each.digest} for each in dossier.filings],
        "reviews": [_review(each) for each in dossier.reviews],
        "findings": [] if is_applicant else [_finding(each) for each in dossier.findings],
        "ending": _ending(dossier),
        "assignee_id": to_json(declaration.assignee_id),
        "place": _place(declaration),
    }


def shown_check(check: Check) -> Shown:
    """What submitting would say, and what is needed to be eligible."""
    return {
        "problems": [problem.as_wire() for problem in check.problems],
        "warnings": [problem.as_wire() for problem in check.warnings],
        "needs": [
            {"code": need.code, "article": need.article, "sentences": list(need.sentences), "is_choice": need.is_choice}
            for need in check.needs
        ],
    }


def shown_changes(changes: Iterable[Change]) -> list[Shown]:
    """What was changed, path by path."""
    return [
        {"path": change.path, "before": masked(to_json(change.before)), "after": masked(to_json(change.after))}
        for change in changes
    ]


def shown_problem(problem: Problem | None) -> Shown | None:
    return problem.as_wire() if problem is not None else None


def _head(declaration: Declaration) -> Shown:
    dossier = declaration.dossier
    return {
        "id": str(declaration.id),
        "version": declaration.version,
        "case_id": str(declaration.case_id),
        "call_id": str(declaration.call_id),
        "state": dossier.state.value,
        "programme_year": declaration.programme_year,
        "batch": declaration.batch,
        "pack": dossier.pack.text,
        "pack_sha256": dossier.pack.sha256,
        "applicant": to_json(declaration.applicant),
        "division": declaration.division,
        "started_at": to_json(dossier.started_at),
        "submitted_at": to_json(dossier.submitted_at),
    }


def _step(dossier: Dossier, rules: Rulebook) -> Shown | None:
    step = rules.step(dossier)
    if step is None or dossier.step is None:
        return None
    return {
        "index": dossier.step.index,
        "name": step.step,
        "title": step.title,
        "role": step.role,
        "division_level": step.division_level,
        "working_days": step.working_days,
        "outcomes": sorted(step.outcomes),
    }


def _next(declaration: Declaration) -> Shown:
    who = next_actor(declaration)
    return {
        "party": who.party.value,
        "role": who.role,
        "division": who.division,
        "institution_id": to_json(who.institution_id),
        "since": to_json(who.since),
        "due_on": to_json(who.due_on),
        "is_provisional": who.is_provisional,
    }


def _attachment(attachment: Attachment) -> Shown:
    return {
        "id": str(attachment.id),
        "sha256": attachment.sha256,
        "size": attachment.size,
        "media_type": attachment.media_type,
        "name": attachment.name,
        "uploaded_at": to_json(attachment.uploaded_at),
    }


def _statement(dossier: Dossier, rules: Rulebook) -> Shown | None:
    confirmation = dossier.statement
    if confirmation is None:
        return None
    return {
        "at": to_json(confirmation.at),
        "text_version": confirmation.text_version,
        "is_current": confirmation.text_version == rules.statement_version,
    }


def _item(item: CorrectionItem) -> Shown:
    return {"kind": item.kind.value, "name": item.name, "reason_code": item.reason_code, "text": item.text}


def _review(review: Review) -> Shown:
    return {
        "step": review.step,
        "role": review.role,
        "verdict": review.verdict.value,
        "opinion": review.opinion,
        "reason_code": review.reason_code,
        "items": [_item(item) for item in review.items],
        "filing": review.filing,
        "at": to_json(review.at),
        "due_on": to_json(review.due_on),
    }


def _finding(finding: Any) -> Shown:
    return {
        "step": finding.step,
        "found_on": to_json(finding.found_on),
        "place": finding.place,
        "text": finding.text,
        "at": to_json(finding.at),
    }


def _ending(dossier: Dossier) -> Shown | None:
    if dossier.ending is None:
        return None
    return {
        "at": to_json(dossier.ending.at),
        "reason_code": dossier.ending.reason_code,
        "text": dossier.ending.text,
    }


def _place(declaration: Declaration) -> Shown:
    place = declaration.place
    return {
        "state": place.state.value,
        "notice_id": to_json(place.notice_id),
        "listed_at": to_json(place.listed_at),
        "delisted_at": to_json(place.delisted_at),
        "reason": place.reason,
    }
