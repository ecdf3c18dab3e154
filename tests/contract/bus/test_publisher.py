"""Publishing with confirms: the caller knows of every message what became of it."""

import uuid
from typing import Any

import eventlet
import pytest

from chassis.bus.connection import BrokerUnavailable
from chassis.bus.consumer import SETTLED, Delivery, InboxConsumer, Settlement
from chassis.bus.publisher import ConfirmedPublisher, Publication
from chassis.bus.topology import Topology, events_exchange, inbox_queue


def an_event(service: str, event: str = "paid", **changes: Any) -> Publication:
    return Publication(
        **{
            "message_id": uuid.uuid4().hex,
            "exchange": events_exchange(service),
            "routing_key": event,
            "body": b'{"fen": 1}',
            "headers": {"city": "dalian", "version": 1},
            **changes,
        }
    )


def a_topology(service: str) -> Topology:
    return Topology.of([service], [(service, "paid", service)])


def test_what_a_queue_took_is_confirmed(bus: Any, service: str) -> None:
    publisher = ConfirmedPublisher(bus.uri, topology=a_topology(service))
    batch = [an_event(service) for _ in range(50)]

    receipt = publisher.publish(batch)

    assert receipt.confirmed == {publication.message_id for publication in batch}
    assert bus.ready(inbox_queue(service)) == 50
    publisher.close()


def test_a_mandatory_message_without_a_queue_is_returned_and_the_rest_confirmed(bus_uri: str, service: str) -> None:
    publisher = ConfirmedPublisher(bus_uri, topology=a_topology(service))
    wanted, unwanted = an_event(service), an_event(service, "unheard")
    optional = an_event(service, "unheard", mandatory=False)

    receipt = publisher.publish([wanted, unwanted, optional])

    assert receipt.returned == {unwanted.message_id}
    assert receipt.confirmed == {wanted.message_id, optional.message_id}
    assert not receipt.refused
    publisher.close()


def test_a_message_that_the_broker_cannot_store_is_refused(rabbit: Any, service: str) -> None:
    """Only RabbitMQ refuses (a full queue here); the embedded bus stores or fails."""
    full = uuid.uuid4().hex
    publisher = ConfirmedPublisher(rabbit.uri())
    publisher.publish([])
    limits = {"x-max-length": 1, "x-overflow": "reject-publish"}
    publisher._connection.channel.queue_declare(queue=full, durable=True, auto_delete=False, arguments=limits)
    fits, does_not = (an_event(service, full, exchange="") for _ in range(2))

    receipt = publisher.publish([fits, does_not])

    assert (receipt.confirmed, receipt.refused) == ({fits.message_id}, {does_not.message_id})
    publisher.close()


def test_a_message_arrives_as_it_was_published(bus_uri: str, service: str, wait_until: Any) -> None:
    publisher = ConfirmedPublisher(bus_uri, topology=a_topology(service))
    sent = an_event(service, body="{“大连”}".encode(), headers={"city": "dalian", "request_id": "r-7"})
    received: list[Delivery] = []

    def take(delivery: Delivery) -> Settlement:
        received.append(delivery)
        return SETTLED

    consumer = InboxConsumer(bus_uri, service, take)
    publisher.publish([sent])
    consumer.start()
    wait_until(lambda: bool(received))

    assert received[0] == Delivery(
        body=sent.body,
        message_id=sent.message_id,
        headers=sent.headers,
        routing_key="paid",
        redelivered=False,
        delivery_count=0,
    )
    consumer.stop()
    publisher.close()


def test_a_publisher_goes_on_after_the_broker_was_restarted(bus: Any, service: str) -> None:
    publisher = ConfirmedPublisher(bus.uri, topology=a_topology(service))
    publisher.publish([an_event(service)])

    bus.restart()
    receipt = _publish_until_confirmed(publisher, an_event(service))

    assert len(receipt.confirmed) == 1
    assert bus.ready(inbox_queue(service)) == 2
    publisher.close()


def test_a_confirm_that_does_not_come_in_time_is_told_and_the_next_batch_goes_through(
    rabbit: Any, service: str
) -> None:
    """Only RabbitMQ takes time to confirm; the embedded bus has stored a message when it returns."""
    publisher = ConfirmedPublisher(rabbit.uri(), topology=a_topology(service), timeout=0)
    with pytest.raises(BrokerUnavailable):
        publisher.publish([an_event(service) for _ in range(500)])

    patient = ConfirmedPublisher(rabbit.uri())
    receipt = patient.publish([an_event(service)])

    assert len(receipt.confirmed) == 1
    publisher.close()
    patient.close()


def test_a_missing_exchange_is_told_as_an_unavailable_broker(bus_uri: str, service: str) -> None:
    publisher = ConfirmedPublisher(bus_uri)

    with pytest.raises(BrokerUnavailable):
        publisher.publish([an_event(service)])


def test_an_unreachable_broker_is_told_at_once(service: str) -> None:
    publisher = ConfirmedPublisher("amqp://guest:guest@127.0.0.1:1//")

    with eventlet.Timeout(5), pytest.raises(BrokerUnavailable):
        publisher.publish([an_event(service)])


def test_declaring_a_topology_again_changes_nothing(bus: Any, channel: Any, service: str) -> None:
    topology = a_topology(service)
    topology.declare_on(channel)
    bus.publish(service, "paid", b"{}")

    topology.declare(channel.connection.client)

    assert bus.ready(inbox_queue(service)) == 1


def _publish_until_confirmed(publisher: ConfirmedPublisher, publication: Publication) -> Any:
    with eventlet.Timeout(20):
        while True:
            try:
                return publisher.publish([publication])
            except BrokerUnavailable:
                eventlet.sleep(0.05)
