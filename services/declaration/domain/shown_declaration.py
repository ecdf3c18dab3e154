"""A declaration as the API shows it: the same for the answer of a command and for a reading."""

from __future__ import annotations

from typing import Any

from casework import shown
from casework.desks import is_for_applicant, next_actor
from casework.masking import masked
from contracts.actor import Actor
from contracts.wire import to_json
from services.declaration.domain.allowed_actions import allowed_actions
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.drafting import problems_of_draft
from services.declaration.domain.rulebook import Rulebook

Shown = dict[str, Any]


def shown_declaration(declaration: Declaration, rules: Rulebook, actor: Actor) -> Shown:
    """Everything that this actor may know. Sealed answers by their last four; findings not to the applicant."""
    dossier = declaration.dossier
    is_applicant = is_for_applicant(actor, declaration)
    return {
        **_head(declaration),
        "step": shown.shown_step(dossier, rules.step(dossier)),
        "next": shown.shown_next(next_actor(declaration)),
        "actions": allowed_actions(declaration, rules, actor),
        "answers": masked(dossier.answers),
        "problems": [problem.as_wire() for problem in problems_of_draft(declaration, rules)],
        "attachments": shown.shown_attachments(dossier.attachments),
        # What was submitted was stamped: only what the applicant has can have become stale.
        "stale_pages": list(rules.stale_pages(dossier)) if dossier.is_open_for_changes else [],
        "statement": shown.shown_statement(dossier.statement, rules.statement_version),
        "items_to_correct": [shown.shown_item(item) for item in dossier.items_to_correct],
        "filings": shown.shown_filings(dossier),
        "reviews": [shown.shown_review(each) for each in dossier.reviews],
        "findings": [] if is_applicant else [_finding(each) for each in dossier.findings],
        "ending": shown.shown_ending(dossier.ending),
        "assignee_id": to_json(declaration.assignee_id),
        "ranking": None if is_applicant else _ranking(declaration, rules),
        "place": _place(declaration),
    }


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


def _finding(finding: Any) -> Shown:
    return {
        "step": finding.step,
        "found_on": to_json(finding.found_on),
        "place": finding.place,
        "text": finding.text,
        "at": to_json(finding.at),
    }


def _ranking(declaration: Declaration, rules: Rulebook) -> Shown:
    """What the round is sorted by: for the authorities, and no condition (XA11)."""
    met = [line for line in rules.pack.round.ranking if line.code in declaration.ranking.codes]
    return {
        "points": declaration.ranking.points,
        "lines": [
            {"code": line.code, "title": line.title, "points": line.points, "article": line.basis.article}
            for line in met
        ],
    }


def _place(declaration: Declaration) -> Shown:
    place = declaration.place
    return {
        "state": place.state.value,
        "list": place.list_key,
        "scale": place.scale,
        "notice_id": to_json(place.notice_id),
        "listed_at": to_json(place.listed_at),
        "delisted_at": to_json(place.delisted_at),
        "reason": place.reason,
    }
