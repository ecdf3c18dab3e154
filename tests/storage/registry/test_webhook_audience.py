"""Whom an event goes to, on a real PostgreSQL: the organisation, who acts for it, and the authorities above it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.events.declaration import DeclarationReturned
from contracts.events.project import ProjectFiled
from services.registry.domain.delegations import Delegation, DelegationState
from services.registry.domain.organisations import Kind, Organisation
from services.registry.domain.webhooks import WebhookState
from tests.builders_registry import NOON, a_code, an_organisation
from tests.storage.registry.conftest import Work
from tests.storage.registry.hooked import a_webhook, an_event, paid_to, queued


def test_an_event_goes_to_the_webhooks_that_want_it_of_the_organisation_that_it_concerns(
    work: Work, city: str, enterprise: Organisation
) -> None:
    other = an_organisation(city=city, credit_code=a_code(1))
    everything, some, stopped, pending, foreign = (
        a_webhook(city, enterprise.id),
        a_webhook(city, enterprise.id, "declaration_returned"),
        a_webhook(city, enterprise.id, state=WebhookState.DISABLED),
        a_webhook(city, enterprise.id, state=WebhookState.PENDING, secret=None),
        a_webhook(city, other.id),
    )
    with work() as unit:
        unit.organisations.add(other)
        for webhook in (everything, some, stopped, pending, foreign):
            unit.webhooks.add(webhook)
    submitted, returned = an_event(city, enterprise), an_event(city, enterprise, DeclarationReturned)

    found = queued(work, submitted, returned)

    assert {(each.webhook_id, each.name) for each in found} == {
        (everything.id, "declaration_submitted"),
        (everything.id, "declaration_returned"),
        (some.id, "declaration_returned"),
    }
    delivery = next(each for each in found if each.name == "declaration_submitted")
    assert (delivery.aggregate_id, delivery.case_id) == (submitted.aggregate_id, submitted.case_id)
    assert delivery.payload["applicant"]["id"] == str(enterprise.id)
    assert "actor" not in delivery.payload


def test_an_authority_is_told_of_the_cases_of_its_division_and_of_those_below(
    work: Work, city: str, enterprise: Organisation
) -> None:
    bureaus = [
        an_organisation(city=city, kind=Kind.AUTHORITY, credit_code=a_code(n), division=division)
        for n, division in enumerate(("210200", "210202", "210203"), start=2)
    ]
    hooks = [a_webhook(city, bureau.id) for bureau in bureaus]
    with work() as unit:
        for bureau, hook in zip(bureaus, hooks, strict=True):
            unit.organisations.add(bureau)
            unit.webhooks.add(hook)
    found = queued(work, an_event(city, enterprise), paid_to(enterprise))

    city_hook, district_hook, _ = (hook.id for hook in hooks)
    assert {(each.webhook_id, each.name) for each in found} == {
        (hook, name) for hook in (city_hook, district_hook) for name in ("declaration_submitted", "tranche_paid")
    }


def test_who_acts_for_an_enterprise_is_told_of_its_case_in_those_stages_and_not_of_its_money(
    work: Work, city: str, enterprise: Organisation
) -> None:
    def a_delegation(agent_id: UUID, **given: Any) -> Delegation:
        values: dict[str, Any] = {
            "id": uuid4(),
            "city": city,
            "version": 1,
            "principal_id": enterprise.id,
            "agent_id": agent_id,
            "programme_year": "sme-digital-2024",
            "stages": ("filing",),
            "state": DelegationState.GRANTED,
            "text_version": "",
            "granted_at": NOON,
            "granted_by": uuid4(),
        }
        return Delegation(**values | given)

    agents = [an_organisation(city=city, kind=Kind.PROVIDER, credit_code=a_code(n)) for n in range(5, 9)]
    hooks = [a_webhook(city, agent.id) for agent in agents]
    acting, elsewhere, before, _ = agents
    with work() as unit:
        for agent, hook in zip(agents, hooks, strict=True):
            unit.organisations.add(agent)
            unit.webhooks.add(hook)
        unit.delegations.add(a_delegation(acting.id))
        unit.delegations.add(a_delegation(elsewhere.id, programme_year="sme-digital-2025"))
        unit.delegations.add(a_delegation(before.id, state=DelegationState.REVOKED, revoked_at=NOON))
    filed, contracted = (
        an_event(city, enterprise, ProjectFiled, title="项目", stage=stage) for stage in ("filing", "contract")
    )

    found = queued(work, filed, contracted, an_event(city, enterprise), paid_to(enterprise))

    assert {(each.webhook_id, each.name, each.payload.get("stage")) for each in found} == {
        (hooks[0].id, "project_filed", "filing"),
        (hooks[0].id, "declaration_submitted", None),
    }


def test_what_the_registry_announces_of_an_organisation_is_queued_with_it(
    work: Work, city: str, enterprise: Organisation
) -> None:
    with work() as unit:
        unit.webhooks.add(a_webhook(city, enterprise.id))
    renamed = enterprise.renamed("大连新名电子有限公司")
    with work() as unit:
        unit.organisations.save(renamed)
        unit.outbox.add([renamed.told(at=NOON, by=uuid4())])
        unit.audit.record(Actor.system(city), "rename", renamed)

    found = queued(work)

    assert found == []  # its second is not over: real time is later than this test's noon
    with work() as unit:
        (webhook,) = unit.webhooks.due(NOON + timedelta(days=36_500), 10)
        (delivery,) = unit.deliveries.lease(webhook.id, NOON + timedelta(days=36_500), 10)
    assert (delivery.name, delivery.payload["name"]) == ("organisation_changed", "大连新名电子有限公司")
