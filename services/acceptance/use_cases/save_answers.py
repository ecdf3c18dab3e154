"""The enterprise saves one page of its request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.desks import must_act
from casework.mandates import agency
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.acceptance.domain import requesting
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def save_answers(
    uow: Unit,
    packs: Packs,
    sealer: Sealer,
    actor: Actor,
    acceptance_id: UUID,
    *,
    page: str,
    answers: dict[str, Any],
    expected_version: int | None,
) -> Shown:
    """Complete or not: a draft always saves."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_act(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    saved = requesting.save_answers(acceptance, rules, sealer, page, answers)
    uow.acceptances.save(saved)
    uow.audit.record(actor, "save", saved, page=page, **agency(actor, acceptance.applicant.id))
    return shown_acceptance(saved, rules, actor)
