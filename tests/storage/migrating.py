"""A database at an older version of its service, to see what the newer migrations make of the rows in it."""

from __future__ import annotations

from typing import Any

import psycopg2
from alembic import command

from chassis.migrations import config_of
from console.backing.databases import ensure_databases
from console.backing.postgres import SUPERUSER, PostgresServer


class OldDatabase:
    """`service` at `version`. Rows are written and read by the superuser, who sees every city."""

    def __init__(self, server: PostgresServer, service: str, version: str) -> None:
        suffix = f"_from_{version}"
        ensure_databases(server, [service], suffix=suffix)
        self._config = config_of(service, server.url(f"{service}_owner", service + suffix))
        self._url = server.url(SUPERUSER, service + suffix)
        command.upgrade(self._config, version)

    def write(self, table: str, **values: Any) -> None:
        """One row."""
        places = ", ".join(f"%({name})s" for name in values)
        self._run(f"insert into {table} ({', '.join(values)}) values ({places})", values)

    def read(self, statement: str) -> list[Any]:
        return self._run(statement)

    def upgrade(self, version: str = "head") -> None:
        command.upgrade(self._config, version)

    def _run(self, statement: str, values: Any = None) -> list[Any]:
        with psycopg2.connect(self._url) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []
