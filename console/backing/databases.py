"""One database per service, and the roles that may use it.

`<service>_owner` owns the tables and runs the migrations; `<service>` is what the service works as: it owns nothing and
cannot step around row-level security; `<service>_relay` and `<service>_auditor` get what a migration grants them.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from psycopg2.sql import SQL, Composable, Identifier, Literal

from console.backing.postgres import SUPERUSER, PostgresServer

OWNER, APPLICATION, RELAY, AUDITOR = "_owner", "", "_relay", "_auditor"
ROLE_SUFFIXES = (OWNER, APPLICATION, RELAY, AUDITOR)

# A statement of a killed worker goes on in the server, so the server has to end it. Set on the role: a connection pool
# in between refuses start-up options.
APPLICATION_TIMEOUTS = {
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "15s",
}


def ensure_databases(server: PostgresServer, services: Iterable[str], *, suffix: str = "") -> None:
    """Create what is missing of each service's roles and of its database `<service><suffix>`; repeat it freely.

    Nobody but the owner may use a table until a migration grants it: a default grant would also open partitions, and
    row-level security of the whole does not hold for a partition that is asked directly.
    """
    for service in services:
        with _session(server, "postgres") as execute:
            _ensure_roles(execute, service, server.password)
            _ensure_database(execute, service, service + suffix, template="template0")
        with _session(server, service + suffix) as execute:
            _ensure_schema(execute, service)


def copy_databases(server: PostgresServer, services: Iterable[str], *, source: str, target: str) -> None:
    """Create `<service><target>` with all that `<service><source>` holds. Nobody may be connected to the source."""
    with _session(server, "postgres") as execute:
        for service in services:
            _ensure_database(execute, service, service + target, template=service + source)


def drop_databases(server: PostgresServer, services: Iterable[str], *, suffix: str) -> None:
    """Drop `<service><suffix>` with everything in it, and end the sessions that use it. The roles stay."""
    with _session(server, "postgres") as execute:
        for service in services:
            execute(SQL("drop database if exists {} with (force)").format(Identifier(service + suffix)))


def _ensure_roles(execute: "_Execute", service: str, password: str | None) -> None:
    for suffix in ROLE_SUFFIXES:
        role = Identifier(service + suffix)
        if not execute(SQL("select 1 from pg_roles where rolname = {}").format(Literal(service + suffix))):
            execute(SQL("create role {}").format(role))
        may = SQL("alter role {} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password {}")
        execute(may.format(role, Literal(password)))
    for name, value in APPLICATION_TIMEOUTS.items():
        setting = SQL("alter role {} set {} = {}")
        execute(setting.format(Identifier(service + APPLICATION), Identifier(name), Literal(value)))


def _ensure_database(execute: "_Execute", service: str, database: str, *, template: str) -> None:
    owner, name = Identifier(service + OWNER), Identifier(database)
    if not execute(SQL("select 1 from pg_database where datname = {}").format(Literal(database))):
        execute(SQL("create database {} owner {} template {}").format(name, owner, Identifier(template)))
    execute(SQL("revoke all on database {} from public").format(name))
    users = SQL(", ").join(Identifier(service + suffix) for suffix in ROLE_SUFFIXES)
    execute(SQL("grant connect on database {} to {}").format(name, users))


def _ensure_schema(execute: "_Execute", service: str) -> None:
    owner = Identifier(service + OWNER)
    others = SQL(", ").join(Identifier(service + suffix) for suffix in (APPLICATION, RELAY, AUDITOR))
    execute(SQL("revoke create on schema public from public"))
    execute(SQL("grant create, usage on schema public to {}").format(owner))
    execute(SQL("grant usage on schema public to {}").format(others))


class _Execute:
    """Runs one statement as the superuser; what it returns is the rows, empty for a statement without any."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __call__(self, statement: Composable) -> list[tuple[Any, ...]]:
        self._cursor.execute(statement)
        return self._cursor.fetchall() if self._cursor.description else []


@contextmanager
def _session(server: PostgresServer, database: str) -> Iterator[_Execute]:
    """Each statement is its own transaction: CREATE DATABASE allows no other way."""
    with closing(psycopg2.connect(server.url(SUPERUSER, database))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield _Execute(cursor)
