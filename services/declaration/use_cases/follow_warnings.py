"""A warning suspends or delists the places of an enterprise on public lists; lifted, they are as before (XB8)."""

from __future__ import annotations

from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from services.declaration.domain import level_pilot, listing
from services.declaration.domain.pilot_list import PilotAction
from services.declaration.domain.warnings import move_by
from services.declaration.use_cases.ports import Unit


def follow_warnings(uow: Unit, clock: Clock, applicant_id: UUID) -> None:
    """By the warnings that are open now: it may run twice, and in whatever order they were heard."""
    _follow_by_declaration(uow, clock, applicant_id)
    _follow_by_level(uow, clock, applicant_id)


def _follow_by_declaration(uow: Unit, clock: Clock, applicant_id: UUID) -> None:
    actor, at, warnings = Actor.system(uow.city), clock.now(), uow.facts.open_warnings(applicant_id)
    for declaration in uow.declarations.listed_of(applicant_id):
        move = move_by(declaration.place.state, warnings)
        if move is None:
            continue
        action, reason = move
        if action is PilotAction.REINSTATE:
            decision = listing.reinstated(declaration, by=actor, at=at)
        else:
            act = listing.delisted if action is PilotAction.DELIST else listing.suspended
            decision = act(declaration, by=actor, at=at, reason=reason)
        uow.declarations.save(decision.declaration)
        uow.outbox.add(decision.events)
        uow.audit.record(actor, f"{action.value}_pilot", decision.declaration, reason=reason)


def _follow_by_level(uow: Unit, clock: Clock, applicant_id: UUID) -> None:
    actor, at, warnings = Actor.system(uow.city), clock.now(), uow.facts.open_warnings(applicant_id)
    for pilot in uow.level_pilots.of_applicant(applicant_id):
        move = move_by(pilot.place.state, warnings)
        if move is None:
            continue
        action, reason = move
        if action is PilotAction.REINSTATE:
            decision = level_pilot.reinstated(pilot, by=actor, at=at)
        else:
            act = level_pilot.delisted if action is PilotAction.DELIST else level_pilot.suspended
            decision = act(pilot, by=actor, at=at, reason=reason)
        uow.level_pilots.save(decision.pilot)
        uow.outbox.add(decision.events)
        uow.audit.record(actor, f"{action.value}_pilot", decision.pilot, reason=reason)
