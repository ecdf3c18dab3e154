"""A dossier and what its pack asks for, as the API shows them: the same words for every service that holds one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.changes import Change
from casework.desks import NextActor
from casework.dossier import Attachment, Attachments, CorrectionItem, Dossier, Ending, Review, StatementConfirmation
from casework.filing import Check
from casework.masking import masked
from contracts.wire import to_json
from policy.attachments import Slot
from policy.gates import Gate
from policy.refs import Basis
from policy.routes import Step
from policy.texts import Text

Shown = dict[str, Any]


def shown_step(dossier: Dossier, step: Step | None) -> Shown | None:
    """The step that it is in; None where it is in none."""
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


def shown_next(who: NextActor) -> Shown:
    """Who acts next, and until when."""
    return {
        "party": who.party.value,
        "role": who.role,
        "division": who.division,
        "institution_id": to_json(who.institution_id),
        "since": to_json(who.since),
        "due_on": to_json(who.due_on),
        "is_provisional": who.is_provisional,
    }


def shown_attachments(attachments: Attachments) -> dict[str, list[Shown]]:
    """Slot by slot."""
    return {slot: [shown_attachment(each) for each in files] for slot, files in attachments.items()}


def shown_attachment(attachment: Attachment) -> Shown:
    return {
        "id": str(attachment.id),
        "sha256": attachment.sha256,
        "size": attachment.size,
        "media_type": attachment.media_type,
        "name": attachment.name,
        "uploaded_at": to_json(attachment.uploaded_at),
    }


def shown_statement(confirmation: StatementConfirmation | None, wording: str | None) -> Shown | None:
    """What was confirmed, and whether that is still the `wording` (sha256) to be confirmed."""
    if confirmation is None:
        return None
    return {
        "at": to_json(confirmation.at),
        "text_version": confirmation.text_version,
        "is_current": confirmation.text_version == wording,
    }


def shown_item(item: CorrectionItem) -> Shown:
    return {"kind": item.kind.value, "name": item.name, "reason_code": item.reason_code, "text": item.text}


def shown_review(review: Review) -> Shown:
    """One verdict, as the applicant sees it."""
    return {
        "step": review.step,
        "role": review.role,
        "verdict": review.verdict.value,
        "opinion": review.opinion,
        "reason_code": review.reason_code,
        "items": [shown_item(item) for item in review.items],
        "filing": review.filing,
        "at": to_json(review.at),
        "due_on": to_json(review.due_on),
    }


def shown_ending(ending: Ending | None) -> Shown | None:
    if ending is None:
        return None
    return {"at": to_json(ending.at), "reason_code": ending.reason_code, "text": ending.text}


def shown_filings(dossier: Dossier) -> list[Shown]:
    return [{"at": to_json(each.at), "digest": each.digest} for each in dossier.filings]


def shown_check(check: Check) -> Shown:
    """What handing in would say, and what is needed to be eligible."""
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


def shown_basis(basis: Basis) -> Shown:
    """The article, or why it was assumed."""
    return {"article": basis.article, "assumed": basis.assumed}


def shown_slot(slot: Slot) -> Shown:
    return {
        "code": slot.code,
        "title": slot.title,
        "instructions": slot.instructions,
        "media_types": sorted(slot.media_types),
        "max_files": slot.max_files,
        "max_bytes": slot.max_bytes,
        "is_required": slot.is_required,
        "is_stamped_scan": slot.stamps is not None,
        **shown_basis(slot.basis),
    }


def shown_text(text: Text | None) -> Shown | None:
    """A text to be confirmed, by its wording."""
    return {"title": text.title, "body": text.body, "text_version": text.sha256} if text else None


def shown_route(steps: Iterable[Step]) -> list[Shown]:
    return [
        {
            "name": step.step,
            "title": step.title,
            "role": step.role,
            "division_level": step.division_level,
            "working_days": step.working_days,
            **shown_basis(step.basis),
        }
        for step in steps
    ]


def shown_conditions(*gates: Gate | None) -> list[Shown]:
    """The rules of the gates, in their order."""
    return [
        {"code": rule.code, "title": rule.title, "severity": rule.severity, **shown_basis(rule.basis)}
        for gate in gates
        for rule in (gate.rules if gate else ())
    ]
