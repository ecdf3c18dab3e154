"""Somebody says what belongs to what: it goes before what the rule proposes."""

from __future__ import annotations

from uuid import UUID

from casework.common_facts import NotKnownHere
from casework.desks import must_see
from casework.mandates import agency
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.refusal import NotAllowed
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.allocating import allocate
from services.acceptance.domain.evidence import Allocation
from services.acceptance.domain.evidence_changes import may_allocate
from services.acceptance.domain.evidence_shown import Shown
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.use_cases.load import evidence_of, keep_evidence
from services.acceptance.use_cases.ports import Unit


def save_evidence_allocations(
    uow: Unit,
    packs: Packs,
    actor: Actor,
    acceptance_id: UUID,
    *,
    allocations: tuple[Allocation, ...],
    expected_version: int | None,
) -> Shown:
    """All that people say; the enterprise while it has the request, the assessor while it writes its papers."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_see(actor, acceptance, service=SERVICE)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    if not may_allocate(actor, acceptance, rules):
        raise NotAllowed(state=acceptance.state.value)
    project = uow.projects.around(acceptance.project_id).project
    if project.contract is None:
        raise NotKnownHere(kind="contract")
    before = evidence_of(uow, project)
    must_be_version(before, expected_version)
    after = allocate(before, allocations, project.contract)
    shown = keep_evidence(uow, acceptance, before, after)
    uow.audit.record(
        actor,
        "save_evidence_allocations",
        after,
        allocations=len(allocations),
        **agency(actor, acceptance.applicant.id),
    )
    return shown
