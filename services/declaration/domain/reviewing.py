"""The review: one rule for 初审 and 复核; the case knows its step, the pack who may take it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from casework import reviews
from casework.deadlines import recompute
from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from casework.states import State
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import (
    DeclarationApproved,
    DeclarationChanged,
    DeclarationRejected,
    DeclarationReturned,
    DeclarationSubmitted,
)
from contracts.working_days import WorkingDays
from services.declaration.domain.declaration import Decision, Declaration, announced
from services.declaration.domain.rulebook import Rulebook

_TOLD: dict[State, type[DeclarationChanged]] = {
    State.IN_REVIEW: DeclarationSubmitted,
    State.RETURNED: DeclarationReturned,
    State.REJECTED: DeclarationRejected,
    State.APPROVED: DeclarationApproved,
}


def review(
    declaration: Declaration,
    rules: Rulebook,
    calendar: WorkingDays,
    judgement: Judgement,
    *,
    by: Actor,
    at: datetime,
) -> Decision:
    """At the next step, approved, returned with what to correct, or rejected. Refuses as `casework.reviews.review`."""
    dossier = reviews.review(
        declaration.dossier, rules.route, calendar, judgement, by=by, at=at, targets=frozenset(_targets(rules))
    )
    reviewed = declaration.changed(dossier=dossier, assigner=rules.assigner(dossier))
    return Decision(declaration=reviewed, events=(_event(reviewed, judgement, by=by, at=at),))


def record_finding(
    declaration: Declaration, *, by: Actor, at: datetime, found_on: date, place: str, text: str
) -> Declaration:
    """What a check on site or by telephone found (线上+线下); it decides nothing by itself."""
    dossier = reviews.record_finding(declaration.dossier, by=by, at=at, found_on=found_on, place=place, text=text)
    return declaration.changed(dossier=dossier)


def recomputed(declaration: Declaration, calendar: WorkingDays) -> Declaration | None:
    """With its deadline by a changed calendar; None when it stays as it is."""
    dossier = recompute(declaration.dossier, calendar)
    return declaration.changed(dossier=dossier) if dossier != declaration.dossier else None


def _event(declaration: Declaration, judgement: Judgement, *, by: Actor, at: datetime) -> Event:
    more: dict[str, Any] = {}
    if judgement.verdict is Verdict.RETURNED:
        more["items_to_correct"] = tuple(_path(item) for item in judgement.items)
    if judgement.verdict is Verdict.REJECTED:
        more["reason"] = judgement.reason_code or ""
    return announced(_TOLD[declaration.state], declaration, at=at, by=by, **more)


def _path(item: CorrectionItem) -> str:
    return f"{'attachments' if item.kind is ItemKind.ATTACHMENT else 'answers'}.{item.name}"


def _targets(rules: Rulebook) -> Iterator[str]:
    """The paths that a correction may name."""
    for page in rules.form.pages:
        for field in page.fields:
            yield f"answers.{page.key}.{field.key}"
    for slot in rules.slots:
        yield f"attachments.{slot.code}"
