"""An organisation asks to be known by its new registered name. Payments are compared with it, so an officer decides."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.changes import ChangeKind, request_change
from services.registry.domain.organisations import read_name
from services.registry.domain.views import Shown, change_shown
from services.registry.use_cases.ports import Clock, Work


def request_name_change(uow: Work, clock: Clock, actor: Actor, *, name: str, reason: str) -> Shown:
    """One request at a time: ChangeAlreadyRequested. NothingToChange for the present name."""
    if actor.organisation_id is None:
        raise NotFound(kind="organisation")
    name = read_name(name)
    organisation = uow.organisations.get(actor.organisation_id)
    organisation.renamed(name)
    change = request_change(
        id=uuid4(),
        city=uow.city,
        organisation_id=organisation.id,
        subject_id=organisation.id,
        kind=ChangeKind.NAME,
        content={"name": name},
        reason=reason,
        at=clock.now(),
    )
    uow.changes.add(change)
    uow.audit.record(actor, "request_name_change", change, organisation_id=organisation.id)
    return change_shown(change)
