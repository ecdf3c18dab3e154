"""The applicant takes its award application back before it is decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from services.funding.domain.application_shown import application_shown
from services.funding.domain.applying import withdraw
from services.funding.use_cases.load import own_application, rules_of
from services.funding.use_cases.ports import Clock, Packs, Unit


def withdraw_application(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    application_id: UUID,
    *,
    text: str,
    expected_version: int | None,
) -> dict[str, Any]:
    """The same can be asked for again."""
    application = own_application(uow, actor, application_id, expected_version)
    rules = rules_of(packs, application)
    was_filed = bool(application.dossier.filings)
    decision = withdraw(application, rules, by=actor, at=clock.now(), text=text)
    uow.applications.save(decision.application)
    if was_filed:
        uow.outbox.add([decision.event])
    uow.audit.record(actor, "withdraw", decision.application)
    return application_shown(decision.application, rules, actor)
