"""What other services told of a project: the few facts that acceptance decides by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from casework.common_facts import NotKnownHere, Organisation
from casework.divisions import DivisionPath
from contracts.events.declaration import Applicant
from contracts.events.project import ContractFiled, ContractLine, ProjectTerminated
from contracts.money import ZERO, Money
from contracts.working_days import WorkingDays
from policy.refs import PackRef


@dataclass(frozen=True, kw_only=True)
class KnownContract:
    """As it was filed, with the price ceilings of that day."""

    provider_id: UUID
    contract_number: str
    signed_on: date
    amount_fen: int
    lines: tuple[ContractLine, ...] = ()

    def has(self, product_id: UUID) -> bool:
        """Whether the product was contracted."""
        return any(line.product_id == product_id for line in self.lines)

    def ceiling_of(self, product_id: UUID) -> Money | None:
        """The most that all units of a product together may cost; None where the catalogue has no ceiling."""
        lines = [line for line in self.lines if line.product_id == product_id and line.ceiling_fen]
        whole = (Money(line.ceiling_fen).at_rate(Decimal(line.quantity)) for line in lines)
        return sum(whole, ZERO) if lines else None


@dataclass(frozen=True, kw_only=True)
class KnownProject:
    """`is_terminated` once it ended without completion; `percent` of the newest progress report (DL7).

    `pack` is what its case is judged by now; `reached` are the milestones that the project service told of it.
    """

    id: UUID
    case_id: UUID
    applicant: Applicant
    division: str
    pack: str
    pack_sha256: str
    title: str
    filing_number: str | None
    percent: int | None = None
    is_terminated: bool = False
    contract: KnownContract | None = None
    reached: frozenset[str] = frozenset()

    @property
    def ref(self) -> PackRef:
        return PackRef.parse(self.pack, self.pack_sha256)

    @property
    def milestones(self) -> frozenset[str]:
        """What holds of it, in the words of the pack's lifecycle."""
        ended = {ProjectTerminated.NAME} if self.is_terminated else set()
        return self.reached | ended | ({ContractFiled.NAME} if self.contract is not None else set())


@dataclass(frozen=True, kw_only=True)
class ConfirmedLevel:
    """What a third party found after the transformation, and the enterprise confirmed (ZS6)."""

    level: int
    edition: str
    assessed_on: date


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What an acceptance is judged by beside itself."""

    project: KnownProject
    calendar: WorkingDays
    applicant: Organisation | None = None
    division_path: DivisionPath = ()
    level: ConfirmedLevel | None = None

    @property
    def organisation(self) -> Organisation:
        """The applicant as the registry knows it; NotKnownHere while its news has not arrived."""
        if self.applicant is None:
            raise NotKnownHere(kind="organisation")
        return self.applicant


@dataclass(frozen=True, kw_only=True)
class Seller:
    """A provider that an enterprise contracted; `credit_code` None while the registry's news has not arrived."""

    id: UUID
    credit_code: str | None
