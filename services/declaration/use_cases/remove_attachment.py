"""The applicant takes a file out of the declaration; what was filed before keeps it."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_act
from casework.mandates import agency
from casework.versions import must_be_version
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain import drafting
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit


def remove_attachment(
    uow: Unit, packs: Packs, actor: Actor, declaration_id: UUID, *, attachment_id: UUID, expected_version: int | None
) -> Shown:
    """NotFound for a file that it does not have."""
    declaration = uow.declarations.get(declaration_id)
    must_act(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    kept = drafting.remove_attachment(declaration, attachment_id)
    uow.declarations.save(kept)
    uow.audit.record(
        actor, "remove_attachment", kept, attachment_id=attachment_id, **agency(actor, declaration.applicant.id)
    )
    return shown_declaration(kept, rules, actor)
