"""The sweeper: tries again what waits in the inbox, when it is due, and brings dead letters into quarantine.

One per service: it holds an advisory lock on its own connection, as the relay does, so a retry runs once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg2

from chassis.inbox import Envelope

log = logging.getLogger(__name__)

LOCK = 7_202
BATCH = 50
PAUSE = 0.2
FOLLOWER_WAIT = 1.0
LONGEST_PAUSE = 5.0

_DUE = """
    select handler, message_id::text, city, envelope from inbox
    where state = 'waiting' and next_attempt_at <= clock_timestamp()
    order by next_attempt_at limit %s
"""
_GONE = """
    update inbox set state = 'quarantined', error = %s
    where handler = %s and message_id = %s::uuid and state = 'waiting'
"""


class Sweeper:
    """`try_again(envelope)` runs the handler; it stores what becomes of it. `run` is one greenlet or thread."""

    def __init__(self, service: str, url: str, try_again: Callable[[Envelope], None]) -> None:
        self._service, self._url, self._try_again = service, url, try_again
        self._signal = threading.Event()
        self._stopping = False

    def stop(self) -> None:
        """Ask `run` to end after the event it is at."""
        self._stopping = True
        self._signal.set()

    def run(self) -> None:
        """Sweep until stopped; survives the loss of the database."""
        pause = PAUSE
        while not self._stopping:
            try:
                self._session()
                pause = PAUSE
            except (psycopg2.Error, OSError) as error:
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
            while not self._stopping:
                if not self.sweep(cursor):
                    self._signal.wait(PAUSE)
        finally:
            connection.close()

    def sweep(self, cursor: Any) -> int:
        """Try what is due. Gives how many were tried."""
        cursor.execute(_DUE, (BATCH,))
        rows = cursor.fetchall()
        for handler, message_id, city, kept in rows:
            if self._stopping:
                break
            envelope = Envelope(message_id=UUID(message_id), city=city, **kept)
            try:
                self._try_again(envelope)
            except LookupError as error:
                cursor.execute(_GONE, (str(error), handler, message_id))
        return len(rows)
