"""What the registry tells: who exists, where they belong, what they may not do, and which days are worked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from contracts.events.base import Event
from contracts.sealed import Sealed


@dataclass(frozen=True, kw_only=True)
class RegistryEvent(Event):
    """Published by the registry."""

    SERVICE: ClassVar[str] = "registry"


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(RegistryEvent):
    """An organisation as it is now; the first one with an `aggregate_id` is its registration (DL1).

    `organisation_kind` is enterprise, provider, institution or authority; `size_class` is computed from
    staff and revenue (large, medium, small, micro) and None where they are unknown.
    """

    NAME: ClassVar[str] = "organisation_changed"

    organisation_kind: str
    credit_code: str
    name: str
    division: str
    size_class: str | None = None


@dataclass(frozen=True, kw_only=True)
class StandingChanged(RegistryEvent):
    """On which exclusion lists a credit code stands now (DL5): codes of lists, as the pack names them.

    The lists may know an enterprise before it registers, so the aggregate is the credit code.
    """

    NAME: ClassVar[str] = "standing_changed"

    credit_code: str
    lists: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProviderChanged(RegistryEvent):
    """A provider's place in the pool now; `aggregate_id` is the provider's organisation id."""

    credit_code: str
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProviderEnrolled(ProviderChanged):
    """The provider entered the pool (DL6)."""

    NAME: ClassVar[str] = "provider_enrolled"


@dataclass(frozen=True, kw_only=True)
class ProviderSuspended(ProviderChanged):
    """No new projects with this provider for now."""

    NAME: ClassVar[str] = "provider_suspended"


@dataclass(frozen=True, kw_only=True)
class ProviderRemoved(ProviderChanged):
    """The provider left the pool for good."""

    NAME: ClassVar[str] = "provider_removed"


@dataclass(frozen=True, kw_only=True)
class ProductChanged(RegistryEvent):
    """A product of the N+X catalogue now. `category` is the catalogue's class, `ceiling_fen` its highest price."""

    provider_id: UUID
    name: str
    category: str
    ceiling_fen: int


@dataclass(frozen=True, kw_only=True)
class ProductListed(ProductChanged):
    """The product can be contracted."""

    NAME: ClassVar[str] = "product_listed"


@dataclass(frozen=True, kw_only=True)
class ProductWithdrawn(ProductChanged):
    """The product can no longer be contracted; contracts filed before keep their snapshot."""

    NAME: ClassVar[str] = "product_withdrawn"


@dataclass(frozen=True, kw_only=True)
class DelegationChanged(RegistryEvent):
    """What an enterprise (`principal_id`) lets a provider (`agent_id`) do for it now: save and hand in (ZS4).

    `stages` are the pack's; the enterprise stays the owner.
    """

    principal_id: UUID
    agent_id: UUID
    stages: tuple[str, ...]
    programme_year: str


@dataclass(frozen=True, kw_only=True)
class DelegationGranted(DelegationChanged):
    """The provider may act in these stages from now on, and in no others."""

    NAME: ClassVar[str] = "delegation_granted"


@dataclass(frozen=True, kw_only=True)
class DelegationRevoked(DelegationChanged):
    """The provider may act no more, at once; `stages` are those that it could act in.

    Also while it is suspended from the pool: `delegation_granted` follows once it is back.
    """

    NAME: ClassVar[str] = "delegation_revoked"


@dataclass(frozen=True, kw_only=True)
class RelationDeclared(RegistryEvent):
    """Two organisations have to do with each other, so that neither judges the other (ZS6, XB9).

    `kind` is sold_to, diagnosed, advised or affiliated, `from_id` who did it. `is_in_force` False: declared by
    mistake, or over.
    """

    NAME: ClassVar[str] = "relation_declared"

    kind: str
    from_id: UUID
    to_id: UUID
    is_in_force: bool


@dataclass(frozen=True, kw_only=True)
class PayeeAccountChanged(RegistryEvent):
    """An account for payment as it is now (DL6); the number is sealed with purpose `payee_account.number`.

    `account_name` is the raw text: it must equal the registered name, brackets included.
    """

    NAME: ClassVar[str] = "payee_account_changed"

    organisation_id: UUID
    account_name: str
    bank_name: str
    branch_code: str
    number: Sealed


@dataclass(frozen=True, kw_only=True)
class DivisionChanged(RegistryEvent):
    """A division as it is now; `level` is region, league, city, district, county or town."""

    NAME: ClassVar[str] = "division_changed"

    code: str
    name: str
    level: str
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(RegistryEvent):
    """One year of the city's calendar: days that differ from the weekend rule (True = worked); is the year sure?"""

    NAME: ClassVar[str] = "calendar_changed"

    year: int
    is_confirmed: bool
    exceptions: Mapping[str, bool] = field(default_factory=dict)
