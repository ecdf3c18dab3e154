"""A transaction that travels in few round trips: writes wait, and leave with the next read or with the commit.

Ideally a command is two: *begin, city, idempotency key, locked load* in one, *save, outbox, audit,
answer, commit* in the other. Use cases and repositories do not see it: they read and write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ClauseElement

from chassis.db.pool import Connection, Pool
from chassis.db.statements import Row, Statement, compiled

_BEGIN = "begin; select set_config('app.city', %s, true)"
_READ = "select set_config('app.city', %s, true);"


class Transaction:
    """All statements between `begin` and `commit` for one city (row-level security holds the rest)."""

    def __init__(self, connection: Connection, city: str) -> None:
        self._cursor = connection.cursor()
        self._waiting: list[bytes] = [self._cursor.mogrify(_BEGIN, (city,))]
        self.statements = 0
        self.round_trips = 0

    def read(self, statement: ClauseElement, /, **parameters: Any) -> list[Row]:
        """The rows of a select, or of an insert or update with `returning`; what was written before goes first."""
        query = compiled(statement)
        self._add(query, parameters)
        self._send()
        return [query.row(row) for row in self._cursor.fetchall()] if query.row else []

    def first(self, statement: ClauseElement, /, **parameters: Any) -> Row | None:
        """The first row, or None."""
        rows = self.read(statement, **parameters)
        return rows[0] if rows else None

    def write(self, statement: ClauseElement, /, **parameters: Any) -> None:
        """Insert, update or delete, sent later. Errors (a unique constraint) appear then, at the latest at commit."""
        self._add(compiled(statement), parameters)

    def change_one(self, statement: ClauseElement, /, **parameters: Any) -> None:
        """Like `write`, but anything other than exactly one changed row ends the transaction with LostUpdate."""
        query = compiled(statement)
        text = f"with changed as ({query.text} returning 1) select expect_one(count(*)) from changed"
        self._append(text, query.parameters(parameters))

    def commit(self) -> None:
        """Send what waits, and commit, in one round trip."""
        self._waiting.append(b"commit")
        self._send()

    def _add(self, query: Statement, parameters: dict[str, Any]) -> None:
        self._append(query.text, query.parameters(parameters))

    def _append(self, text: str, parameters: dict[str, Any]) -> None:
        self.statements += 1
        self._waiting.append(self._cursor.mogrify(text, parameters))

    def _send(self) -> None:
        batch, self._waiting = b";\n".join(self._waiting), []
        self.round_trips += 1
        self._cursor.execute(batch)


@contextmanager
def transaction(pool: Pool, city: str) -> Iterator[Transaction]:
    """A transaction on a borrowed connection. Commit it; leaving without a commit rolls back."""
    with pool.connection() as connection:
        yield Transaction(connection, city)


class Reading:
    """The read side: each `read` is its own consistent snapshot and one round trip."""

    def __init__(self, pool: Pool, city: str) -> None:
        self._pool = pool
        self.city = city

    def read(self, statement: ClauseElement, /, **parameters: Any) -> list[Row]:
        """The rows of a select of this city."""
        query = compiled(statement)
        with self._pool.connection() as connection, connection.cursor() as cursor:
            prefix = cursor.mogrify(_READ, (self.city,))
            cursor.execute(prefix + cursor.mogrify(query.text, query.parameters(parameters)))
            return [query.row(row) for row in cursor.fetchall()] if query.row else []

    def first(self, statement: ClauseElement, /, **parameters: Any) -> Row | None:
        """The first row, or None."""
        rows = self.read(statement, **parameters)
        return rows[0] if rows else None


__all__ = ["Reading", "Row", "Transaction", "transaction"]
