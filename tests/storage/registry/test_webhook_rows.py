"""Webhooks and deliveries on a real PostgreSQL: whom an event goes to, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.units import Units
from contracts.actor import Actor
from contracts.events.declaration import Applicant, DeclarationReturned, DeclarationSubmitted
from contracts.events.funding import TranchePaid
from contracts.refusal import NotFound
from services.registry.domain.divisions import Division, DivisionSpec, Level
from services.registry.domain.organisations import Kind, Organisation
from services.registry.domain.webhooks import SETTLES, Delivery, DeliveryState, Webhook, WebhookState, seal_secret
from services.registry.storage.queries import webhooks as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.storage.webhooks import remove_outdated_deliveries
from tests.builders_registry import CODE, NOON, SEALER, a_code, an_organisation
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
    return kind(**values | given)


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


@pytest.fixture
def enterprise(work: Work, city: str) -> Organisation:
    """An enterprise of a district, in a city with two districts."""
    made = an_organisation(city=city, division="210202")
    divisions = (
        DivisionSpec(code="210200", name="大连市", level=Level.CITY),
        DivisionSpec(code="210202", name="中山区", level=Level.DISTRICT, parent="210200"),
        DivisionSpec(code="210203", name="西岗区", level=Level.DISTRICT, parent="210200"),
    )
    with work() as unit:
        unit.organisations.add(made)
        for spec in divisions:
            unit.divisions.add(Division.first(city, spec))
    return made


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
    paid = TranchePaid(
        city=city,
        aggregate_id=uuid4(),
        sequence=1,
        at=NOON,
        actor=uuid4(),
        award_id=uuid4(),
        project_id=uuid4(),
        applicant=Applicant(kind="enterprise", id=enterprise.id, credit_code=CODE, name=enterprise.name),
        amount_fen=1,
        paid_on=NOON.date(),
    )

    found = queued(work, an_event(city, enterprise), paid)

    city_hook, district_hook, _ = (hook.id for hook in hooks)
    assert {(each.webhook_id, each.name) for each in found} == {
        (hook, name) for hook in (city_hook, district_hook) for name in ("declaration_submitted", "tranche_paid")
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


def test_of_each_thing_only_the_earliest_is_leased_and_for_two_minutes(
    work: Work, city: str, enterprise: Organisation
) -> None:
    webhook, thing, other = a_webhook(city, enterprise.id), uuid4(), uuid4()
    with work() as unit:
        unit.webhooks.add(webhook)
        for aggregate_id, sequence in ((thing, 5), (thing, 4), (other, 9)):
            unit.deliveries.queue(an_event(city, enterprise, aggregate_id=aggregate_id, sequence=sequence), NOON)

    with work() as unit:
        early = unit.deliveries.lease(webhook.id, NOON, 10)
        first = unit.deliveries.lease(webhook.id, DUE, 10)
    with work() as unit:
        meanwhile = unit.deliveries.lease(webhook.id, DUE + timedelta(seconds=119), 10)
        for each in first:
            unit.deliveries.put(each.delivered(DUE, 204))
    with work() as unit:
        second = unit.deliveries.lease(webhook.id, DUE + timedelta(seconds=119), 10)

    assert early == meanwhile == []
    assert {(each.aggregate_id, each.sequence, each.attempts) for each in first} == {(thing, 4, 1), (other, 9, 1)}
    assert [each.sequence for each in second] == [5]


def test_what_a_later_delivery_outran_is_settled_and_not_leased(
    work: Work, city: str, enterprise: Organisation
) -> None:
    webhook, thing = a_webhook(city, enterprise.id), uuid4()
    with work() as unit:
        unit.webhooks.add(webhook)
    (late,) = queued(work, an_event(city, enterprise, aggregate_id=thing, sequence=5))

    assert queued(work, an_event(city, enterprise, aggregate_id=thing, sequence=4)) == []

    with work() as unit:
        unit.deliveries.put(unit.deliveries.get(late.id).repeated(NOON))
    with work() as unit:
        assert [each.sequence for each in unit.deliveries.lease(webhook.id, DUE, 10)] == [5]


def test_a_webhook_is_due_while_it_is_active_not_quiet_and_something_waits(
    work: Work, city: str, enterprise: Organisation
) -> None:
    webhook = a_webhook(city, enterprise.id)
    with work() as unit:
        unit.webhooks.add(webhook)
        unit.deliveries.queue(an_event(city, enterprise), NOON)
    failed = webhook.failed(DUE)

    with work() as unit:
        before = unit.webhooks.due(DUE, 10)
        unit.webhooks.put_health(failed)
    with work() as unit:
        quiet = unit.webhooks.due(DUE + timedelta(seconds=4), 10)
        again = unit.webhooks.due(DUE + timedelta(seconds=5), 10)
        unit.deliveries.give_up(webhook.id)
    with work() as unit:
        idle = unit.webhooks.due(DUE + timedelta(seconds=5), 10)
        assert unit.deliveries.waiting() == 0

    assert (before, quiet, again, idle) == ([webhook], [], [failed], [])


def test_deliveries_are_shown_to_the_organisation_of_their_webhook_newest_first(
    work: Work, city: str, enterprise: Organisation, units: Units[RegistryUnit]
) -> None:
    webhook = a_webhook(city, enterprise.id)
    with work() as unit:
        unit.webhooks.add(webhook)
        unit.webhooks.add(replace(a_webhook(city, enterprise.id), state=WebhookState.REMOVED, secret=None))
        for minute in range(3):
            event = an_event(city, enterprise, sequence=minute + 1)
            unit.deliveries.queue(event, NOON + timedelta(minutes=minute))
    reading = units.reading(city)
    owner, stranger = (
        Actor(account_id=uuid4(), city=city, organisation_id=organisation_id)
        for organisation_id in (enterprise.id, uuid4())
    )

    page = queries.deliveries(reading, owner, webhook.id, state="waiting", limit=2, after=None)
    rest = queries.deliveries(reading, owner, webhook.id, state=None, limit=2, after=page["next"])

    assert [item["sequence"] for item in page["items"] + rest["items"]] == [3, 2, 1]
    assert [item["id"] for item in queries.webhooks(reading, owner)["items"]] == [str(webhook.id)]
    assert queries.webhooks(reading, stranger)["items"] == []
    with pytest.raises(NotFound):
        queries.deliveries(reading, stranger, webhook.id, state=None, limit=2, after=None)


def test_after_a_month_a_delivery_is_forgotten(work: Work, city: str, enterprise: Organisation) -> None:
    with work() as unit:
        unit.webhooks.add(a_webhook(city, enterprise.id))
        unit.deliveries.queue(an_event(city, enterprise), NOON - timedelta(days=31))
        unit.deliveries.queue(an_event(city, enterprise, sequence=4), NOON)

    with work() as unit:
        remove_outdated_deliveries(unit.transaction, NOON - timedelta(days=30))

    assert [each.sequence for each in queued(work)] == [4]


def test_the_database_keeps_no_active_webhook_without_a_secret(work: Work, city: str) -> None:
    with pytest.raises(Exception, match="webhook_secret_while_used"), work() as unit:
        unit.webhooks.add(a_webhook(city, uuid4(), secret=None))
    delivery = Delivery(
        id=uuid4(),
        city=city,
        webhook_id=uuid4(),
        name="declaration_submitted",
        event_version=1,
        aggregate_id=uuid4(),
        sequence=1,
        case_id=None,
        payload={},
        written_at=NOON,
        next_attempt_at=NOON,
        state=DeliveryState.DELIVERED,
    )
    with pytest.raises(Exception, match="delivery_delivered_at"), work() as unit:
        unit.deliveries.add(delivery)
