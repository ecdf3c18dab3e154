"""Putting approved declarations on the pilot list, and taking enterprises off it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casework.states import State
from contracts.actor import Actor
from contracts.events.declaration import PilotDelisted, PilotListed
from contracts.refusal import ActionNotAllowed, Invalid, Problem
from services.declaration.domain.declaration import Decision, Declaration, announced
from services.declaration.domain.pilot_list import PilotAction
from services.declaration.domain.rulebook import Rulebook


def put_on_list(declaration: Declaration, rules: Rulebook, *, by: Actor, at: datetime) -> Decision:
    """Listed at once, or proposed for publication where the pack asks for a notice. Only what was approved."""
    if declaration.state is not State.APPROVED:
        raise ActionNotAllowed(state=declaration.state.value, action=PilotAction.LIST.value)
    if rules.needs_notice:
        return Decision(declaration=declaration.changed(place=declaration.place.moved(PilotAction.PROPOSE)))
    return listed(declaration, by=by, at=at)


def listed(declaration: Declaration, *, by: Actor, at: datetime) -> Decision:
    """On the list: the enterprise may file projects (DL4, DL6)."""
    place = declaration.changed(place=declaration.place.listed(at=at))
    return Decision(declaration=place, events=(announced(PilotListed, place, at=at, by=by),))


def delisted(declaration: Declaration, *, by: Actor, at: datetime, reason: str) -> Decision:
    """Off the list for good; nothing more is released to it. `Invalid` without a reason."""
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    gone = declaration.changed(place=declaration.place.delisted(at=at, reason=reason))
    return Decision(declaration=gone, events=(announced(PilotDelisted, gone, at=at, by=by, reason=reason),))


def published(declaration: Declaration, notice_id: UUID) -> Declaration:
    """Its line stands in a notice that is open now."""
    return declaration.changed(place=declaration.place.published(notice_id))


def held(declaration: Declaration) -> Declaration:
    """The period is over, and an objection to it is undecided."""
    return declaration.changed(place=declaration.place.moved(PilotAction.HOLD))


def refused(declaration: Declaration) -> Declaration:
    """An objection to it was upheld: it is not listed by this notice."""
    return declaration.changed(place=declaration.place.moved(PilotAction.REFUSE))
