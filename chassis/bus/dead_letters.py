"""Reading a queue's `.dead`, so that what lies there can be kept where a person sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from chassis.bus.connection import BROKER_ERRORS, BrokerConnection, BrokerUnavailable
from chassis.bus.consumer import Delivery, delivery_of
from chassis.bus.topology import dead_queue


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A delivery that its queue gave up. `reason` is `rejected` (undecodable) or `delivery_limit` (killed its process).

    `delivery.message_id` may be empty: a message that came without one ends here.
    """

    delivery: Delivery
    exchange: str
    reason: str


@contextmanager
def read_dead(uri: str, queue: str, limit: int) -> Iterator[list[DeadLetter]]:
    """Up to `limit` dead letters of `queue` (`declaration.inbox`), oldest first.

    They are acknowledged when the block ends, and stay where they are when it raises. So store them
    inside the block, and bear that a letter comes again: the acknowledgement itself may be lost.
    Raises `BrokerUnavailable`.
    """
    connection = BrokerConnection.open(uri)
    try:
        messages = _fetch(connection, dead_queue(queue), limit)
        yield [_letter_of(message) for message in messages]
        if messages:
            _acknowledge(connection, messages[-1])
    finally:
        connection.close()


def _fetch(connection: BrokerConnection, queue: str, limit: int) -> list[Any]:
    messages: list[Any] = []
    try:
        while len(messages) < limit and (raw := connection.channel.basic_get(queue=queue, no_ack=False)) is not None:
            messages.append(connection.channel.message_to_python(raw))
    except BROKER_ERRORS as error:
        raise BrokerUnavailable(str(error)) from error
    return messages


def _acknowledge(connection: BrokerConnection, last: Any) -> None:
    try:
        connection.channel.basic_ack(last.delivery_tag, multiple=True)
    except BROKER_ERRORS as error:
        raise BrokerUnavailable(str(error)) from error


def _letter_of(message: Any) -> DeadLetter:
    """The delivery as it was in its first queue: the broker's own headers are taken off again."""
    delivery = delivery_of(message)
    headers = {
        name: value
        for name, value in delivery.headers.items()
        if not name.startswith(("x-death", "x-first-", "x-last-"))
    }
    death = (delivery.headers.get("x-death") or [{}])[0]
    routing_keys = death.get("routing-keys") or [delivery.routing_key]
    return DeadLetter(
        delivery=replace(delivery, headers=headers, routing_key=routing_keys[0]),
        exchange=death.get("exchange", ""),
        reason=death.get("reason", "unknown"),
    )
