"""An organisation asks to belong to another division. The division routes its cases, so an officer decides."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.changes import ChangeKind, request_change
from services.registry.domain.divisions import must_take_applicants
from services.registry.domain.views import Shown, change_shown
from services.registry.use_cases.ports import Clock, Work


def request_division_change(uow: Work, clock: Clock, actor: Actor, *, division: str, reason: str) -> Shown:
    """One request at a time: ChangeAlreadyRequested. NothingToChange for the present division."""
    if actor.organisation_id is None:
        raise NotFound(kind="organisation")
    must_take_applicants(uow.divisions.by_code(division), division)
    organisation = uow.organisations.get(actor.organisation_id)
    organisation.moved_to(division)
    change = request_change(
        id=uuid4(),
        city=uow.city,
        organisation_id=organisation.id,
        subject_id=organisation.id,
        kind=ChangeKind.DIVISION,
        content={"division": division},
        reason=reason,
        at=clock.now(),
    )
    uow.changes.add(change)
    uow.audit.record(actor, "request_division_change", change, organisation_id=organisation.id, division=division)
    return change_shown(change)
