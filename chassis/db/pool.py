"""Connections of one role to one database, kept open and handed out one at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from chassis.db.errors import DatabaseUnavailable, translated

log = logging.getLogger(__name__)

Connection = Any
"""A psycopg2 connection in autocommit mode: transactions are opened and closed in the text we send."""


class Pool:
    """At most `size` connections; waiting longer than `patience` seconds raises DatabaseUnavailable.

    Waiting is green under eventlet. A connection that broke is dropped, not handed out again.
    """

    def __init__(self, url: str, *, size: int = 20, patience: float = 3.0) -> None:
        self._url = url
        self._pool = QueuePool(
            self._connect,
            pool_size=size,
            max_overflow=0,
            timeout=patience,
            recycle=1800,
            use_lifo=True,
            reset_on_return=None,
        )

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Borrow a connection. A psycopg2 error is translated (`chassis.db.errors`)."""
        borrowed = self._borrow()
        try:
            yield borrowed.dbapi_connection
        except psycopg2.Error as error:
            failure = translated(error)
            if isinstance(failure, DatabaseUnavailable) and borrowed.dbapi_connection.closed:
                self._forget_idle()
            raise failure from error
        finally:
            self._give_back(borrowed)

    def close(self) -> None:
        """Close what is idle; what is borrowed closes when it comes back."""
        self._pool.dispose()

    def _forget_idle(self) -> None:
        """The server went away under a connection: the idle ones are dead as well."""
        old = self._pool
        self._pool = old.recreate()
        old.dispose()

    def _borrow(self) -> Any:
        try:
            return self._pool.connect()
        except psycopg2.Error as error:
            log.warning("no connection to the database", extra={"reason": str(error).strip().splitlines()[0]})
            raise translated(error) from error
        except PoolTimeout:
            raise DatabaseUnavailable(reason="busy") from None

    def _give_back(self, borrowed: Any) -> None:
        connection = borrowed.dbapi_connection
        if connection is None or connection.closed:
            borrowed.invalidate()
        elif connection.info.transaction_status != psycopg2.extensions.TRANSACTION_STATUS_IDLE:
            self._roll_back(borrowed)
        borrowed.close()

    def _roll_back(self, borrowed: Any) -> None:
        """Somebody left in the middle (an exception, a killed worker): never hand that on."""
        try:
            with borrowed.dbapi_connection.cursor() as cursor:
                cursor.execute("rollback")
        except psycopg2.Error:
            borrowed.invalidate()

    def _connect(self) -> Connection:
        connection = psycopg2.connect(self._url, connect_timeout=5)
        connection.autocommit = True
        return connection
