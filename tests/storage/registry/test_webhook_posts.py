"""Deliveries over real connections: a receiver that fails, one that is slow, one that sends elsewhere, one inside."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from chassis.config import Settings
from contracts.signature import is_signed_by
from services.registry.adapters.webhook_posts import webhook_posts_of
from services.registry.domain.webhooks import SETTLES, Webhook
from services.registry.use_cases.deliver_due_webhooks import Desk, NotDelivered, deliver_due_webhooks
from tests.builders_registry import NOON, SEALER, an_organisation
from tests.receiver import Received, Receiver, Reply, receiving
from tests.storage.registry.conftest import Work
from tests.storage.registry.hooked import a_webhook, an_event

POSTS = webhook_posts_of(Settings(environment="development"))


class Line:
    """A webhook at a receiver, and a clock that a test moves."""

    def __init__(self, work: Work, city: str, *receivers: Receiver) -> None:
        self.work, self.city, self.at = work, city, NOON
        self.organisation = an_organisation(city=city)
        self.webhooks = [a_webhook(city, self.organisation.id, url=receiver.url) for receiver in receivers]
        with work() as unit:
            unit.organisations.add(self.organisation)
            for webhook in self.webhooks:
                unit.webhooks.add(webhook)

    def tell(self, *sequences: int) -> None:
        thing = uuid4()
        with self.work() as unit:
            for sequence in sequences:
                event = an_event(self.city, self.organisation, aggregate_id=thing, sequence=sequence)
                unit.deliveries.queue(event, self.at)

    def deliver(self, after: timedelta = SETTLES) -> None:
        self.at += after
        desk = Desk(self.work, POSTS, SEALER, lambda: self.at, lambda: self.at)
        deliver_due_webhooks(desk, until=self.at + timedelta(seconds=4))

    def webhook(self, number: int = 0) -> Webhook:
        with self.work() as unit:
            return unit.webhooks.get(self.webhooks[number].id)


def test_a_receiver_that_fails_three_times_gets_everything_in_the_end_in_order_and_signed(
    work: Work, city: str
) -> None:
    with receiving() as receiver:
        line = Line(work, city, receiver)
        receiver.replies += [Reply(500), Reply(502), Reply(429)]
        line.tell(4, 3, 5)

        line.deliver()
        for seconds in (10, 20, 40):
            line.deliver(timedelta(seconds=seconds))

    taken = receiver.received[3:]
    assert [request.json["sequence"] for request in receiver.received[:4]] == [3, 3, 3, 3]
    assert [request.json["sequence"] for request in taken] == [3, 4, 5]
    assert len({request.headers["Shuzhuan-Message-Id"] for request in receiver.received[:4]}) == 1
    first = taken[0]
    timestamp = int(first.headers["Shuzhuan-Timestamp"])
    assert is_signed_by("whsec_made-up", first.headers, first.body, now=timestamp)
    assert first.json["id"] == first.headers["Shuzhuan-Message-Id"]
    assert line.webhook().failing_since is None


def test_a_receiver_that_is_slow_holds_up_no_other(work: Work, city: str) -> None:
    with receiving() as slow, receiving() as quick:
        line = Line(work, city, slow, quick)
        order: list[str] = []
        slow.answer = partial(_noted, order, "slow", Reply(after_seconds=0.8))
        quick.answer = partial(_noted, order, "quick", Reply())
        line.tell(1, 2)

        line.deliver()

    assert sorted(order) == ["quick"] * 2 + ["slow"] * 2
    assert order[-1] == "slow"  # the first one's answer was still awaited when all that is quick was done


def _noted(order: list[str], name: str, reply: Reply, request: Received) -> Reply:
    order.append(name)
    return reply


def test_a_redirect_is_not_followed_and_counts_as_a_failure(work: Work, city: str) -> None:
    with receiving() as receiver, receiving() as elsewhere:
        line = Line(work, city, receiver)
        receiver.replies.append(Reply(302, (("Location", elsewhere.url),)))
        line.tell(1)

        line.deliver()

    assert elsewhere.received == []
    assert line.webhook().failures == 1


def test_a_receiver_of_our_own_networks_is_never_connected_to() -> None:
    production = webhook_posts_of(Settings(environment="production"))
    with receiving() as receiver:
        with pytest.raises(NotDelivered, match="address_refused"):
            production.post(receiver.url, b"{}", {})

        assert POSTS.post(receiver.url, b"{}", {}) == 204

    assert len(receiver.received) == 1
