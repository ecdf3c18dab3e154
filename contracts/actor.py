"""Who acts: an account of one city, its organisation, its roles. Signed by the gateway, verified by every service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.permissions import Permission, permissions_of
from contracts.refusal import NotAllowed, NotFound

SYSTEM = UUID(int=0)
ANONYMOUS = UUID(int=1)


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """What an enterprise lets somebody do for it (协助/代为提交): save and hand in, in these stages of a programme."""

    principal_id: UUID
    programme_year: str
    stages: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`division` is the six-digit code of the district that a reviewer works for, or an applicant belongs to.

    `mandates` are what a service knows of the actor's organisation by the registry's news; nobody signs them.
    """

    account_id: UUID
    city: str
    roles: frozenset[str] = field(default_factory=frozenset)
    organisation_id: UUID | None = None
    credit_code: str | None = None
    division: str | None = None
    mandates: tuple[Mandate, ...] = ()

    @classmethod
    def system(cls, city: str) -> Actor:
        """The platform itself: timers and event handlers."""
        return cls(account_id=SYSTEM, city=city, roles=frozenset({"system"}))

    @classmethod
    def anonymous(cls, city: str) -> Actor:
        """Somebody who has not signed in: may only call what is public."""
        return cls(account_id=ANONYMOUS, city=city)

    @property
    def is_system(self) -> bool:
        return self.account_id == SYSTEM

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles holds the permission."""
        return self.is_system or any(permission in permissions_of(role) for role in self.roles)

    def must(self, permission: Permission) -> None:
        """NotAllowed unless one of the roles holds the permission."""
        if not self.may(permission):
            raise NotAllowed(permission=permission)

    def must_hold(self, role: str) -> None:
        """NotAllowed unless the actor holds the role, which a pack named."""
        if role not in self.roles and not self.is_system:
            raise NotAllowed(role=role)

    def must_own(self, organisation_id: UUID) -> None:
        """NotFound (not NotAllowed: a stranger learns nothing) unless the actor belongs to the organisation."""
        if self.organisation_id != organisation_id and not self.is_system:
            raise NotFound()

    def has_mandate(self, principal_id: UUID, programme_year: str, stage: str) -> bool:
        """Whether the principal lets the actor's organisation act for it in this stage."""
        return any(
            each.principal_id == principal_id and each.programme_year == programme_year and stage in each.stages
            for each in self.mandates
        )

    def must_serve(self, division: str | None) -> None:
        """NotFound unless the actor's division is the given one; actors without a division serve the whole city."""
        if self.division is not None and self.division != division:
            raise NotFound()

    def as_claims(self) -> dict[str, Any]:
        """What is signed."""
        return {
            "sub": str(self.account_id),
            "city": self.city,
            "roles": sorted(self.roles),
            "org": str(self.organisation_id) if self.organisation_id else None,
            "code": self.credit_code,
            "div": self.division,
        }

    @classmethod
    def from_claims(cls, claims: dict[str, Any]) -> Actor:
        """The opposite of `as_claims`."""
        return cls(
            account_id=UUID(claims["sub"]),
            city=claims["city"],
            roles=frozenset(claims["roles"]),
            organisation_id=UUID(claims["org"]) if claims["org"] else None,
            credit_code=claims["code"],
            division=claims["div"],
        )
