"""Databases with the probe's tables, on both servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.config import Settings
from tests.conftest import Backing
from tests.contract.chassis.installation import empty_databases, settings_of


@pytest.fixture
def settings(backing: Backing, tmp_path: Path) -> Settings:
    """An installation of its own: bus, databases, keys, blobs."""
    return settings_of(backing.amqp_uri, empty_databases(backing.server), tmp_path)
