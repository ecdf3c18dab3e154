"""One platform for the whole folder: the demonstration is played on it, and the walks go over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.stage import Stage, set_stage
from tests.api.walks import WALKS
from tests.platforms import started
from tests.plugin_summary import SPOKEN_TO


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The embedded platform with the demonstration and the walks played; every answer was held against the document."""
    with started() as installation:
        request.config.stash[SPOKEN_TO]["PostgreSQL (api)"] = installation.server.version
        made = set_stage(installation)
        for walk in WALKS:
            walk(made)
        yield made
