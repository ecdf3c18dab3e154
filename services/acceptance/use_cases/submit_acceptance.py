"""The enterprise asks for acceptance (验收申请), for the first time or after a return."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_act
from casework.mandates import agency
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.requesting import submit
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def submit_acceptance(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, acceptance_id: UUID, *, expected_version: int | None
) -> Shown:
    """With the district, or DossierIncomplete with all problems at once: the draft stays as it is."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_act(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    around = uow.projects.around(acceptance.project_id)
    decision = submit(acceptance, rules, around, by=actor, at=clock.now())
    uow.acceptances.save(decision.acceptance)
    uow.outbox.add(decision.events)
    uow.audit.record(
        actor,
        "submit",
        decision.acceptance,
        digest=decision.acceptance.dossier.filings[-1].digest,
        **agency(actor, acceptance.applicant.id),
    )
    return shown_acceptance(decision.acceptance, rules, actor)
