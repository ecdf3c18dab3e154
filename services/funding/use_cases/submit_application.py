"""The applicant hands its award application in (提交), for the first time or after a return."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from services.funding.domain.application_rules import must_ask_for_money
from services.funding.domain.application_shown import application_shown
from services.funding.domain.applying import submit
from services.funding.use_cases.load import own_application, rules_of, standpoint_of
from services.funding.use_cases.ports import Clock, Packs, Unit


def submit_application(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, application_id: UUID, *, expected_version: int | None
) -> dict[str, Any]:
    """In review, or DossierIncomplete with all problems at once and their articles: the draft stays as it is.

    HonourOnly for a project that needs no funds.
    """
    application = own_application(uow, actor, application_id, expected_version)
    rules = rules_of(packs, application)
    if application.project_id is not None:
        must_ask_for_money(rules, uow.honours.of_project(application.project_id))
    standpoint = standpoint_of(uow, clock, application)
    decision = submit(application, rules, standpoint, by=actor, at=clock.now())
    uow.applications.save(decision.application)
    uow.outbox.add([decision.event])
    uow.audit.record(actor, "submit", decision.application, digest=decision.application.dossier.filings[-1].digest)
    return application_shown(decision.application, rules, actor)
