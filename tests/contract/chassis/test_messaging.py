"""From the commit of one service to the effect in another, on both backings, in Nameko containers."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import eventlet
import psycopg2
import pytest

from chassis import relay
from chassis.bus.publisher import ConfirmedPublisher
from chassis.config import Settings
from chassis.subscriptions import TOPOLOGY
from contracts.refusal import Refusal
from tests.contract.chassis.platform import ACTOR, Platform, eventually
from tests.contract.chassis.probe import CITY, Misbehaviour

COPIES = "select name from known_division order by name"


def test_what_is_committed_takes_effect_in_the_other_service_once(platform):
    platform.call("write", key="k1", title="a")

    eventually(lambda: platform.rows("declaration", COPIES) == [("a 0",)])
    assert platform.rows("declaration", "select state, count(*) from inbox group by state") == [("done", 1)]
    assert platform.rows("registry", "select count(*) from outbox where position is null") == [(0,)]


def test_a_retry_with_the_same_key_gets_the_one_answer(platform):
    first = platform.call("write", key="k1", title="a")

    assert platform.call("write", key="k1", title="a") == first
    assert platform.rows("registry", "select count(*) from note") == [(1,)]


def test_a_command_without_a_key_is_refused_before_anything_happens(platform):
    with pytest.raises(Refusal, match="invalid"):
        platform.call("write", title="a")

    assert platform.rows("registry", "select count(*) from note") == [(0,)]


def test_wrong_arguments_are_all_named_at_once(platform):
    with pytest.raises(Refusal) as refused:
        platform.call("count", key="k1", note_id="no-id", colour="red", by="1")

    assert {(problem.code, problem.field) for problem in refused.value.problems} == {
        ("malformed", "note_id"),
        ("malformed", "by"),
        ("unknown_field", "colour"),
    }


def test_a_command_for_those_signed_in_refuses_strangers_and_forged_actors(platform):
    for actor in (None,):
        with pytest.raises(Refusal, match="not_signed_in"):
            platform.call("count", key="k1", actor=actor, note_id=str(uuid4()))


def test_the_highest_sequence_wins_whatever_order_events_arrive_in(platform):
    note = platform.call("write", key="k0", title="a")
    for number in range(1, 31):
        platform.call("count", key=f"k{number}", note_id=note["id"])

    eventually(lambda: platform.rows("declaration", "select count(*) from inbox where state = 'done'") == [(31,)])
    assert platform.rows("declaration", COPIES) == [("a 30",)]


def test_a_handler_that_raises_three_times_is_tried_again_until_it_succeeds(platform):
    Misbehaviour.failures_left = 3

    platform.call("write", key="k1", title="a")

    eventually(lambda: platform.rows("declaration", COPIES) == [("a 0",)])
    assert platform.rows("declaration", "select state, attempts from inbox") == [("done", 4)]


def test_a_timeout_that_leaves_a_handler_is_a_failure_like_any_other(platform):
    Misbehaviour.times_out = True
    platform.call("write", key="k1", title="a")
    eventually(lambda: platform.rows("declaration", "select 1 from inbox where state = 'waiting' and attempts > 1"))
    assert platform.rows("declaration", "select error from inbox")[0][0].startswith("Aborted")

    Misbehaviour.times_out = False

    eventually(lambda: platform.rows("declaration", COPIES) == [("a 0",)])


def test_a_handler_that_lacks_a_fact_is_patient_and_never_quarantined(platform):
    Misbehaviour.lacks_facts = True
    platform.call("write", key="k1", title="a")
    eventually(lambda: platform.rows("declaration", "select 1 from inbox where state = 'waiting' and attempts > 2"))

    Misbehaviour.lacks_facts = False

    eventually(lambda: platform.rows("declaration", COPIES) == [("a 0",)])


def test_a_handler_that_always_raises_ends_in_quarantine_with_its_error(platform, monkeypatch):
    monkeypatch.setattr("chassis.inbox.ATTEMPTS_BEFORE_QUARANTINE", 3)
    Misbehaviour.failures_left = 100

    platform.call("write", key="k1", title="a")

    eventually(lambda: platform.rows("declaration", "select 1 from inbox where state = 'quarantined'"))
    assert platform.rows("declaration", "select error, attempts from inbox") == [("RuntimeError", 3)]


def test_the_outbox_refills_a_bus_and_nothing_happens_twice(platform):
    for number in range(20):
        platform.call("write", key=f"k{number}", title=f"n{number}")
    eventually(lambda: platform.rows("declaration", "select count(*) from inbox") == [(20,)])

    published = replay(platform.settings, after=0)

    assert published == 20
    eventlet.sleep(0.3)
    assert platform.rows("declaration", "select count(*), max(sequence) from known_division") == [(20, 1)]


def test_positions_are_given_in_the_order_of_publishing_without_gaps(platform):
    for number in range(20):
        platform.call("write", key=f"k{number}", title=f"n{number}")
    eventually(lambda: platform.rows("registry", "select count(*) from outbox where position is null") == [(0,)])

    positions = [row[0] for row in platform.rows("registry", "select position from outbox order by position")]

    assert positions == list(range(positions[0], positions[0] + 20))


def test_a_stopped_platform_has_everything_after_a_restart(settings):
    Misbehaviour.failures_left = 0
    first = Platform(settings)
    first.start()
    first.call("write", key="k1", title="a")
    first.stop()

    second = Platform(replace(settings))
    second.start()

    eventually(lambda: second.rows("declaration", COPIES) == [("a 0",)])
    assert second.call("write", key="k1", title="a")["title"] == "a"
    assert second.rows("registry", "select count(*) from note") == [(1,)]
    second.stop()


def test_a_forged_actor_is_not_believed(platform):
    token = platform.signer.sign(ACTOR)
    headers = {"city": CITY, "request_id": "r", "actor": token[:-4] + "AAAA", "key": "k", "fingerprint": "00"}

    with pytest.raises(Refusal, match="not_signed_in"):
        platform.client.call("registry", "count", {"note_id": str(uuid4())}, headers=headers, timeout=5.0)


def replay(settings: Settings, *, after: int) -> int:
    """What `shuzhuan outbox replay` does."""
    connection = psycopg2.connect(settings.database("registry", "relay"))
    connection.autocommit = True
    publisher = ConfirmedPublisher(settings.amqp_uri, topology=TOPOLOGY)
    try:
        return relay.republish(connection.cursor(), publisher, "registry", after=after)
    finally:
        publisher.close()
        connection.close()
