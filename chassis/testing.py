"""Fakes of the chassis for tests of use cases: same contract, in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.events.base import Event


class FakeOutbox:
    """Keeps the announced events in `events`."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, events: Iterable[Event]) -> None:
        self.events.extend(events)


@dataclass
class Recorded:
    """One recorded change."""

    actor: Actor
    action: str
    aggregate: Any
    details: dict[str, Any]


@dataclass
class FakeAudit:
    """Keeps what was recorded; like the real one it refuses the same version of an aggregate twice."""

    rows: list[Recorded] = field(default_factory=list)

    def record(self, actor: Actor, action: str, aggregate: Any, **details: Any) -> None:
        if any((row.aggregate.id, row.aggregate.version) == (aggregate.id, aggregate.version) for row in self.rows):
            raise ValueError(f"version {aggregate.version} of {aggregate.id} was recorded before")
        self.rows.append(Recorded(actor, action, aggregate, details))

    @property
    def actions(self) -> list[str]:
        return [row.action for row in self.rows]


class SetClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self._at += by


def a_clock(at: datetime) -> SetClock:
    """A clock that shows `at` (with a time zone)."""
    return SetClock(at)
