"""A platform with the demonstration played on it: embedded, and real with one process per service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from console.demo.first_start import demonstration_on, first_start
from console.demo.programme import Demonstration
from console.installation import Installation
from tests.platforms import started
from tests.plugin_summary import SPOKEN_TO


@dataclass
class Played:
    """A running platform and what the demonstration printed, by case."""

    installation: Installation
    cases: dict[str, dict[str, Any]]

    @property
    def is_real(self) -> bool:
        return self.installation.is_real

    def demonstration(self) -> Demonstration:
        """To play it again."""
        return demonstration_on(self.installation, lambda line: None)


@pytest.fixture(scope="session", params=["embedded", "real"])
def played(request: pytest.FixtureRequest) -> Iterator[Played]:
    """The demonstration on both backings, once each."""
    with started(is_real=request.param == "real") as installation:
        told = first_start(installation, lambda line: None)
        if installation.rabbit is not None:
            request.config.stash[SPOKEN_TO]["RabbitMQ (flow)"] = installation.rabbit.version
        request.config.stash[SPOKEN_TO][f"PostgreSQL (flow, {request.param})"] = installation.server.version
        yield Played(installation, {case["case"]: case for case in told})
