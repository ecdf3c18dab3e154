"""One platform for the whole folder: the demonstration is played on it, and the walks go over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks at random comes last in this folder: it may close the call and end the projects that others use."""
    ours = [item for item in items if item.path.parent == Path(__file__).parent]
    places = [number for number, item in enumerate(items) if item in ours]
    for place, item in zip(places, sorted(ours, key=lambda item: item.path.stem == "test_schemathesis"), strict=True):
        items[place] = item
