"""Deliveries to webhooks: in which order, how often, and when a receiver is left alone (ALL5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from contracts.refusal import ActionNotAllowed, NotFound
from contracts.signature import is_signed_by
from services.registry.domain.webhooks import (
    DISABLED_AFTER,
    GIVEN_UP_AFTER,
    SETTLES,
    DeliveryState,
    WebhookState,
)
from services.registry.use_cases.deliver_due_webhooks import Desk, deliver_due_webhooks
from services.registry.use_cases.disable_webhook import disable_webhook
from services.registry.use_cases.enable_webhook import enable_webhook
from services.registry.use_cases.redeliver import redeliver
from services.registry.use_cases.remove_webhook import remove_webhook
from services.registry.use_cases.renew_webhook_secret import renew_webhook_secret
from tests.builders_registry import CITY, CODE, NOON, SEALER, an_account, some_secrets
from tests.desk_webhooks import Hooked


def test_what_concerns_an_organisation_is_posted_to_it_signed_with_its_secret() -> None:
    hooked = Hooked()

    hooked.tell(3)
    hooked.deliver()

    ((headers, body),) = hooked.receiver.sent
    (document,) = hooked.receiver.got
    now = int(hooked.at.timestamp())
    assert hooked.secret.startswith("whsec_")
    assert is_signed_by(hooked.secret, headers, body, now=now)
    assert headers["Shuzhuan-Message-Id"] == document["id"]
    assert (document["name"], document["sequence"], document["city"]) == ("declaration_submitted", 3, CITY)
    assert document["payload"]["applicant"]["credit_code"] == CODE
    assert "actor" not in document["payload"]
    assert hooked.states == ["delivered"]


def test_deliveries_of_one_thing_come_in_the_order_of_its_changes() -> None:
    hooked = Hooked()
    thing, other = uuid4(), uuid4()
    hooked.receiver.answers = [500]

    hooked.tell(4, aggregate_id=thing)
    hooked.tell(3, aggregate_id=thing)
    hooked.tell(9, aggregate_id=other)
    for _ in range(20):
        hooked.deliver(after=timedelta(seconds=5))

    of_thing = [document["sequence"] for document in hooked.receiver.got if document["aggregate_id"] == str(thing)]
    assert of_thing == [3, 4]
    assert len(hooked.receiver.got) == 3


def test_what_was_outrun_is_not_delivered_any_more_unless_the_owner_wants_it() -> None:
    hooked = Hooked()
    thing = uuid4()
    hooked.tell(5, aggregate_id=thing)
    hooked.deliver()

    hooked.tell(4, aggregate_id=thing)
    hooked.deliver()
    overtaken = next(each for each in hooked.work.deliveries.all() if each.sequence == 4)
    shown = redeliver(hooked.work, hooked.actor, hooked.id, overtaken.id, now=hooked.at)
    hooked.deliver()

    assert overtaken.state is DeliveryState.OVERTAKEN
    assert (shown["state"], shown["attempts"]) == ("waiting", 0)
    assert hooked.receiver.sequences == [5, 4]
    assert hooked.work.audit.actions[-1] == "redeliver"


def test_what_fails_is_tried_again_with_growing_delays_for_three_days_under_the_same_id() -> None:
    hooked = Hooked()
    hooked.receiver.always = "timed_out"
    hooked.tell(3)
    waits = []
    while hooked.work.deliveries.only().state is DeliveryState.WAITING:
        before = hooked.at
        due = max(hooked.work.deliveries.only().next_attempt_at, hooked.webhook.quiet_until or NOON)
        hooked.deliver(after=due - hooked.at)
        waits.append(hooked.at - before)

    delivery = hooked.work.deliveries.only()
    assert (delivery.state, delivery.error, delivery.status) == (DeliveryState.FAILED, "timed_out", None)
    assert [wait.total_seconds() for wait in waits[1:5]] == [10, 20, 40, 80]
    assert max(waits) == timedelta(hours=6)
    assert GIVEN_UP_AFTER <= hooked.at - NOON < GIVEN_UP_AFTER + timedelta(hours=7)
    assert len({headers["Shuzhuan-Message-Id"] for headers, _ in hooked.receiver.sent}) == 1


def test_a_receiver_that_fails_is_left_in_peace_and_the_others_are_not_kept_waiting() -> None:
    hooked = Hooked()
    hooked.receiver.answers = [503, 503]
    for sequence in range(1, 8):
        hooked.tell(sequence, aggregate_id=uuid4())

    hooked.deliver()
    tried = len(hooked.receiver.sent)
    quiet = hooked.webhook.quiet_until - hooked.at
    hooked.deliver(after=timedelta(seconds=4))
    hooked.deliver(after=timedelta(seconds=1))

    assert (tried, quiet) == (1, timedelta(seconds=5))
    assert len(hooked.receiver.sent) == 2
    assert hooked.webhook.failures == 2
    hooked.deliver(after=timedelta(seconds=30))
    assert len(hooked.receiver.got) == 7
    assert hooked.webhook.failing_since is None


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
def test_anything_but_2xx_is_a_failure(status: int) -> None:
    hooked = Hooked()
    hooked.receiver.answers = [status]
    hooked.tell(3)

    hooked.deliver()

    delivery = hooked.work.deliveries.only()
    assert (delivery.state, delivery.status, delivery.error) == (DeliveryState.WAITING, status, f"status {status}")


def test_a_receiver_that_took_nothing_for_five_days_is_disabled_and_its_owner_told() -> None:
    hooked = Hooked()
    member = an_account(login="member", organisation_id=hooked.organisation.id, is_owner=False)
    hooked.work.accounts.add(member)
    hooked.receiver.always = 500
    hooked.tell(3)
    hooked.deliver()
    hooked.tell(4, aggregate_id=uuid4())
    hooked.deliver(after=DISABLED_AFTER)
    hooked.tell(5)

    assert hooked.webhook.state is WebhookState.DISABLED
    assert hooked.states == ["failed", "failed"]
    assert hooked.work.messages.kinds_for(hooked.owner) == ["webhook_disabled"]
    assert hooked.work.messages.kinds_for(member) == []
    row = hooked.work.audit.rows[-1]
    assert (row.action, row.actor.is_system, row.details) == ("disable_webhook", True, {"reason": "failing"})

    hooked.receiver.always = None
    enable_webhook(hooked.work, hooked.actor, hooked.id)
    failed = next(each for each in hooked.work.deliveries.all() if each.sequence == 3)
    redeliver(hooked.work, hooked.actor, hooked.id, failed.id, now=hooked.at)
    hooked.deliver()
    assert hooked.receiver.sequences == [3]
    assert hooked.webhook.failing_since is None


def test_one_that_succeeds_in_between_starts_anew() -> None:
    hooked = Hooked()
    hooked.receiver.answers = [500, 204, 500]
    for sequence in (1, 2, 3):
        hooked.tell(sequence, aggregate_id=uuid4())
    for _ in range(3):
        hooked.deliver(after=DISABLED_AFTER / 2)

    assert hooked.webhook.state is WebhookState.ACTIVE


def test_a_disabled_or_removed_webhook_is_told_nothing() -> None:
    for act, left in ((disable_webhook, "disabled"), (remove_webhook, "removed")):
        hooked = Hooked()
        hooked.tell(3)
        act(hooked.work, hooked.actor, hooked.id)
        hooked.tell(4)
        hooked.deliver()

        assert (hooked.webhook.state.value, hooked.states) == (left, ["failed"])
        assert hooked.receiver.sent == []
    assert hooked.webhook.secret is None
    with pytest.raises(NotFound):
        enable_webhook(hooked.work, hooked.actor, hooked.id)


def test_a_delivery_of_a_webhook_that_is_not_active_is_not_asked_for_again() -> None:
    hooked = Hooked()
    hooked.tell(3)
    delivery = hooked.work.deliveries.only()
    with pytest.raises(ActionNotAllowed):
        redeliver(hooked.work, hooked.actor, hooked.id, delivery.id, now=NOON)
    disable_webhook(hooked.work, hooked.actor, hooked.id)
    with pytest.raises(ActionNotAllowed):
        redeliver(hooked.work, hooked.actor, hooked.id, delivery.id, now=NOON)


def test_a_new_secret_takes_the_place_of_the_one_before() -> None:
    hooked = Hooked()
    secrets = some_secrets()
    secrets.new_token()
    newer = renew_webhook_secret(hooked.work, secrets, hooked.actor, hooked.id)["secret"]
    hooked.tell(3)
    hooked.deliver()

    ((headers, body),) = hooked.receiver.sent
    now = int(hooked.at.timestamp())
    assert [is_signed_by(key, headers, body, now=now) for key in (newer, hooked.secret)] == [True, False]


def test_the_run_ends_when_its_time_is_over() -> None:
    hooked = Hooked()
    for sequence in range(1, 30):
        hooked.tell(sequence, aggregate_id=uuid4())
    hooked.at += SETTLES
    ticks = iter(range(10_000))

    def now() -> datetime:
        return hooked.at + timedelta(milliseconds=100) * next(ticks)

    desk = Desk(hooked.work.opened, hooked.receiver, SEALER, now, now)
    deliver_due_webhooks(desk, until=hooked.at + timedelta(seconds=2))

    assert 0 < len(hooked.receiver.got) < 29
