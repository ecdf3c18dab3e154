"""The sweeper: tries again what waits in the inbox, when it is due, and brings dead letters into quarantine.

One per service: it holds an advisory lock on its own connection, as the relay does, so a retry runs once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

import psycopg2

from chassis import metrics
from chassis.bus.connection import BrokerUnavailable
from chassis.bus.dead_letters import DeadLetter
from chassis.inbox import Envelope, delay_after
from chassis.quarantining import quarantine, readable

log = logging.getLogger(__name__)

LOCK = 7_202
BATCH = 50
PAUSE = 0.2
FOLLOWER_WAIT = 1.0
LONGEST_PAUSE = 5.0
LOOK_SECONDS = 5.0

_DUE = """
    select handler, message_id::text, city, envelope, attempts from inbox
    where state = 'waiting' and next_attempt_at <= clock_timestamp()
    order by next_attempt_at limit %s
"""
# Counted and put off before it begins: a handler that kills this process is tried with growing delays, too.
_BEGIN = """
    update inbox set attempts = attempts + 1, next_attempt_at = clock_timestamp() + %s
    where handler = %s and message_id = %s::uuid and state = 'waiting'
"""
_GONE = """
    update inbox set state = 'quarantined', error = %s
    where handler = %s and message_id = %s::uuid and state = 'waiting'
"""
_RENAME = """
    update inbox i set handler = %(now)s where handler = %(was)s and message_id = %(message_id)s::uuid
    and not exists (select 1 from inbox where handler = %(now)s and message_id = i.message_id)
"""
_COUNT = """
    select (select count(*) from inbox where state = 'waiting'),
           (select count(*) from inbox where state = 'quarantined')
"""


class Handlers(Protocol):
    """The handlers of a service, as its consumer knows them."""

    def handler_of(self, name: str, version: int) -> str | None: ...
    def try_again(self, envelope: Envelope) -> None:
        """Run the handler; it stores what becomes of it."""


class Sweeper:
    """Retries, dead letters and the figures of one inbox. `run` is one greenlet or thread.

    `read_dead()` opens a batch of dead letters, which are gone from the bus when its block ends.
    """

    def __init__(
        self,
        service: str,
        url: str,
        handlers: Handlers,
        *,
        read_dead: Callable[[], AbstractContextManager[list[DeadLetter]]],
    ) -> None:
        self._service, self._url, self._handlers, self._read_dead = service, url, handlers, read_dead
        self._signal = threading.Event()
        self._stopping = False
        self._next_look = 0.0

    def stop(self) -> None:
        """Ask `run` to end after the event it is at."""
        self._stopping = True
        self._signal.set()

    def run(self) -> None:
        """Sweep until stopped; survives the loss of the database and of the broker."""
        pause = PAUSE
        while not self._stopping:
            try:
                self._session()
                pause = PAUSE
            except Exception as error:  # noqa: BLE001  # it must never end before it is asked to
                log.warning("sweeper interrupted", extra={"service": self._service, "error": type(error).__name__})
                self._signal.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _session(self) -> None:
        connection = psycopg2.connect(self._url, connect_timeout=3)
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            while not self._stopping:
                cursor.execute("select pg_try_advisory_lock(%s)", (LOCK,))
                if cursor.fetchone() == (True,):
                    break
                self._signal.wait(FOLLOWER_WAIT)
            self._next_look = 0.0
            while not self._stopping:
                if time.monotonic() >= self._next_look:
                    self._look(cursor)
                if not self.sweep(cursor):
                    self._signal.wait(PAUSE)
        finally:
            connection.close()

    def sweep(self, cursor: Any) -> int:
        """Try what is due. Gives how many were tried."""
        cursor.execute(_DUE, (BATCH,))
        rows = cursor.fetchall()
        for row in rows:
            if self._stopping:
                break
            envelope = self._begin(cursor, *row)
            if envelope is not None:
                self._try(envelope)
        return len(rows)

    def _begin(
        self, cursor: Any, handler: str, message_id: str, city: str, kept: Any, attempts: int
    ) -> Envelope | None:
        """The event, its attempt counted; None when it went back into quarantine, for no attempt can help it."""
        try:
            envelope = readable(message_id, city, kept)
            now = self._handler_now(cursor, handler, envelope)
        except LookupError as error:
            cursor.execute(_GONE, (str(error), handler, message_id))
            return None
        cursor.execute(_BEGIN, (delay_after(attempts + 1), now, message_id))
        return envelope

    def _try(self, envelope: Envelope) -> None:
        try:
            self._handlers.try_again(envelope)
        except Exception as error:  # noqa: BLE001  # not even the failure could be stored: it is due again later
            log.warning(
                "attempt without an outcome",
                extra={"service": self._service, "message_id": str(envelope.message_id), "error": type(error).__name__},
            )

    def _handler_now(self, cursor: Any, was: str, envelope: Envelope) -> str:
        """The name of the event's handler, which may have come or changed since. LookupError when it is gone."""
        now = self._handlers.handler_of(envelope.name, envelope.version)
        if now is None:
            raise LookupError(f"nobody here handles {envelope.name} version {envelope.version}")
        if now != was:
            cursor.execute(_RENAME, {"now": now, "was": was, "message_id": str(envelope.message_id)})
            if not cursor.rowcount:
                raise LookupError(f"{now} has taken it in already, so it can only be discarded")
        return now

    def _look(self, cursor: Any) -> None:
        self._next_look = time.monotonic() + LOOK_SECONDS
        try:
            self.bury(cursor)
        except BrokerUnavailable as error:
            log.warning("dead letters not read", extra={"service": self._service, "error": str(error)})
        cursor.execute(_COUNT)
        waiting, quarantined = cursor.fetchone()
        metrics.set_inbox(self._service, waiting=waiting, quarantined=quarantined)

    def bury(self, cursor: Any) -> int:
        """Bring dead letters into quarantine; they leave the bus once they are stored. Gives how many."""
        with self._read_dead() as letters:
            for letter in letters:
                message_id = quarantine(cursor, letter, self._handlers.handler_of)
                log.error(
                    "dead letter in quarantine",
                    extra={"service": self._service, "message_id": message_id, "reason": letter.reason},
                )
        return len(letters)
