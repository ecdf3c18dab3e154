"""A provider asks to be taken into the pool, for the first time or after a return."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.pool import Application, apply
from services.registry.domain.views import Shown, pool_entry_shown
from services.registry.use_cases.ports import Clock, Work


def apply_for_pool(uow: Work, clock: Clock, actor: Actor, application: Application) -> Shown:
    """The application as it waits for the bureau. Invalid; ActionNotAllowed while one is under way or done."""
    if actor.organisation_id is None:
        raise NotFound(kind="organisation")
    before = uow.pool.of(actor.organisation_id, for_update=True)
    if before is None:
        entry = apply(uow.city, actor.organisation_id, application, at=clock.now())
        uow.pool.add(entry)
    else:
        entry = before.applied_again(application, at=clock.now())
        uow.pool.save(entry)
    uow.audit.record(actor, "apply_for_pool", entry, organisation_id=entry.organisation_id, kinds=entry.kinds)
    return pool_entry_shown(entry)
