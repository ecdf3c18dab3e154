"""What funding knows of others' facts: only the columns that it decides by, as their owners last told them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.events.declaration import Applicant
from contracts.money import Money
from policy.refs import PackRef


@dataclass(frozen=True, kw_only=True)
class KnownOrganisation:
    """`lists` are the exclusion lists that its credit code stands on now; empty: on none."""

    id: UUID
    credit_code: str
    name: str
    division: str
    size_class: str | None
    lists: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The filed contract of a project; `ceilings` are of the day of filing, by product, for all its units together.

    What was filed before down payments were told has none; list price and concession only where the pack asks (XB11).
    """

    project_id: UUID
    signed_on: date
    amount: Money
    payee_account_id: UUID
    ceilings: Mapping[UUID, Money]
    provider_id: UUID | None = None
    down_payment: Money | None = None
    list_price: Money | None = None
    concession: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is checked again where money leaves, for one tranche."""

    organisation: KnownOrganisation
    is_delisted: bool
    is_terminated: bool


@dataclass(frozen=True, kw_only=True)
class KnownProject:
    """Whose project it is, and by which rules; what an event that speaks of a project only does not say itself."""

    case_id: UUID
    applicant: Applicant
    division: str
    pack: PackRef


@dataclass(frozen=True, kw_only=True)
class AboutProject:
    """What was heard of a project beside its contract. `provider_kinds` None: its provider was never in the pool."""

    is_ended: bool
    provider_kinds: frozenset[str] | None
    provider_is_enrolled: bool | None
    person_days: Decimal
    other_projects: int
    benchmark_kind: str | None


@dataclass(frozen=True, kw_only=True)
class AboutOrganisation:
    """What was heard of an organisation as a provider, a chain leader, and where people were trained."""

    kinds: frozenset[str] | None
    is_enrolled: bool | None
    person_days: Decimal
    completed_enterprises: int
