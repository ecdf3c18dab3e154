"""What `/metrics` says of outboxes and inboxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import eventlet
import pytest

from chassis.bus.connection import BrokerUnavailable
from chassis.bus.publisher import Publication, Receipt
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.metrics import exposition
from chassis.relay import Relay
from chassis.units import Units
from tests.contract.chassis.platform import ACTOR, Platform, eventually
from tests.contract.chassis.probe import Misbehaviour, ProbeUnit, rows_of, write_note


class Broker:
    """A publisher whose broker can be away, or have no queue."""

    def __init__(self) -> None:
        self.is_away = False
        self.has_queue = True

    def publish(self, batch: Sequence[Publication]) -> Receipt:
        if self.is_away:
            raise BrokerUnavailable("away")
        ids, none = frozenset(message.message_id for message in batch), frozenset[str]()
        return Receipt(ids, none, none) if self.has_queue else Receipt(none, ids, none)

    def close(self) -> None:
        """Nothing is open."""


def figure(name: str, service: str) -> float | None:
    """One sample of the exposition; None when there is none."""
    found = re.search(rf'^{name}{{service="{service}"}} (\S+)$', exposition().decode(), re.MULTILINE)
    return float(found[1]) if found else None


@pytest.fixture
def broker() -> Broker:
    return Broker()


@pytest.fixture
def commit(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Announces one event, on the database alone."""
    pool = Pool(settings.database("registry"), size=1)
    asked = Asked(actor=ACTOR, request_id="r1")

    def announce(title: str) -> None:
        units = Units(pool, ProbeUnit)
        run_command(units, asked, lambda unit: write_note(unit, ACTOR, title), now=lambda: datetime.now(UTC))

    yield announce
    pool.close()


@contextmanager
def running(settings: Settings, broker: Broker) -> Iterator[Relay]:
    relay = Relay("registry", settings.database("registry", "relay"), lambda: broker, must_arrive=lambda _: True)
    greenlet = eventlet.spawn(relay.run)
    try:
        yield relay
    finally:
        relay.stop()
        greenlet.wait()


@pytest.mark.parametrize("fault", [{"is_away": True}, {"has_queue": False}], ids=["no broker", "no queue"])
def test_an_event_that_cannot_be_published_shows_its_age(settings, broker, commit, fault):
    vars(broker).update(fault)
    commit("a")

    with running(settings, broker):
        eventually(lambda: (figure("outbox_oldest_seconds", "registry") or 0) > 1)
        assert figure("outbox_unpublished", "registry") == 1

        broker.is_away, broker.has_queue = False, True

        eventually(lambda: figure("outbox_unpublished", "registry") == 0)
        assert figure("outbox_oldest_seconds", "registry") == 0
    assert rows_of(settings.database_url, "registry", "select count(*) from outbox where position is null") == [(0,)]


def test_a_relay_that_does_not_lead_tells_nothing_of_the_outbox(settings, broker):
    with running(settings, broker):
        eventually(lambda: figure("outbox_oldest_seconds", "registry") == 0)

    assert figure("outbox_oldest_seconds", "registry") is None


def test_the_figures_are_told_for_each_service(platform: Platform):
    published = figure("relay_published_total", "registry") or 0
    Misbehaviour.lacks_facts = True

    platform.call("write", key="k1", title="a")

    eventually(lambda: figure("inbox_waiting", "declaration") == 1)
    assert figure("inbox_quarantined", "declaration") == 0
    assert figure("relay_published_total", "registry") == published + 1
    # What was just published has an age until its mark is written.
    eventually(lambda: {figure("outbox_oldest_seconds", service) for service in ("registry", "declaration")} == {0})
