"""Databases with the probe's tables, on both servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.config import Settings
from tests.conftest import Backing
from tests.contract.chassis.installation import empty_databases, settings_of
from tests.contract.chassis.platform import Platform
from tests.contract.chassis.probe import Misbehaviour


@pytest.fixture
def settings(backing: Backing, tmp_path: Path) -> Settings:
    """An installation of its own: bus, databases, keys, blobs."""
    return settings_of(backing.amqp_uri, empty_databases(backing.server), tmp_path)


@pytest.fixture
def platform(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """Both probe services, well-behaved and running; their sweepers look for dead letters more often than usual."""
    monkeypatch.setattr("chassis.sweeper.LOOK_SECONDS", 0.5)
    Misbehaviour.failures_left, Misbehaviour.lacks_facts, Misbehaviour.times_out = 0, False, False
    made = Platform(settings)
    made.start()
    yield made
    made.stop()
