"""The part of AMQP that the chassis rests on, the same on both backings."""

import uuid
from typing import Any

import kombu
import pytest
from amqp.exceptions import NotFound, PreconditionFailed

from chassis.bus.connection import BrokerConnection


def a_queue(channel: Any, **arguments: Any) -> str:
    name = uuid.uuid4().hex
    channel.queue_declare(queue=name, durable=True, auto_delete=False, arguments=arguments or None)
    return name


def put(channel: Any, queue: str, *bodies: bytes, exchange: str = "", **properties: Any) -> None:
    for body in bodies:
        message = channel.prepare_message(body, properties={"delivery_mode": 2, **properties})
        channel.basic_publish(message, exchange=exchange, routing_key=queue)


def take(channel: Any, queue: str) -> Any:
    raw = channel.basic_get(queue=queue, no_ack=False)
    return None if raw is None else channel.message_to_python(raw)


def take_within(channel: Any, queue: str, wait_until: Any) -> Any:
    taken: list[Any] = []
    wait_until(lambda: (message := take(channel, queue)) is not None and not taken.append(message))
    return taken[0]


def bodies_in(channel: Any, queue: str) -> list[bytes]:
    found = []
    while (message := take(channel, queue)) is not None:
        found.append(message.body)
    return found


def collect(connection: BrokerConnection, queue: str, *, prefetch: int, tag: str) -> list[Any]:
    received: list[Any] = []
    connection.channel.basic_qos(0, prefetch, False)
    connection.channel.basic_consume(queue=queue, no_ack=False, callback=received.append, consumer_tag=tag)
    return received


def drain(connection: BrokerConnection) -> None:
    while connection.drain(timeout=0.3):
        pass


def test_unacknowledged_messages_return_in_order_and_marked(bus_uri: str, channel: Any) -> None:
    queue = a_queue(channel)
    put(channel, queue, b"1", b"2", b"3", b"4")
    first, second = BrokerConnection.open(bus_uri), BrokerConnection.open(bus_uri)
    held_by_first = [take(first.channel, queue), take(first.channel, queue)]
    take(second.channel, queue)

    first.close()
    second.close()

    assert [message.body for message in held_by_first] == [b"1", b"2"]
    returned = take(channel, queue)
    assert (returned.body, returned.delivery_info["redelivered"]) == (b"1", True)
    assert bodies_in(channel, queue) == [b"2", b"3", b"4"]


def test_a_prefetch_counts_for_one_consumer_not_for_its_channel(bus_uri: str, channel: Any) -> None:
    narrow, wide = a_queue(channel), a_queue(channel)
    put(channel, narrow, *[b"n"] * 5)
    put(channel, wide, *[b"w"] * 5)
    connection = BrokerConnection.open(bus_uri)

    from_narrow = collect(connection, narrow, prefetch=2, tag="narrow")
    from_wide = collect(connection, wide, prefetch=4, tag="wide")
    drain(connection)

    assert (len(from_narrow), len(from_wide)) == (2, 4)
    connection.channel.basic_ack(connection.channel.message_to_python(from_narrow[0]).delivery_tag)
    drain(connection)
    assert (len(from_narrow), len(from_wide)) == (3, 4)
    connection.close()


def test_a_message_returned_too_often_becomes_a_dead_letter(bus_uri: str, channel: Any, wait_until: Any) -> None:
    dead = a_queue(channel)
    queue = a_queue(
        channel,
        **{
            "x-queue-type": "quorum",
            "x-delivery-limit": 2,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead,
        },
    )
    put(channel, queue, b"poison")
    counts = []
    for _ in range(3):
        victim = BrokerConnection.open(bus_uri)
        message = take_within(victim.channel, queue, wait_until)
        counts.append(message.headers.get("x-delivery-count", 0))
        victim.close()

    letter = take_within(channel, dead, wait_until)

    assert counts == [0, 1, 2]
    assert letter.body == b"poison"
    assert letter.headers["x-death"][0]["reason"] == "delivery_limit"
    assert letter.headers["x-death"][0]["queue"] == queue


