"""Databases of this service on a real server, built by its real migrations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chassis.db.pool import Pool
from chassis.units import Units
from services.oversight.storage.unit import OversightUnit


@pytest.fixture
def units(postgres_server: Any, fresh_databases: Any) -> Iterator[Units[OversightUnit]]:
    address: str = fresh_databases(postgres_server, ["oversight"])
    pool = Pool(address.format(service="oversight", role="oversight"), size=5)
    yield Units(pool, OversightUnit)
    pool.close()
