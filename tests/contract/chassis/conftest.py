"""Databases with the probe's tables, on both servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.config import Settings
from tests.conftest import Backing
from tests.contract.chassis.installation import ProbeDatabases, settings_of


@pytest.fixture(scope="session")
def probe_databases() -> ProbeDatabases:
    """The probe's databases, made once in the run and emptied for each test."""
    return ProbeDatabases()


@pytest.fixture
def settings(backing: Backing, tmp_path: Path, probe_databases: ProbeDatabases) -> Settings:
    """An installation of its own: bus, databases, keys, blobs."""
    return settings_of(backing.amqp_uri, probe_databases.empty(backing.server), tmp_path)
