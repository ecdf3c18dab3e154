"""An organisation takes back what it asked for."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.changes import ChangeAction
from services.registry.domain.views import Shown, change_shown
from services.registry.use_cases.ports import Clock, Work


def withdraw_change(uow: Work, clock: Clock, actor: Actor, request_id: UUID) -> Shown:
    """ActionNotAllowed once it was decided; NotFound for another organisation's."""
    change = uow.changes.get(request_id, for_update=True)
    actor.must_own(change.organisation_id)
    change = change.decided(ChangeAction.WITHDRAW, opinion="", at=clock.now())
    uow.changes.save(change)
    uow.audit.record(actor, "withdraw_change", change)
    return change_shown(change)
