"""Timers go on whatever happens in them, and one city's trouble is its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import eventlet
import pytest
from sqlalchemy import select

from chassis import runner
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.service import ServiceRuntime
from chassis.subscriptions import timer
from chassis.units import Units
from contracts.actor import Actor
from tests.contract.chassis.platform import eventually
from tests.contract.chassis.probe import ProbeUnit, notes, write_note

CITIES = ("dalian", "xiamen")
ALL_NOTES = select(notes.c.title)


class Ticker:
    """Counts in each city, and fails in one as a test says."""

    name = "registry"
    runtime = ServiceRuntime(ProbeUnit)
    begun: ClassVar[Counter[str]] = Counter()
    failure: ClassVar[BaseException | None] = None

    @timer(seconds=0.05)
    def tick(self, uow: Any) -> None:
        Ticker.begun[uow.city] += 1
        if Ticker.failure is not None and uow.city == CITIES[0]:
            raise Ticker.failure
        write_note(uow, Actor.system(uow.city), f"tick {Ticker.begun[uow.city]}")


@pytest.fixture
def ticking(settings: Settings) -> Iterator[Any]:
    """The ticker in a container, in a database that knows two cities."""
    pool = Pool(settings.database("registry"), size=1)
    for city in CITIES:
        actor = Actor.system(city)
        asked = Asked(actor=actor, request_id="r1")
        run_command(
            Units(pool, ProbeUnit),
            asked,
            lambda unit, actor=actor: write_note(unit, actor, "first"),
            now=lambda: datetime.now(UTC),
        )
    Ticker.begun.clear()
    started = runner.start([Ticker], settings)
    yield pool
    started.stop()
    pool.close()


@pytest.mark.parametrize("failure", [None, RuntimeError(), eventlet.Timeout(None)], ids=["none", "error", "timeout"])
def test_a_timer_goes_on_in_every_city_whatever_happens_in_one(ticking, failure, monkeypatch):
    monkeypatch.setattr(Ticker, "failure", failure)
    before = Counter(Ticker.begun)

    eventually(lambda: all(Ticker.begun[city] > before[city] + 3 for city in CITIES))
    assert len(Units(ticking, ProbeUnit).reading(CITIES[1]).read(ALL_NOTES)) > 3
