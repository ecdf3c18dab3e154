"""What the use cases need, by shape. `get` locks the row until the transaction ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from casework.common_facts import Organisation
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.working_days import WorkingDays
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.known import KnownProject


class Acceptances(Protocol):
    def get(self, acceptance_id: UUID) -> Acceptance: ...
    def due_from(self, first_day: date) -> Sequence[Acceptance]: ...
    def live_of(self, applicant_id: UUID) -> Sequence[Acceptance]: ...
    def add(self, acceptance: Acceptance) -> None: ...
    def save(self, acceptance: Acceptance) -> None: ...


class Projects(Protocol):
    def get(self, project_id: UUID) -> KnownProject: ...


class Facts(Protocol):
    def organisation(self, organisation_id: UUID) -> Organisation: ...
    def calendar(self) -> WorkingDays: ...


class Outbox(Protocol):
    def add(self, events: Iterable[Event]) -> None: ...


class Audit(Protocol):
    def record(self, actor: Actor, action: str, aggregate: Any, **details: Any) -> None: ...


class Unit(Protocol):
    """One transaction in one city."""

    @property
    def city(self) -> str: ...
    @property
    def acceptances(self) -> Acceptances: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> Audit: ...