def test_an_expired_message_becomes_a_dead_letter(channel: Any, wait_until: Any) -> None:
    dead = a_queue(channel)
    queue = a_queue(channel, **{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": dead})

    put(channel, queue, b"late", expiration="50")
    letter = take_within(channel, dead, wait_until)

    assert letter.headers["x-death"][0]["reason"] == "expired"
    assert letter.headers["x-death"][0]["routing-keys"] == [queue]
    assert take(channel, queue) is None


def test_a_queue_with_a_time_limit_expires_every_message(channel: Any, wait_until: Any) -> None:
    dead = a_queue(channel)
    queue = a_queue(channel, **{"x-message-ttl": 50, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": dead})

    put(channel, queue, b"1", b"2")

    assert [take_within(channel, dead, wait_until).body for _ in range(2)] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("kind", "binding", "key", "arrives"),
    [
        ("direct", "paid", "paid", True),
        ("direct", "paid", "unpaid", False),
        ("fanout", "", "anything", True),
        ("topic", "tranche.*", "tranche.paid", True),
        ("topic", "tranche.*", "tranche.paid.late", False),
        ("topic", "tranche.#", "tranche", True),
        ("topic", "#.paid", "a.b.paid", True),
        ("topic", "#.paid", "a.b.unpaid", False),
    ],
)
def test_an_exchange_routes_by_its_kind(channel: Any, kind: str, binding: str, key: str, arrives: bool) -> None:
    exchange, queue = uuid.uuid4().hex, a_queue(channel)
    channel.exchange_declare(exchange=exchange, type=kind, durable=True, auto_delete=False)
    channel.queue_bind(queue=queue, exchange=exchange, routing_key=binding)
    channel.queue_bind(queue=queue, exchange=exchange, routing_key=binding)

    put(channel, key, b"once", exchange=exchange)

    channel.queue_declare(queue=queue, passive=True)  # a round trip: the broker has routed
    assert len(bodies_in(channel, queue)) == int(arrives)


def test_one_message_in_two_queues_is_settled_in_each(channel: Any) -> None:
    exchange, first, second = uuid.uuid4().hex, a_queue(channel), a_queue(channel)
    channel.exchange_declare(exchange=exchange, type="topic", durable=True, auto_delete=False)
    for queue in (first, second):
        channel.queue_bind(queue=queue, exchange=exchange, routing_key="paid")

    put(channel, "paid", b"both", exchange=exchange)
    taken = take(channel, first)
    channel.basic_ack(taken.delivery_tag)

    assert bodies_in(channel, second) == [b"both"]


def test_a_queue_with_other_arguments_is_refused(bus_uri: str, channel: Any) -> None:
    queue = a_queue(channel)

    with kombu.Connection(bus_uri) as other, pytest.raises(PreconditionFailed):
        other.channel().queue_declare(queue=queue, durable=True, auto_delete=False, arguments={"x-message-ttl": 5})


def test_an_exchange_of_another_kind_is_refused(bus_uri: str, channel: Any) -> None:
    exchange = uuid.uuid4().hex
    channel.exchange_declare(exchange=exchange, type="topic", durable=True, auto_delete=False)

    with kombu.Connection(bus_uri) as other, pytest.raises(PreconditionFailed):
        other.channel().exchange_declare(exchange=exchange, type="direct", durable=True, auto_delete=False)


def test_an_absent_queue_cannot_be_looked_at(bus_uri: str) -> None:
    with kombu.Connection(bus_uri) as other, pytest.raises(NotFound):
        other.channel().queue_declare(queue=uuid.uuid4().hex, passive=True)


def test_a_deleted_queue_tells_its_consumer(bus_uri: str, channel: Any) -> None:
    queue = a_queue(channel)
    connection = BrokerConnection.open(bus_uri)
    collect(connection, queue, prefetch=1, tag="consumer")

    channel.queue_delete(queue=queue)

    with pytest.raises(Exception, match="consumer"):
        drain(connection)
    connection.close()


def test_a_large_body_arrives_whole(channel: Any, wait_until: Any) -> None:
    queue, body = a_queue(channel), bytes(range(256)) * 4096

    put(channel, queue, body)

    assert take_within(channel, queue, wait_until).body == body
