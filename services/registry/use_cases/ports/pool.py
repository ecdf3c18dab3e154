"""What the use cases of the pool need beside the rest: who sells, what, how well, and by whose leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from contracts.events.declaration import PackReleased
from policy.refs import PackRef
from services.registry.domain.delegations import Delegation
from services.registry.domain.enrolment import Enrolment
from services.registry.domain.measures import Measure
from services.registry.domain.pool import PoolEntry
from services.registry.domain.products import Product
from services.registry.domain.satisfaction import JudgedProject
from services.registry.use_cases.ports.things import Things


class Pool(Things[PoolEntry], Protocol):
    """The provider pool, by organisation."""

    def of(self, organisation_id: UUID, *, for_update: bool = False) -> PoolEntry | None: ...


class Enrolments(Protocol):
    """Ways into the pool; what it gives is locked."""

    def get(self, enrolment_id: UUID) -> Enrolment: ...
    def live_of(self, applicant_id: UUID) -> Sequence[Enrolment]: ...
    def due_from(self, first_day: date) -> Sequence[Enrolment]: ...
    def add(self, enrolment: Enrolment) -> None: ...
    def save(self, enrolment: Enrolment) -> None: ...


class Products(Things[Product], Protocol):
    """Products of the catalogue."""

    def keep_ceiling(self, product: Product, *, at: datetime) -> None: ...


class Measures(Things[Measure], Protocol):
    """Measures against providers."""

    def appealed_of(self, provider_id: UUID) -> Sequence[Measure]: ...


class Projects(Protocol):
    """What the projects of providers came to."""

    def judged(self, project_id: UUID) -> JudgedProject | None: ...


class Delegations(Things[Delegation], Protocol):
    """What enterprises let providers do."""

    def granted_to(self, agent_id: UUID) -> Sequence[Delegation]: ...


class KnownPacks(Protocol):
    """The released packs."""

    def all(self) -> Sequence[PackRef]: ...
    def keep(self, event: PackReleased) -> None: ...
