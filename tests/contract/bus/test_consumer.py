"""Consuming an inbox: nothing dropped, nothing spinning, nothing given back while a database is down."""

import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

import eventlet
import pytest
from eventlet.event import Event

from chassis.bus.consumer import SETTLED, Delivery, InboxConsumer, Settlement, Undecodable
from chassis.bus.dead_letters import read_dead
from chassis.bus.topology import DELIVERY_LIMIT, Topology, dead_queue, inbox_queue

Consume = Callable[..., InboxConsumer]


@pytest.fixture
def topology(bus_uri: str, channel: Any, service: str) -> Topology:
    declared = Topology.of([service], [(service, "paid", service)])
    declared.declare_on(channel)
    return declared


@pytest.fixture
def consume(bus_uri: str, service: str, topology: Topology, wait_until: Any) -> Iterator[Consume]:
    consumers: list[InboxConsumer] = []

    def start(handle: Callable[[Delivery], Settlement], **options: Any) -> InboxConsumer:
        consumer = InboxConsumer(bus_uri, service, handle, topology=topology, **options)
        consumers.append(consumer)
        consumer.start()
        wait_until(lambda: consumer.connected)
        return consumer

    yield start
    for consumer in consumers:
        with eventlet.Timeout(5, False):
            consumer.stop()
        consumer.kill()


def test_a_settled_delivery_is_gone(bus: Any, service: str, consume: Consume, wait_until: Any) -> None:
    seen: list[bytes] = []
    consumer = consume(lambda delivery: seen.append(delivery.body) or SETTLED)

    bus.publish(service, "paid", b"1", b"2")
    wait_until(lambda: len(seen) == 2)
    consumer.stop()

    assert sorted(seen) == [b"1", b"2"]
    assert bus.ready(inbox_queue(service)) == 0


def test_a_delivery_that_fails_is_handed_over_again_without_going_back(
    bus: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    attempts: list[tuple[float, Delivery]] = []

    def fail_often(delivery: Delivery) -> Settlement:
        attempts.append((time.monotonic(), delivery))
        if len(attempts) <= DELIVERY_LIMIT:
            raise ConnectionError("the database is down")
        return SETTLED

    consumer = consume(fail_often)
    bus.publish(service, "paid", b"{}")
    wait_until(lambda: len(attempts) == DELIVERY_LIMIT + 1)
    consumer.stop()

    assert {(delivery.redelivered, delivery.delivery_count) for _, delivery in attempts} == {(False, 0)}
    pauses = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(attempts)]
    assert all(pause >= 0.09 * 2**number for number, pause in enumerate(pauses))
    assert bus.ready(inbox_queue(service)) == 0
    assert bus.ready(dead_queue(inbox_queue(service))) == 0


