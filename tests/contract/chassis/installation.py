"""What the probe services need to run: databases on a given server, and settings with keys of their own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg2

from chassis.auth import make_key_pair
from chassis.config import Settings
from chassis.sealing import make_sealing_keys
from console.backing.databases import ensure_databases
from console.backing.postgres import PostgresServer
from tests.contract.chassis import probe

SERVICES = ("registry", "declaration")

_SUFFIX = "_probe"
_EMPTY = "truncate idempotency, outbox, inbox, audit, audit_head, known_city, relay_checkpoint, known_division, note"


def empty_databases(server: PostgresServer) -> str:
    """The probe's databases on a server, made when they are not there, with nothing in them.

    The address, with `{service}` and `{role}` in it.
    """
    address = server.url("{role}", "{service}" + _SUFFIX)
    if not _exists(address):
        ensure_databases(server, SERVICES, suffix=_SUFFIX)
        probe.build(address)
    for service in SERVICES:
        owner = address.format(service=service, role=f"{service}_owner")
        with closing(psycopg2.connect(owner)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(_EMPTY)
    return address


def _exists(address: str) -> bool:
    try:
        return bool(probe.rows_of(address, SERVICES[-1], "select to_regclass('note')")[0][0])
    except psycopg2.OperationalError:
        return False


def settings_of(amqp_uri: str, database_url: str, folder: Path) -> Settings:
    """An installation of its own: keys and blobs in `folder`, where a process finds them by `SHUZHUAN_DATA`."""
    keys = folder / "keys"
    make_key_pair(keys / "actor.key", keys / "actor.pub")
    make_sealing_keys(keys / "sealing.json")
    return Settings.from_environment({"AMQP_URI": amqp_uri, "DATABASE_URL": database_url, "SHUZHUAN_DATA": str(folder)})
