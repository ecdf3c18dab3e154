"""Databases of this service on a real server, built by its real migrations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chassis.db.pool import Pool
from chassis.units import Units
from services.acceptance.storage.unit import AcceptanceUnit


@pytest.fixture
def url(postgres_server: Any, fresh_databases: Any) -> str:
    """The address of a fresh database, with `{role}` in it."""
    address: str = fresh_databases(postgres_server, ["acceptance"])
    return address.replace("{service}", "acceptance")


@pytest.fixture
def units(url: str) -> Iterator[Units[AcceptanceUnit]]:
    pool = Pool(url.format(role="acceptance"), size=5)
    yield Units(pool, AcceptanceUnit)
    pool.close()
