"""The applicant takes its declaration back (撤回) before it is decided."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_own
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.endings import withdraw
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.drop_quotas import drop_quotas
from services.declaration.use_cases.ports import Unit


def withdraw_declaration(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    text: str,
    expected_version: int | None,
) -> Shown:
    """It may declare again in the same round."""
    declaration = uow.declarations.get(declaration_id)
    must_own(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    decision = withdraw(declaration, by=actor, at=clock.now(), text=text)
    drop_quotas(uow, declaration)
    uow.declarations.save(decision.declaration)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "withdraw", decision.declaration)
    return shown_declaration(decision.declaration, Rulebook.of(packs.get(declaration.dossier.pack)), actor)
