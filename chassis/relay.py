"""The relay: publishes what the outbox holds, in order, and marks it after the broker's confirm.

One leader per service by an advisory lock on its own direct connection; woken after a commit by a
coalesced signal in the process, and by a timer for commits of other replicas. (A NOTIFY inside the
transaction cost 10 to 23 % of the commands, ADR 4.) A crash between confirm and mark publishes a
second time: the inbox marks of the consumers make that harmless.

The position, by which `changed since` reads, is given here: one leader gives them in the order in
which they become visible, which `updated_at` or an identity column cannot promise.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

import psycopg2

from chassis import metrics
from chassis.bus.connection import BrokerUnavailable
from chassis.bus.publisher import Publication, Receipt
from chassis.bus.topology import inbox_queue

log = logging.getLogger(__name__)

BATCH = 500
LOCK = 7_201
FOLLOWER_WAIT = 1.0
RETURNED_WAIT = 2.0
LONGEST_PAUSE = 5.0
HOUSEKEEPING_SECONDS = 3600.0
CHECKPOINT_SECONDS = 2.0
LAST_CHECKPOINT_PATIENCE = 0.5
LOOK_SECONDS = 1.0

_PENDING = """
    select seq, created_at, id::text, city, name, version, headers, payload::text
    from outbox where published_at is null order by seq limit %s
"""
_MARK = """
    update outbox o set published_at = clock_timestamp(), position = coalesce(o.position, n.position)
    from (
        select seq, created_at, nextval('outbox_publishing') as position
        from unnest(%s::bigint[], %s::timestamptz[]) with ordinality as given(seq, created_at, ordinal)
        order by ordinal
    ) n
    where o.created_at = n.created_at and o.seq = n.seq
"""
_STATE = """
    select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8
    from outbox where published_at is null
"""
_AGAIN = """
    select seq, created_at, id::text, city, name, version, headers, payload::text
    from outbox where position > %s order by position limit %s
