"""The authority ends an acceptance that failed for good."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_see
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.reviewing import void
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def void_acceptance(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    *,
    reason_code: str,
    text: str,
    expected_version: int | None,
) -> Shown:
    """With a reason that the enterprise reads."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_see(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    decision = void(acceptance, rules, by=actor, at=clock.now(), reason_code=reason_code, text=text)
    uow.acceptances.save(decision.acceptance)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "void", decision.acceptance, reason_code=reason_code)
    return shown_acceptance(decision.acceptance, rules, actor)
