"""The assessor writes a page of its papers: the evaluation, the special audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.desks import must_see
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.assessing import save_page
from services.acceptance.domain.rights import must_take_open_step
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def save_paper(
    uow: Unit,
    packs: Packs,
    sealer: Sealer,
    actor: Actor,
    acceptance_id: UUID,
    *,
    form: str,
    page: str,
    answers: dict[str, Any],
    expected_version: int | None,
) -> Shown:
    """Complete or not; what is missing keeps it from passing, not from being saved."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_see(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    must_take_open_step(actor, acceptance, rules)
    saved = save_page(acceptance, rules, sealer, form, page, answers)
    uow.acceptances.save(saved)
    uow.audit.record(actor, "save_paper", saved, form=form, page=page)
    return shown_acceptance(saved, rules, actor)
