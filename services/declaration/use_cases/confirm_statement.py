"""The applicant confirms the truthfulness statement (真实性声明): who, when, which wording (XA4)."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_own
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain import drafting
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit


def confirm_statement(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    text_version: str,
    expected_version: int | None,
) -> Shown:
    """`text_version` is the sha256 of the wording that was on the screen."""
    declaration = uow.declarations.get(declaration_id)
    must_own(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    confirmed = drafting.confirm_statement(declaration, rules, by=actor, at=clock.now(), text_version=text_version)
    uow.declarations.save(confirmed)
    uow.audit.record(actor, "confirm_statement", confirmed, text_version=text_version)
    return shown_declaration(confirmed, rules, actor)
