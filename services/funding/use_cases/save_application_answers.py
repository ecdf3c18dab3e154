"""The applicant saves one page of the form of its award application, at any time, however incomplete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from contracts.sealed import Sealer
from services.funding.domain.application_shown import application_shown
from services.funding.domain.applying import save_answers
from services.funding.use_cases.load import own_application, rules_of
from services.funding.use_cases.ports import Packs, Unit


def save_application_answers(
    uow: Unit,
    packs: Packs,
    sealer: Sealer,
    actor: Actor,
    application_id: UUID,
    *,
    page: str,
    answers: dict[str, Any],
    expected_version: int | None,
) -> dict[str, Any]:
    """What is wrong or missing is shown and saved all the same; refused is only what no draft can hold."""
    application = own_application(uow, actor, application_id, expected_version)
    rules = rules_of(packs, application)
    saved = save_answers(application, rules, sealer, page, answers)
    uow.applications.save(saved)
    uow.audit.record(actor, "save", saved, page=page)
    return application_shown(saved, rules, actor)