def test_one_delivery_that_fails_does_not_hold_up_the_others(
    bus: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    seen: list[bytes] = []

    def settle_others(delivery: Delivery) -> Settlement:
        if delivery.body == b"bad":
            raise ValueError
        seen.append(delivery.body)
        return SETTLED

    consume(settle_others, workers=1, prefetch=2)
    bus.publish(service, "paid", b"bad", *[b"good"] * 20)

    wait_until(lambda: len(seen) == 20)


def test_no_more_than_the_prefetch_is_taken_and_no_more_than_the_workers_run(
    bus: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    running, release = [], Event()

    def wait_for_release(delivery: Delivery) -> Settlement:
        running.append(delivery.message_id)
        release.wait()
        return SETTLED

    consume(wait_for_release, workers=3, prefetch=5)
    bus.publish(service, "paid", *[b"{}"] * 20)
    wait_until(lambda: len(running) == 3 and bus.ready(inbox_queue(service)) == 15)
    eventlet.sleep(0.1)

    assert (len(running), bus.ready(inbox_queue(service))) == (3, 15)
    release.send()
    wait_until(lambda: len(running) == 20)


def test_an_undecodable_delivery_goes_to_the_dead_letters(
    bus: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    told: list[str] = []

    def refuse(delivery: Delivery) -> Settlement:
        raise Undecodable("not JSON")

    consume(refuse, on_undecodable=lambda delivery, error: told.append(delivery.message_id))
    (message_id,) = bus.publish(service, "paid", b"\xff\xfe")
    wait_until(lambda: bus.ready(dead_queue(inbox_queue(service))) == 1)

    with read_dead(bus.uri, inbox_queue(service), 10) as letters:
        (letter,) = letters

    assert told == [message_id] == [letter.delivery.message_id]
    assert (letter.delivery.body, letter.reason, letter.delivery.routing_key) == (b"\xff\xfe", "rejected", "paid")
    assert letter.exchange == f"{service}.events"
    assert letter.delivery.headers == {}


def test_a_delivery_without_a_message_id_goes_to_the_dead_letters(
    bus: Any, channel: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    consume(lambda delivery: SETTLED)

    channel.basic_publish(channel.prepare_message(b"{}"), exchange="", routing_key=inbox_queue(service))

    wait_until(lambda: bus.ready(dead_queue(inbox_queue(service))) == 1)


def test_a_handler_that_answers_nothing_has_settled_nothing(
    bus: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    attempts: list[str] = []
    consumer = consume(lambda delivery: attempts.append(delivery.message_id))

    bus.publish(service, "paid", b"{}")
    wait_until(lambda: len(attempts) == 2)
    consumer.stop()

    wait_until(lambda: bus.ready(inbox_queue(service)) == 1)


def test_stopping_lets_running_handlers_finish_and_gives_the_rest_back(
    bus: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    begun, release, finished = [], Event(), []

    def work(delivery: Delivery) -> Settlement:
        begun.append(delivery.body)
        release.wait()
        finished.append(delivery.body)
        return SETTLED

    consumer = consume(work, workers=2, prefetch=4)
    bus.publish(service, "paid", b"1", b"2", b"3", b"4", b"5")
    wait_until(lambda: len(begun) == 2)
    stopping = eventlet.spawn(consumer.stop)
    eventlet.spawn_after(0.05, release.send)
    stopping.wait()

    assert sorted(finished) == sorted(begun)
    assert len(begun) == 2
    wait_until(lambda: bus.ready(inbox_queue(service)) == 3)


def test_a_lost_connection_is_opened_again_and_the_delivery_comes_again(
    bus: Any, service: str, consume: Consume, wait_until: Any
) -> None:
    deliveries: list[Delivery] = []
    release = Event()

    def settle_the_second(delivery: Delivery) -> Settlement:
        deliveries.append(delivery)
        if len(deliveries) == 1:
            release.wait()
        return SETTLED

    consumer = consume(settle_the_second)
    bus.publish(service, "paid", b"{}")
    wait_until(lambda: len(deliveries) == 1)
    cut(consumer)
    wait_until(lambda: len(deliveries) == 2)
    release.send()
    consumer.stop()

    assert deliveries[1].redelivered
    assert deliveries[1].delivery_count == 1
    assert bus.ready(inbox_queue(service)) == 0


def test_a_broker_restart_loses_no_delivery(bus: Any, service: str, consume: Consume, wait_until: Any) -> None:
    seen: set[str] = set()

    def take(delivery: Delivery) -> Settlement:
        eventlet.sleep(0.01)
        seen.add(delivery.message_id)
        return SETTLED

    consumer = consume(take, workers=2, prefetch=4)
    sent = bus.publish(service, "paid", *[b"{}"] * 50)
    wait_until(lambda: len(seen) > 5)

    bus.restart()
    sent += bus.publish(service, "paid", b"{}")
    wait_until(lambda: seen == set(sent), seconds=40)

    consumer.stop()
    assert bus.ready(inbox_queue(service)) == 0


def test_a_handler_that_kills_its_process_each_time_ends_among_the_dead_letters(
    bus: Any, service: str, topology: Topology, wait_until: Any
) -> None:
    (message_id,) = bus.publish(service, "paid", b"{}")
    for number in range(DELIVERY_LIMIT + 1):
        begun = Event()
        consumer = InboxConsumer(bus.uri, service, lambda delivery, begun=begun: begun.send(delivery) or Event().wait())
        consumer.start()
        assert begun.wait(10).delivery_count == number
        consumer.kill()

    wait_until(lambda: bus.ready(dead_queue(inbox_queue(service))) == 1)

    with read_dead(bus.uri, inbox_queue(service), 10) as letters:
        assert [(letter.delivery.message_id, letter.reason) for letter in letters] == [(message_id, "delivery_limit")]


def test_dead_letters_are_read_up_to_a_limit_and_gone_when_stored(
    bus: Any, channel: Any, service: str, topology: Topology, wait_until: Any
) -> None:
    dead = dead_queue(inbox_queue(service))
    for body in (b"1", b"2", b"3"):
        message = channel.prepare_message(body, properties={"message_id": "m", "delivery_mode": 2})
        channel.basic_publish(message, exchange="", routing_key=dead)
    wait_until(lambda: bus.ready(dead) == 3)

    kept: list[bytes] = []
    with pytest.raises(ConnectionError):
        _store_in_vain(bus.uri, inbox_queue(service), kept)
    wait_until(lambda: bus.ready(dead) == 3)
    with read_dead(bus.uri, inbox_queue(service), 2) as letters:
        stored = [letter.delivery.body for letter in letters]

    assert kept == [b"1", b"2", b"3"]
    assert stored == [b"1", b"2"]
    assert bus.ready(dead) == 1


def _store_in_vain(uri: str, queue: str, kept: list[bytes]) -> None:
    with read_dead(uri, queue, 10) as letters:
        kept.extend(letter.delivery.body for letter in letters)
        raise ConnectionError("the database is down")


def cut(consumer: InboxConsumer) -> None:
    """End the consumer's connection as a cut cable does: neither side says goodbye."""
    channel = consumer._link._channel
    transport = channel.connection.transport if hasattr(channel.connection, "transport") else None
    if transport is None:
        channel.connection.sever()
    else:
        transport.sock.shutdown(2)
