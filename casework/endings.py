"""The ends that are no verdict: 撤回 by the applicant, 作废 by the authority."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.dossier import Dossier, Ending
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem


def withdraw(dossier: Dossier, *, by: Actor, at: datetime, text: str = "") -> Dossier:
    """The applicant takes it back, at any time before it is decided. A reason may be given."""
    return _ended(dossier, Action.WITHDRAW, Ending(at=at, by=by.account_id, text=text))


def void(dossier: Dossier, *, by: Actor, at: datetime, reason_code: str, text: str) -> Dossier:
    """The authority declares it void, even after an approval. `Invalid` without reason code and text."""
    given = {"reason_code": reason_code, "text": text}
    problems = [Problem(code="required", field=name) for name, value in given.items() if not value.strip()]
    if problems:
        raise Invalid(problems=problems)
    return _ended(dossier, Action.VOID, Ending(at=at, by=by.account_id, reason_code=reason_code, text=text))


def _ended(dossier: Dossier, action: Action, ending: Ending) -> Dossier:
    state = next_state(dossier.state, action)
    return replace(dossier, state=state, step=None, items_to_correct=(), ending=ending)
