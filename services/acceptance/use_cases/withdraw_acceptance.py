"""The enterprise takes its request back."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_own
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.requesting import withdraw
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def withdraw_acceptance(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, acceptance_id: UUID, *, text: str, expected_version: int | None
) -> Shown:
    """It can ask again later."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_own(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    withdrawn = withdraw(acceptance, by=actor, at=clock.now(), text=text)
    uow.acceptances.save(withdrawn)
    uow.audit.record(actor, "withdraw", withdrawn)
    return shown_acceptance(withdrawn, Rulebook.of(packs.get(withdrawn.dossier.pack)), actor)
