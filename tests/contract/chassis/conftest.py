"""Databases with the probe's tables, on both servers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from chassis.auth import make_key_pair
from chassis.config import Settings
from chassis.sealing import make_sealing_keys
from console.backing.databases import ensure_databases
from tests.contract.chassis import probe

SERVICES = ("registry", "declaration")


_SUFFIX = "_probe"
_EMPTY = "truncate idempotency, outbox, inbox, audit, audit_head, known_city, relay_checkpoint, known_division, note"


@pytest.fixture(scope="session")
def probe_databases() -> Callable[[Any], str]:
    """The probe's databases on a server, made once in the run and emptied for each test; gives their address."""
    done: set[int] = set()

    def empty(server: Any) -> str:
        address: str = server.url("{role}", "{service}" + _SUFFIX)
        if id(server) not in done:
            ensure_databases(server, SERVICES, suffix=_SUFFIX)
            probe.build(address)
            done.add(id(server))
        for service in SERVICES:
            owner = address.format(service=service, role=f"{service}_owner")
            with closing(psycopg2.connect(owner)) as connection, connection, connection.cursor() as cursor:
                cursor.execute(_EMPTY)
        return address

    return empty


@pytest.fixture
def settings(backing: Any, tmp_path: Any, probe_databases: Callable[[Any], str]) -> Settings:
    """An installation of its own: bus, databases, keys, blobs."""
    address = probe_databases(backing.server)
    keys = tmp_path / "keys"
    make_key_pair(keys / "actor.key", keys / "actor.pub")
    make_sealing_keys(keys / "sealing.json")
    return Settings(
        amqp_uri=backing.amqp_uri,
        database_url=address,
        data=tmp_path,
        blobs=str(tmp_path / "blobs"),
        actor_private_key=str(keys / "actor.key"),
        actor_public_key=str(keys / "actor.pub"),
        sealing_keys=str(keys / "sealing.json"),
    )
