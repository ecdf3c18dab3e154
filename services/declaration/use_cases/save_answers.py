"""The applicant saves one page of the form, at any time, however incomplete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.desks import must_act
from casework.mandates import agency
from casework.registered_answers import with_registered
from casework.sealed_answers import sealed_page
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.declaration.domain import drafting
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit


def save_answers(
    uow: Unit,
    packs: Packs,
    sealer: Sealer,
    actor: Actor,
    declaration_id: UUID,
    *,
    page: str,
    answers: dict[str, Any],
    expected_version: int | None,
) -> Shown:
    """What is wrong or missing is shown and saved all the same; refused is only what no draft can hold."""
    declaration = uow.declarations.get(declaration_id)
    must_act(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    before = declaration.dossier.answers
    registered = with_registered(rules.form, page, answers, before)
    sealed = sealed_page(rules.form, page, registered, before, sealer)
    saved = drafting.save_answers(declaration, rules, page, sealed)
    uow.declarations.save(saved)
    uow.audit.record(actor, "save_answers", saved, page=page, **agency(actor, declaration.applicant.id))
    return shown_declaration(saved, rules, actor)
