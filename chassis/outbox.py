"""Announcing: an event becomes a row in the transaction of the change, and the relay publishes it later."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, insert

from chassis.audit import AuditTrail
from chassis.db.tables import outbox
from chassis.db.transaction import Transaction
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.wire import to_json

_COLUMNS = ("id", "city", "name", "version", "aggregate_id", "sequence", "case_id", "headers", "payload")
_insert = insert(outbox).values({name: bindparam(name) for name in _COLUMNS})


class Outbox:
    """The events of one transaction. Part of the unit of work."""

    def __init__(
        self, transaction: Transaction, trail: AuditTrail, *, city: str, actor: Actor, request_id: str
    ) -> None:
        self._transaction, self._trail = transaction, trail
        self._city = city
        self._headers = {"request_id": request_id, "actor": str(actor.account_id)}
        self.count = 0

    def add(self, events: Iterable[Event]) -> None:
        """Announce. An event of another city is a programming error."""
        for event in events:
            if event.city != self._city:
                raise ValueError(f"{event.NAME} of city {event.city} in a transaction of {self._city}")
            message_id = new_message_id()
            self._transaction.write(
                _insert,
                id=message_id,
                city=event.city,
                name=event.NAME,
                version=event.VERSION,
                aggregate_id=event.aggregate_id,
                sequence=event.sequence,
                case_id=event.case_id,
                headers=self._headers,
                payload=to_json(event),
            )
            self._trail.announced([message_id])
            self.count += 1


def new_message_id() -> UUID:
    """A UUID of version 7: later ids sort later, so the indexes of inbox and outbox grow at one end."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high = milliseconds << 80 | 0x7 << 76 | (random >> 64 & 0xFFF) << 64
    return UUID(int=high | 0b10 << 62 | random & (1 << 62) - 1)
