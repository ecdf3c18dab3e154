"""The officer whom the pack names assigns an institution to the step that asks for one."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_be_impartial, must_see, step_to_assign
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.declaration import DeclarationAssigned
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE, announced
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit


def assign_institution(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    institution_id: UUID,
    expected_version: int | None,
) -> Shown:
    """ConflictOfInterest where it has to do with the applicant, as officers declared, or is the applicant.

    This service hears of no contract before the recheck; acceptance, which does, looks at those, too.
    """
    declaration = uow.declarations.get(declaration_id)
    must_see(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    step = rules.step(declaration.dossier)
    actor.must_hold(step_to_assign(declaration, step))
    institution = uow.facts.organisation(institution_id)
    reasons = uow.facts.declared_stakes(institution_id, declaration.applicant.id)
    must_be_impartial(institution_id, institution, applicant_code=declaration.applicant.credit_code, stakes=reasons)
    assigned = declaration.changed(assignee_id=institution_id)
    uow.declarations.save(assigned)
    uow.outbox.add([announced(DeclarationAssigned, assigned, at=clock.now(), by=actor)])
    uow.audit.record(actor, "assign", assigned, step=step.step if step else None, institution_id=institution_id)
    return shown_declaration(assigned, rules, actor)
