"""The applicant saves one page of the form of its enrolment, at any time, however incomplete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.registry.domain.enrolling import save_answers
from services.registry.domain.shown_enrolment import Shown, enrolment_shown
from services.registry.use_cases.load import own_enrolment, rules_of
from services.registry.use_cases.ports import Work


def save_enrolment_answers(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    actor: Actor,
    enrolment_id: UUID,
    *,
    page: str,
    answers: dict[str, Any],
    expected_version: int | None,
) -> Shown:
    """What is wrong or missing is shown and saved all the same; refused is only what no draft can hold."""
    enrolment = own_enrolment(uow, actor, enrolment_id, expected_version)
    rules = rules_of(packs, enrolment)
    saved = save_answers(enrolment, rules, sealer, page, answers)
    uow.enrolments.save(saved)
    uow.audit.record(actor, "save_answers", saved, page=page)
    return enrolment_shown(saved, rules, actor)
