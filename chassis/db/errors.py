"""What can go wrong between a command and its database, told apart by what to do next."""

from __future__ import annotations

import psycopg2
from psycopg2 import errorcodes

from contracts.refusal import Refusal

EXPECTED_ONE_ROW = "SZ001"
"""SQLSTATE that the database function `expect_one` raises."""


class LostUpdate(Exception):
    """Somebody else changed the row in between, or the database could not serialise: run the command again."""


class Duplicate(Exception):
    """A unique constraint stood in the way; `constraint` is its name."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class DatabaseUnavailable(Refusal):
    """The database cannot be reached, or did not answer in time. Nothing is known to be done: ask again."""

    code = "unavailable"


_AGAIN = {errorcodes.SERIALIZATION_FAILURE, errorcodes.DEADLOCK_DETECTED, EXPECTED_ONE_ROW}
_BUSY = {
    errorcodes.LOCK_NOT_AVAILABLE,
    errorcodes.QUERY_CANCELED,
    errorcodes.TOO_MANY_CONNECTIONS,
    errorcodes.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
}


def translated(error: psycopg2.Error) -> Exception:
    """The exception that says what to do; a programming error comes back as it is."""
    if error.pgcode in _AGAIN:
        return LostUpdate(str(error).strip())
    if error.pgcode == errorcodes.UNIQUE_VIOLATION:
        return Duplicate(error.diag.constraint_name or "")
    if error.pgcode in _BUSY:
        return DatabaseUnavailable(reason="busy")
    if isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):
        return DatabaseUnavailable(reason="connection")
    return error
