"""Webhooks and deliveries on a real PostgreSQL: in which order, and what is shown of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.units import Units
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.organisations import Organisation
from services.registry.domain.webhooks import Delivery, DeliveryState, WebhookState
from services.registry.storage.queries import webhooks as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.storage.webhooks import remove_outdated_deliveries
from tests.builders_registry import NOON
from tests.storage.registry.conftest import Work
from tests.storage.registry.hooked import DUE, a_webhook, an_event, queued


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
