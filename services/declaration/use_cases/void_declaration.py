"""The city officer declares a declaration void (作废), even an approved one; who was listed by it is delisted."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_see
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.endings import void
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.drop_quotas import drop_quotas
from services.declaration.use_cases.ports import Unit


def void_declaration(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    reason_code: str,
    text: str,
    expected_version: int | None,
) -> Shown:
    """`Invalid` without reason code and text: the applicant reads both."""
    declaration = uow.declarations.get(declaration_id)
    must_see(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    decision = void(declaration, by=actor, at=clock.now(), reason_code=reason_code, text=text)
    drop_quotas(uow, declaration)
    uow.declarations.save(decision.declaration)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "void", decision.declaration, reason_code=reason_code)
    return shown_declaration(decision.declaration, Rulebook.of(packs.get(declaration.dossier.pack)), actor)
