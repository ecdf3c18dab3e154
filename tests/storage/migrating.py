"""A database at an older version of its service, to see what the newer migrations make of the rows in it."""

from __future__ import annotations

from typing import Any

import orjson
import psycopg2
from alembic import command
from psycopg2.extras import Json

from chassis.migrations import config_of
from console.backing.databases import ensure_databases
from console.backing.postgres import SUPERUSER, PostgresServer


class OldDatabase:
    """`service` at `version`. Rows are written and read by the superuser, who sees every city."""

    def __init__(self, server: PostgresServer, service: str, version: str) -> None:
        suffix = f"_from_{version}"
        self._server, self._name = server, service + suffix
        ensure_databases(server, [service], suffix=suffix)
        self._config = config_of(service, self.url(f"{service}_owner"))
        command.upgrade(self._config, version)

    def url(self, role: str) -> str:
        """Its address for another role."""
        return self._server.url(role, self._name)

    def write(self, table: str, **values: Any) -> None:
        """One row; dicts and lists of them as JSON."""
        values = {name: Json(value, dumps=_json) if _is_json(value) else value for name, value in values.items()}
        places = ", ".join(f"%({name})s" for name in values)
        self._run(f"insert into {table} ({', '.join(values)}) values ({places})", values)

    def read(self, statement: str) -> list[Any]:
        return self._run(statement)

    def upgrade(self, version: str = "head") -> None:
        command.upgrade(self._config, version)

    def _run(self, statement: str, values: Any = None) -> list[Any]:
        with psycopg2.connect(self.url(SUPERUSER)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []


def _is_json(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and (not value or isinstance(value[0], dict)))


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
