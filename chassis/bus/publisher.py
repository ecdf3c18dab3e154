"""Publishing with the broker's word for every message."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from eventlet.semaphore import Semaphore

from chassis.bus.connection import BROKER_ERRORS, BrokerConnection, BrokerUnavailable
from chassis.bus.topology import Topology

CONFIRM_SECONDS: Final = 10.0
PERSISTENT: Final = 2


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A message to publish: JSON as bytes. A `mandatory` one is returned if no queue takes it."""

    message_id: str
    exchange: str
    routing_key: str
    body: bytes
    headers: Mapping[str, Any] = field(default_factory=dict)
    mandatory: bool = True


@dataclass(frozen=True)
class Receipt:
    """Message ids of one batch, each in exactly one set.

    `confirmed`: in every queue that it was routed to, or it was not mandatory and none wants it.
    `returned`: mandatory, and there is no queue. `refused`: the broker could not store it; try again.
    """

    confirmed: frozenset[str]
    returned: frozenset[str]
    refused: frozenset[str]


class ConfirmedPublisher:
    """Publishes batches on one connection of its own, which it opens when it is needed.

    `topology` is declared after every connect, so a broker that lost its data has its queues again
    before the first message.
    """

    def __init__(self, uri: str, *, topology: Topology | None = None, timeout: float = CONFIRM_SECONDS) -> None:
        self._uri, self._topology, self._timeout = uri, topology, timeout
        self._connection: BrokerConnection | None = None
        self._one_at_a_time = Semaphore()
        self._published = 0
        self._unconfirmed: dict[int, str] = {}
        self._returned: set[str] = set()
        self._refused: set[str] = set()

    def publish(self, batch: Sequence[Publication]) -> Receipt:
        """Publish all, then wait once until the broker answered for all, at most `timeout` seconds.

        Raises `BrokerUnavailable` when the connection fails or the answer does not come; any part of
        the batch may then have been published. The next call connects again.
        """
        with self._one_at_a_time:
            try:
                return self._publish(self._opened(), batch)
            except BaseException as error:
                self.close()
                if isinstance(error, BROKER_ERRORS):
                    raise BrokerUnavailable(str(error)) from error
                raise

    def close(self) -> None:
        """Close the connection. The publisher can be used again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _publish(self, connection: BrokerConnection, batch: Sequence[Publication]) -> Receipt:
        self._unconfirmed, self._returned, self._refused = {}, set(), set()
        for publication in batch:
            self._published += 1
            if connection.is_amqp:  # the embedded bus has stored the message when `basic_publish` returns
                self._unconfirmed[self._published] = publication.message_id
            self._send(connection.channel, publication)
        deadline = time.monotonic() + self._timeout
        while self._unconfirmed:
            if not connection.drain(timeout=max(0.001, deadline - time.monotonic())):
                raise BrokerUnavailable(f"{len(self._unconfirmed)} messages not confirmed in {self._timeout} s")
        returned, refused = frozenset(self._returned), frozenset(self._refused)
        confirmed = frozenset(publication.message_id for publication in batch) - returned - refused
        return Receipt(confirmed, returned, refused - returned)

    def _send(self, channel: Any, publication: Publication) -> None:
        message = channel.prepare_message(
            publication.body,
            content_type="application/json",
            content_encoding="utf-8",
            headers=dict(publication.headers),
            properties={"message_id": publication.message_id, "delivery_mode": PERSISTENT},
        )
        channel.basic_publish(
            message,
            exchange=publication.exchange,
            routing_key=publication.routing_key,
            mandatory=publication.mandatory,
        )

    def _opened(self) -> BrokerConnection:
        if self._connection is not None and self._has_died(self._connection):
            self.close()
        if self._connection is None:
            self._connection = connection = BrokerConnection.open(self._uri)
            if self._topology is not None:
                self._topology.declare_on(connection.channel)
            connection.channel.events["basic_return"].add(self._on_return)
            if connection.is_amqp:
                connection.channel.confirm_select()
                connection.channel.events["basic_ack"].add(self._on_ack)
                connection.channel.events["basic_nack"].add(self._on_nack)
            self._published = 0
        return self._connection

    @staticmethod
    def _has_died(connection: BrokerConnection) -> bool:
        """Between batches nobody reads the connection, so a goodbye of the broker may be waiting in it."""
        try:
            while connection.drain(timeout=0):
                pass
        except BROKER_ERRORS:
            return True
        return False

    def _on_return(self, error: Any, exchange: str, routing_key: str, message: Any) -> None:
        self._returned.add(message.properties["message_id"])

    def _on_ack(self, number: int, multiple: bool) -> None:
        for settled in self._settled(number, multiple):
            del self._unconfirmed[settled]

    def _on_nack(self, number: int, multiple: bool) -> None:
        for settled in self._settled(number, multiple):
            self._refused.add(self._unconfirmed.pop(settled))

    def _settled(self, number: int, multiple: bool) -> list[int]:
        if multiple:
            return [waiting for waiting in self._unconfirmed if waiting <= number]
        return [number] if number in self._unconfirmed else []
