"""The registry moved an organisation to another division: what it asks for goes with it."""

from __future__ import annotations

from uuid import UUID

from casework.states import State
from contracts.actor import Actor
from services.funding.domain.applying import moved
from services.funding.use_cases.load import rules_of
from services.funding.use_cases.ports import Clock, Packs, Unit


def move_applications(uow: Unit, packs: Packs, clock: Clock, organisation_id: UUID) -> None:
    """What is in review waits for the new division from now on, which is told."""
    actor = Actor.system(uow.city)
    division = uow.facts.organisation(organisation_id).division
    path = uow.facts.division_path(division)
    for application in uow.applications.live_of(organisation_id):
        if application.division == division:
            continue
        decision = moved(application, rules_of(packs, application), division, path, by=actor, at=clock.now())
        uow.applications.save(decision.application)
        if decision.application.state is State.IN_REVIEW:
            uow.outbox.add([decision.event])
        uow.audit.record(actor, "move_to_division", decision.application, before=application.division, after=division)
