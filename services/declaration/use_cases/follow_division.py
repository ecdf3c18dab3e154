"""The registry moved an enterprise to another division: its open declarations go with it.

The division chosen at registration routes everything after it; changing it is a reviewed act of the
registry, and this is its effect here (requirements, "Easy to overlook").
"""

from __future__ import annotations

from uuid import UUID

from casework.states import State
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.declaration import DeclarationSubmitted
from services.declaration.domain.declaration import announced
from services.declaration.use_cases.ports import Unit


def follow_division(uow: Unit, clock: Clock, organisation_id: UUID) -> None:
    """What is in review waits for the new district from now on, which is told; the deadline goes on."""
    actor = Actor.system(uow.city)
    division = uow.facts.organisation(organisation_id).division
    path = uow.facts.division_path(division)
    for declaration in uow.declarations.live_of(organisation_id):
        if declaration.division == division:
            continue
        moved = declaration.changed(division=division, division_path=path)
        uow.declarations.save(moved)
        if moved.state is State.IN_REVIEW:
            uow.outbox.add([announced(DeclarationSubmitted, moved, at=clock.now(), by=actor)])
        uow.audit.record(actor, "move_to_division", moved, before=declaration.division, after=division)
