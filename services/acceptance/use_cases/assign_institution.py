"""The city assigns the third party (第三方机构) that accepts the effect."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_be_impartial, must_see, step_to_assign
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.acceptance import AcceptanceAssigned
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE, announced
from services.acceptance.domain.assessment_rules import stakes_of
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import AssessmentUnit


def assign_institution(
    uow: AssessmentUnit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    *,
    institution_id: UUID,
    expected_version: int | None,
) -> Shown:
    """ConflictOfInterest for whoever diagnosed, sold to or advised the enterprise in any project, or is it itself."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_see(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    actor.must_hold(step_to_assign(acceptance, rules.step(acceptance.dossier)))
    institution = uow.facts.organisation(institution_id)
    sellers = uow.projects.sellers_to(acceptance.applicant.id)
    advisers = uow.assessments.advisers_of(acceptance.applicant.id)
    stakes = stakes_of(institution, sellers=sellers, advisers=advisers)
    stakes += uow.facts.declared_stakes(institution_id, acceptance.applicant.id, [each.id for each in sellers])
    applicant_code = acceptance.applicant.credit_code
    must_be_impartial(institution_id, institution, applicant_code=applicant_code, stakes=stakes)
    assigned = acceptance.changed(assignee_id=institution_id)
    uow.acceptances.save(assigned)
    uow.outbox.add([announced(AcceptanceAssigned, assigned, at=clock.now(), by=actor)])
    uow.audit.record(actor, "assign", assigned, institution_id=institution_id)
    return shown_acceptance(assigned, rules, actor)
