"""What other services told, as far as a project is decided by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.common_facts import NotKnownHere, Organisation
from casework.divisions import DivisionPath
from contracts.events.acceptance import DiagnosisConfirmed, LevelConfirmed
from contracts.events.base import Event
from contracts.events.declaration import PilotDelisted, PilotListed
from contracts.money import Money
from contracts.working_days import WorkingDays
from policy.refs import PackRef

_DIAGNOSED: Final = "diagnosed_by:"
_RECOMMENDED: Final = "recommended_for:"


class ProviderState(StrEnum):
    """A provider's place in the pool."""

    ENROLLED = "enrolled"
    SUSPENDED = "suspended"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class KnownPilot:
    """An enterprise's place on the pilot list; `id` is its declaration. `pack` is what the case is judged by now."""

    id: UUID
    case_id: UUID
    is_listed: bool
    applicant_kind: str
    applicant_id: UUID
    credit_code: str
    applicant_name: str
    division: str
    pack: str
    pack_sha256: str
    batch: str
    reason: str = ""

    @property
    def ref(self) -> PackRef:
        return PackRef.parse(self.pack, self.pack_sha256)


@dataclass(frozen=True, kw_only=True)
class KnownCall:
    """A call (申报通知) as it is now; `pack` is the version that it named last. Both ends are within its window."""

    id: UUID
    pack: str
    batch: str
    is_open: bool
    opens_at: datetime
    closes_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether something may be begun under it, by the clock: its closing may be told late."""
        is_over = self.closes_at is not None and at >= self.closes_at + timedelta(seconds=1)
        return self.is_open and self.opens_at <= at and not is_over


@dataclass(frozen=True, kw_only=True)
class KnownProvider:
    """A provider; the pool may have suspended or removed it. `kinds` are the pack's; none: not told yet."""

    id: UUID
    state: ProviderState
    credit_code: str
    name: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KnownProduct:
    """A product of the catalogue; withdrawn ones are not listed. `ceiling_fen` is per unit."""

    id: UUID
    provider_id: UUID
    name: str
    category: str
    ceiling_fen: int | None
    is_listed: bool

    @property
    def ceiling(self) -> Money | None:
        return None if self.ceiling_fen is None else Money(self.ceiling_fen)


@dataclass(frozen=True, kw_only=True)
class KnownPayee:
    """An account for payment: only the last four digits are known here."""

    id: UUID
    organisation_id: UUID
    last4: str


@dataclass(frozen=True, kw_only=True)
class Rectification:
    """整改: acceptance sent the project back to be improved."""

    acceptance_id: UUID
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What counts of a project's trainings."""

    records: int = 0
    person_days: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Known:
    """Everything around one project. `contracts` are the (provider, number) of the applicant's other projects.

    `heard` is what other services told of the project or its case, by the names of `names_heard`.
    """

    calendar: WorkingDays
    applicant: Organisation | None = None
    division_path: DivisionPath = ()
    pilot: KnownPilot | None = None
    providers: Mapping[UUID, KnownProvider] = field(default_factory=dict)
    payees: Mapping[UUID, KnownPayee] = field(default_factory=dict)
    products: Mapping[UUID, KnownProduct] = field(default_factory=dict)
    contracts: frozenset[tuple[UUID, str]] = frozenset()
    rectification: Rectification | None = None
    call: KnownCall | None = None
    trained: Trained = field(default_factory=Trained)
    heard: frozenset[str] = frozenset()

    def provider(self, provider_id: UUID | None) -> KnownProvider | None:
        return self.providers.get(provider_id) if provider_id else None

    def payee(self, payee_id: UUID | None) -> KnownPayee | None:
        return self.payees.get(payee_id) if payee_id else None

    def name_of(self, provider_id: UUID | None) -> str | None:
        provider = self.provider(provider_id)
        return provider.name if provider else None

    def product(self, product_id: UUID) -> KnownProduct | None:
        return self.products.get(product_id)

    @property
    def organisation(self) -> Organisation:
        """The applicant; NotKnownHere while the registry's news has not arrived."""
        if self.applicant is None:
            raise NotKnownHere(kind="organisation")
        return self.applicant

    @property
    def milestones(self) -> frozenset[str]:
        return self.heard | milestones_of(self.pilot)

    @property
    def diagnosed_by(self) -> frozenset[str]:
        """The methods of its confirmed diagnoses: self, institution."""
        return frozenset(name.removeprefix(_DIAGNOSED) for name in self.heard if name.startswith(_DIAGNOSED))

    @property
    def recommended_for(self) -> frozenset[str]:
        """The kinds of benchmark that its confirmed evaluations recommend it as."""
        return frozenset(name.removeprefix(_RECOMMENDED) for name in self.heard if name.startswith(_RECOMMENDED))


def names_heard(event: Event) -> tuple[str, ...]:
    """What a project has reached by an event: the milestone, and what else of it a pack's rules ask for.

    How a diagnosis was made (ZS2), and as which kind of benchmark an evaluation recommends the project (ZS6).
    """
    if isinstance(event, DiagnosisConfirmed):
        return (event.NAME, f"{_DIAGNOSED}{event.method}")
    if isinstance(event, LevelConfirmed) and event.recommended_for is not None:
        return (event.NAME, f"{_RECOMMENDED}{event.recommended_for}")
    return (event.NAME,)


def milestones_of(pilot: KnownPilot | None) -> frozenset[str]:
    """What the pilot list says, in the words of the pack's lifecycle. Whoever was delisted had been listed."""
    if pilot is None:
        return frozenset()
    return frozenset({PilotListed.NAME} if pilot.is_listed else {PilotListed.NAME, PilotDelisted.NAME})


def names_of(applicant: Any, provider: KnownProvider | None) -> dict[str, Any]:
    """What the fields of forms may name in `prefill`."""
    return {
        "organisation.name": applicant.name,
        "organisation.credit_code": applicant.credit_code,
        "provider.name": provider.name if provider else None,
        "provider.credit_code": provider.credit_code if provider else None,
    }