"""


class Publisher(Protocol):
    """What publishes a batch and tells what became of each message (`chassis.bus.publisher`)."""

    def publish(self, batch: Sequence[Publication]) -> Receipt: ...
    def close(self) -> None: ...


class Relay:
    """Publishes the outbox of one service until it is stopped. `run` is one greenlet or thread."""

    def __init__(
        self,
        service: str,
        url: str,
        publisher: Callable[[], Publisher],
        *,
        must_arrive: Callable[[str], bool],
        sweep_seconds: float = 0.1,
        is_delivered: Callable[[], bool] | None = None,
    ) -> None:
        """`must_arrive(event name)`: whether a missing queue is a fault.

        `is_delivered`, for a bus that dies with this process: whether everything published so far had its effect.
        That moment is kept as the checkpoint, and what comes after it is published again when the relay starts.
        """
        self._service, self._url, self._new_publisher = service, url, publisher
        self._must_arrive = must_arrive
        self._sweep_seconds = sweep_seconds
        self._is_delivered, self._must_replay = is_delivered, is_delivered is not None
        self._has_moved, self._next_checkpoint, self._next_look = False, 0.0, 0.0
        self._signal = threading.Event()
        self._stopping = False
        self._returned: dict[int, float] = {}

    def wake(self) -> None:
        """Something was committed. Many wakes are one."""
        self._signal.set()

    def stop(self) -> None:
        """Ask `run` to end after the batch it is at."""
        self._stopping = True
        self._signal.set()

    def run(self) -> None:
        """Lead, or wait to lead; survives the loss of the database and of the broker."""
        pause = 0.1
        while not self._stopping:
            try:
                self._session()
                pause = 0.1
            except Exception as error:  # noqa: BLE001  # it must never end before it is asked to
                log.warning("relay interrupted", extra={"service": self._service, "error": type(error).__name__})
                if isinstance(error, psycopg2.Error):  # without a broker the outbox is still looked at
                    metrics.forget_outbox(self._service)
                self._signal.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        metrics.forget_outbox(self._service)

    def _session(self) -> None:
        connection = psycopg2.connect(self._url, connect_timeout=3)
        connection.autocommit = True
        publisher: Publisher | None = None
        try:
            cursor = connection.cursor()
            if not self._lead(cursor):
                return
            publisher = self._new_publisher()
            self._keep_house(cursor)
            self._look(cursor)
            self._replay(cursor, publisher)
            next_housekeeping = time.monotonic() + HOUSEKEEPING_SECONDS
            while not self._stopping:
                self._signal.clear()
                if not self.publish_batch(cursor, publisher):
                    self._keep_checkpoint(cursor)
                    self._signal.wait(self._sweep_seconds)
                if time.monotonic() > next_housekeeping:
                    self._keep_house(cursor)
                    next_housekeeping = time.monotonic() + HOUSEKEEPING_SECONDS
            self._keep_last_checkpoint(cursor)
        finally:
            connection.close()
            if publisher is not None:
                publisher.close()

    def _lead(self, cursor: Any) -> bool:
        while not self._stopping:
            cursor.execute("select pg_try_advisory_lock(%s)", (LOCK,))
            if cursor.fetchone()[0]:
                return True
            metrics.forget_outbox(self._service)
            self._signal.clear()
            self._signal.wait(FOLLOWER_WAIT)
        return False

    def publish_batch(self, cursor: Any, publisher: Publisher) -> bool:
        """Publish one batch and mark what the broker confirmed. Whether there may be more at once."""
        cursor.execute(_PENDING, (BATCH,))
        rows = cursor.fetchall()
        now = time.monotonic()
        if now >= self._next_look:
            self._look(cursor)
        due = [row for row in rows if self._returned.get(row[0], 0.0) <= now]
        if not due:
            return False
        report = publisher.publish([self._message(row) for row in due])
        confirmed = [row for row in due if row[2] in report.confirmed]
        for row in due:
            if row[2] not in report.confirmed:
                self._returned[row[0]] = now + RETURNED_WAIT
            else:
                self._returned.pop(row[0], None)
        if confirmed:
            cursor.execute(_MARK, ([row[0] for row in confirmed], [row[1] for row in confirmed]))
            metrics.count_published(self._service, len(confirmed))
            self._has_moved = True
        if len(confirmed) < len(due):
            log.warning(
                "events without a queue wait", extra={"service": self._service, "count": len(due) - len(confirmed)}
            )
        return len(rows) == BATCH and bool(confirmed)

    def _message(self, row: tuple[Any, ...]) -> Publication:
        return message_of(self._service, row, must_arrive=self._must_arrive(row[4]))

    def _keep_house(self, cursor: Any) -> None:
        cursor.execute("select keep_outbox_partitions()")
        cursor.execute("delete from idempotency where created_at < clock_timestamp() - interval '72 hours'")

    def _look(self, cursor: Any) -> None:
        cursor.execute(_STATE)
        unpublished, oldest_seconds = cursor.fetchone()
        metrics.set_outbox(self._service, oldest_seconds=oldest_seconds, unpublished=unpublished)
        self._next_look = time.monotonic() + LOOK_SECONDS

    def _replay(self, cursor: Any, publisher: Publisher) -> None:
        """What the bus of the process before this one may have held when that process ended."""
        if not self._must_replay:
            return
        count = republish(cursor, publisher, self._service, after=checkpoint(cursor))
        self._must_replay = False
        if count:
            self._has_moved = True
            log.info("events after the checkpoint published again", extra={"service": self._service, "count": count})

    def _keep_checkpoint(self, cursor: Any) -> None:
        """Only this greenlet gives positions, so all of them were published before the bus was seen to be empty."""
        if self._is_delivered is None or not self._has_moved or time.monotonic() < self._next_checkpoint:
            return
        if self._is_delivered():
            set_checkpoint(cursor)
            self._has_moved, self._next_checkpoint = False, time.monotonic() + CHECKPOINT_SECONDS

    def _keep_last_checkpoint(self, cursor: Any) -> None:
        """At a clean stop the consumers finish what they have begun; what they had not begun is published again."""
        self._next_checkpoint = 0.0
        deadline = time.monotonic() + LAST_CHECKPOINT_PATIENCE
        while self._is_delivered is not None and self._has_moved and time.monotonic() < deadline:
            self._keep_checkpoint(cursor)
            time.sleep(0.01)


def message_of(service: str, row: tuple[Any, ...], *, must_arrive: bool) -> Publication:
    """The message of an outbox row, as the relay and `outbox replay` publish it."""
    _, _, message_id, city, name, version, headers, payload = row
    return Publication(
        exchange=f"{service}.events",
        routing_key=name,
        body=payload.encode(),
        message_id=message_id,
        headers={"city": city, "name": name, "version": version, **headers},
        mandatory=must_arrive,
    )


def checkpoint(cursor: Any) -> int:
    """The position up to which everything is known to have had its effect."""
    cursor.execute("select position from relay_checkpoint where name = 'delivered'")
    row = cursor.fetchone()
    return row[0] if row else 0


def set_checkpoint(cursor: Any) -> None:
    """Everything published so far had its effect: only the owner of an idle bus can know that."""
    cursor.execute(
        "insert into relay_checkpoint (name, position) select 'delivered', coalesce(max(position), 0) from outbox"
        " on conflict (name) do update set position = excluded.position"
    )


def republish(cursor: Any, publisher: Publisher, service: str, *, after: int, to: str | None = None) -> int:
    """Publish again everything after a position, whatever became of it; inbox marks make it harmless. How many.

    `to` names the one service whose inbox gets it, for a consumer that came later. Raises `BrokerUnavailable` when
    the broker did not take all of it.
    """
    count = 0
    while True:
        cursor.execute(
            "select position from outbox where position > %s order by position limit 1 offset %s", (after, BATCH - 1)
        )
        last = cursor.fetchone()
        cursor.execute(_AGAIN, (after, BATCH))
        rows = cursor.fetchall()
        if rows:
            messages = [message_of(service, row, must_arrive=to is not None) for row in rows]
            if to is not None:
                messages = [replace(message, exchange="", routing_key=inbox_queue(to)) for message in messages]
            receipt = publisher.publish(messages)
            if receipt.returned or receipt.refused:
                raise BrokerUnavailable(f"{len(receipt.returned | receipt.refused)} events found no queue")
            count += len(rows)
        if last is None:
            return count
        after = last[0]
