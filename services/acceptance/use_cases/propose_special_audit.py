"""The auditor lets the evidence fill in the lines of the special audit, and goes on from there."""

from __future__ import annotations

from uuid import UUID

from casework.common_facts import NotKnownHere
from casework.desks import must_see
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from policy.routes import SPECIAL_AUDIT
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.assessing import save_page
from services.acceptance.domain.audit_proposal import PAGE, TABLE, must_be_unbegun, proposed_lines
from services.acceptance.domain.findings import matched
from services.acceptance.domain.rights import must_take_open_step
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.load import evidence_of
from services.acceptance.use_cases.ports import Unit


def propose_special_audit(
    uow: Unit,
    packs: Packs,
    sealer: Sealer,
    actor: Actor,
    acceptance_id: UUID,
    *,
    replaces: bool,
    expected_version: int | None,
) -> Shown:
    """The lines as the match has them; AuditBegun where there are some, unless they are to be replaced."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_see(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    must_take_open_step(actor, acceptance, rules)
    if not replaces:
        must_be_unbegun(acceptance)
    project = uow.projects.around(acceptance.project_id).project
    if project.contract is None:
        raise NotKnownHere(kind="contract")
    evidence, flags = evidence_of(uow, project), uow.duplicates.flags_of(project.id)
    sellers = uow.projects.sellers_to(project.applicant.id)
    found = matched(evidence, project, sellers, rules.pack, flags)
    lines = proposed_lines(evidence, found.match, project.contract, rules)
    saved = save_page(acceptance, rules, sealer, SPECIAL_AUDIT, PAGE, {TABLE: lines})
    uow.acceptances.save(saved)
    uow.audit.record(actor, "propose_special_audit", saved, evidence_version=evidence.version, lines=len(lines))
    return shown_acceptance(saved, rules, actor)
