"""Webhooks as rows, events about an enterprise, and what was queued for whom."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID, uuid4

from contracts.events.declaration import Applicant, DeclarationSubmitted
from contracts.events.funding import TranchePaid
from services.registry.domain.organisations import Organisation
from services.registry.domain.webhooks import SETTLES, Delivery, Webhook, WebhookState, seal_secret
from tests.builders_registry import CODE, NOON, SEALER
from tests.storage.registry.conftest import Work

DUE = NOON + SETTLES


def a_webhook(city: str, organisation_id: UUID, *events: str, **given: Any) -> Webhook:
    values: dict[str, Any] = {
        "id": uuid4(),
        "city": city,
        "version": 1,
        "organisation_id": organisation_id,
        "url": "https://erp.example.com/hook",
        "events": events,
        "secret": seal_secret("whsec_made-up", SEALER),
        "state": WebhookState.ACTIVE,
        "registered_at": NOON,
    }
    return Webhook(**values | given)


def an_event(city: str, applicant: Organisation, kind: Any = DeclarationSubmitted, **given: Any) -> Any:
    values: dict[str, Any] = {
        "city": city,
        "aggregate_id": uuid4(),
        "sequence": 3,
        "at": NOON,
        "actor": uuid4(),
        "case_id": uuid4(),
        "applicant": Applicant(kind="enterprise", id=applicant.id, credit_code=CODE, name=applicant.name),
        "division": applicant.division,
        "pack": "dalian/sme-digital-2024@1",
        "pack_sha256": "0" * 64,
        "batch": "1",
        "state": "in_review",
    }
    known = {member.name for member in fields(kind)}
    return kind(**{name: value for name, value in (values | given).items() if name in known})


def queued(work: Work, *events: Any) -> list[Delivery]:
    """What was queued for whom, in the order of writing."""
    with work() as unit:
        for event in events:
            unit.deliveries.queue(event, NOON)
    with work() as unit:
        found = []
        for webhook in unit.webhooks.due(DUE, 100):
            while leased := unit.deliveries.lease(webhook.id, DUE, 100):
                found += leased
                for each in leased:
                    unit.deliveries.put(each.delivered(DUE, 204))
        return found


def paid_to(applicant: Organisation) -> TranchePaid:
    return TranchePaid(
        city=applicant.city,
        aggregate_id=uuid4(),
        sequence=1,
        at=NOON,
        actor=uuid4(),
        award_id=uuid4(),
        project_id=uuid4(),
        applicant=Applicant(kind="enterprise", id=applicant.id, credit_code=CODE, name=applicant.name),
        amount_fen=1,
        paid_on=NOON.date(),
    )
