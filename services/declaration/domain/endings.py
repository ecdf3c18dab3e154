"""撤回 by the applicant, 作废 by the authority, and moving a case to another pack version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework import drafting, endings
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import CaseMovedToPack, DeclarationWithdrawn, PilotDelisted
from contracts.refusal import Invalid, Problem
from contracts.working_days import WorkingDays
from services.declaration.domain.declaration import Decision, Declaration, announced
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.rulebook import Rulebook


def withdraw(declaration: Declaration, *, by: Actor, at: datetime, text: str) -> Decision:
    """Taken back before it is decided; the applicant may declare again in the same round."""
    withdrawn = declaration.changed(
        dossier=endings.withdraw(declaration.dossier, by=by, at=at, text=text), assigner=None
    )
    return Decision(declaration=withdrawn, events=(announced(DeclarationWithdrawn, withdrawn, at=at, by=by),))


def void(declaration: Declaration, *, by: Actor, at: datetime, reason_code: str, text: str) -> Decision:
    """Declared void, even after an approval: whoever was listed by it is delisted."""
    dossier = endings.void(declaration.dossier, by=by, at=at, reason_code=reason_code, text=text)
    voided = declaration.changed(dossier=dossier, assigner=None)
    events: list[Event] = []
    if voided.place.state is PilotState.LISTED:
        voided = replace(voided, place=voided.place.delisted(at=at, reason=reason_code))
        events.append(announced(PilotDelisted, voided, at=at, by=by, reason=reason_code))
    told = announced(DeclarationWithdrawn, voided, at=at, by=by, reason=text)
    return Decision(declaration=voided, events=(told, *events))


def move_to_pack(
    declaration: Declaration, rules: Rulebook, calendar: WorkingDays, *, by: Actor, at: datetime, reason: str
) -> Decision:
    """Judged by another version of its pack from now on (`rules` are the new ones). `Invalid` without a reason."""
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    dossier = drafting.move_to_pack(declaration.dossier, rules.route, calendar, pack=rules.pack.ref)
    moved = declaration.changed(dossier=dossier, assigner=rules.assigner(dossier))
    event = CaseMovedToPack(
        city=moved.city,
        case_id=moved.case_id,
        aggregate_id=moved.id,
        sequence=moved.version,
        at=at,
        actor=by.account_id,
        pack=dossier.pack.text,
        pack_sha256=dossier.pack.sha256,
        reason=reason,
    )
    return Decision(declaration=moved, events=(event,))
