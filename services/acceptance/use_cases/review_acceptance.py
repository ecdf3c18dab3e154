"""A reviewer decides the step: complete or returned, passed or to be improved."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_see
from casework.reviews import Judgement
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.findings import NOTHING_FOUND, is_needed
from services.acceptance.domain.reviewing import review
from services.acceptance.domain.rights import must_take_open_step
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.load import findings_about
from services.acceptance.use_cases.ports import Unit


def review_acceptance(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    *,
    judgement: Judgement,
    expected_version: int | None,
) -> Shown:
    """The case knows its step, the pack who may take it and what may come out."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_see(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    step = must_take_open_step(actor, acceptance, rules)
    around = uow.projects.around(acceptance.project_id)
    found = findings_about(uow, around.project, rules) if is_needed(acceptance, rules) else NOTHING_FOUND
    decision = review(acceptance, rules, around, judgement, by=actor, at=clock.now(), found=found)
    uow.acceptances.save(decision.acceptance)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "review", decision.acceptance, step=step.step, verdict=judgement.verdict)
    return shown_acceptance(decision.acceptance, rules, actor)
