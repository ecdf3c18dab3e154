"""Whose declaration somebody sees, and who may act on the step that it is in. What is foreign looks absent."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from policy.routes import Step
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.errors import NotAssigned

DISTRICT_LEVELS = frozenset({"town", "county", "district", "league"})
"""Levels below the city: a step at one of them belongs to the division of the case."""


def absent(declaration_id: UUID) -> NotFound:
    """What a stranger is told, word for word as for something that does not exist."""
    return NotFound(kind="declaration", id=str(declaration_id))


def must_own(actor: Actor, declaration: Declaration) -> None:
    """NotFound unless the actor belongs to the applicant."""
    if actor.organisation_id != declaration.applicant.id and not actor.is_system:
        raise absent(declaration.id)


def must_see(actor: Actor, declaration: Declaration) -> None:
    """NotFound unless it is the actor's own, or was submitted and concerns its institution, division or city."""
    if not may_see(actor, declaration):
        raise absent(declaration.id)


def may_see(actor: Actor, declaration: Declaration) -> bool:
    """Whether `must_see` would let the actor pass."""
    if actor.is_system:
        return True
    if actor.may("declaration.read_own") and actor.organisation_id == declaration.applicant.id:
        return True
    if not declaration.is_filed:
        return False
    if actor.may("declaration.read_city"):
        return True
    if actor.may("declaration.read_division") and actor.division in (None, declaration.division):
        return True
    return (
        actor.may("declaration.read_assigned")
        and actor.organisation_id is not None
        and actor.organisation_id == declaration.assignee_id
    )


def must_take(actor: Actor, declaration: Declaration, step: Step) -> None:
    """NotAllowed without the role that the pack names for the step, NotAssigned while an assigned step waits,

    NotFound for the cases of another division or institution.
    """
    actor.must_hold(step.role)
    if step.assigned_by is not None:
        if declaration.assignee_id is None:
            raise NotAssigned(step=step.step, assigned_by=step.assigned_by)
        if actor.organisation_id != declaration.assignee_id and not actor.is_system:
            raise absent(declaration.id)
    elif step.division_level in DISTRICT_LEVELS and actor.division not in (None, declaration.division):
        raise absent(declaration.id)
