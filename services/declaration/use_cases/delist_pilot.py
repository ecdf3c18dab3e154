"""The city officer takes an enterprise off the pilot list: nothing more is released to it."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_see
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.listing import delisted
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit


def delist_pilot(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    reason: str,
    expected_version: int | None,
) -> Shown:
    """ActionNotAllowed unless it is listed; `Invalid` without a reason."""
    declaration = uow.declarations.get(declaration_id)
    must_see(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    decision = delisted(declaration, by=actor, at=clock.now(), reason=reason)
    uow.declarations.save(decision.declaration)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "delist_pilot", decision.declaration, reason=reason)
    return shown_declaration(decision.declaration, Rulebook.of(packs.get(declaration.dossier.pack)), actor)
