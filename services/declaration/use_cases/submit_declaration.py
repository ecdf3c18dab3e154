"""The applicant hands the declaration in (提交), for the first time or after a return."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_act
from casework.mandates import agency
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.domain.submission import submit
from services.declaration.use_cases.ports import Unit


def submit_declaration(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, declaration_id: UUID, *, expected_version: int | None
) -> Shown:
    """In review, or DossierIncomplete with all problems at once: the draft stays as it is."""
    declaration, known = uow.declarations.with_surroundings(declaration_id)
    must_act(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    decision = submit(declaration, rules, known, by=actor, at=clock.now())
    uow.declarations.save(decision.declaration)
    uow.outbox.add(decision.events)
    uow.audit.record(
        actor,
        "submit",
        decision.declaration,
        digest=decision.declaration.dossier.filings[-1].digest,
        **agency(actor, declaration.applicant.id),
    )
    return shown_declaration(decision.declaration, rules, actor)
