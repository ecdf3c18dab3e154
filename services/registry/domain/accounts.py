"""Accounts: a person of an organisation or of the authorities, who signs in and holds roles (DL1).

The first account of an enterprise or provider is its owner and signs in by the credit code; the
people that the owner invites, and staff, sign in by a name of their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.codes import credit_code
from contracts.refusal import Invalid, NotFound, Problem
from contracts.roles import APPLICANTS, MACHINES, STAFF, Role
from contracts.sealed import Sealed
from services.registry.domain.errors import IncompatibleRoles, OwnerOnly, OwnerStays
from services.registry.domain.organisations import APPLICANT_ROLES, Kind, Organisation

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")

# Four eyes: whoever draws up a payment does not release it.
_APART = (frozenset({Role.FINANCE_MAKER, Role.FINANCE_CHECKER}),)

PHONE, EMAIL = "account.phone", "account.email"
"""Purposes of the sealed values."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """`division` is set for staff who work for one district. `name` is personal: own organisation and administrator.

    `phone_mark` is there once the person has shown that the phone is his (by a code): then it is bound (XA3).
    """

    id: UUID
    city: str
    version: int
    login: str
    name: str
    roles: frozenset[str]
    organisation_id: UUID | None = None
    division: str | None = None
    is_owner: bool = False
    phone: Sealed | None = None
    phone_mark: bytes | None = None
    email: Sealed | None = None
    password_hash: str
    must_change_password: bool
    is_disabled: bool = False
    terms_version: str | None = None
    created_at: datetime

    @property
    def takes_codes(self) -> bool:
        """Whether a code can sign in for it: not for staff, for whom a telephone alone is not enough."""
        return self.bound_phone is not None and not self.is_disabled and is_applicant(self.roles)

    def bound(self) -> tuple[Sealed, bytes]:
        """The bound phone and its mark; ValueError where there is none."""
        if self.phone is None or self.phone_mark is None:
            raise ValueError("no phone is bound")
        return self.phone, self.phone_mark

    def with_password(self, password_hash: str) -> Account:
        """A password that the person chose."""
        return replace(self, version=self.version + 1, password_hash=password_hash, must_change_password=False)

    def reset(self, password_hash: str) -> Account:
        """In the same step as another change: a mailed password, which opens nothing but the change of itself."""
        return replace(self, password_hash=password_hash, must_change_password=True)

    def with_contact(self, *, phone: Sealed | None, email: Sealed | None) -> Account:
        """Another phone or mail address; None keeps what is there. A phone that was only typed in is not bound."""
        mark = self.phone_mark if phone is None else None
        return replace(
            self, version=self.version + 1, phone=phone or self.phone, phone_mark=mark, email=email or self.email
        )

    def bound_to(self, phone: Sealed, mark: bytes) -> Account:
        """The person has shown that the phone is his."""
        return replace(self, version=self.version + 1, phone=phone, phone_mark=mark)

    @property
    def bound_phone(self) -> Sealed | None:
        """The phone that text messages and codes may go to."""
        return self.phone if self.phone_mark is not None else None

    def disabled(self) -> Account:
        """Cannot sign in from now on."""
        return replace(self, version=self.version + 1, is_disabled=True)

    def enabled(self) -> Account:
        """Can sign in again."""
        return replace(self, version=self.version + 1, is_disabled=False)

    def removed_from_organisation(self) -> Account:
        """OwnerStays for the owner: somebody has to be left who can act."""
        if self.is_owner:
            raise OwnerStays()
        return self.disabled()

    def owned(self) -> UUID:
        """The organisation whose owner this is: NotFound without one, OwnerOnly for its other people."""
        if self.organisation_id is None:
            raise NotFound(kind="organisation")
        if not self.is_owner:
            raise OwnerOnly()
        return self.organisation_id

    def actor(self, *, credit_code: str | None, division: str | None) -> Actor:
        """Who acts when this account acts; code and division are the organisation's where the account has none."""
        return Actor(
            account_id=self.id,
            city=self.city,
            roles=self.roles,
            organisation_id=self.organisation_id,
            credit_code=credit_code,
            division=self.division or (division if is_applicant(self.roles) else None),
        )


def is_applicant(roles: frozenset[str]) -> bool:
    """Whether these are the roles of an enterprise's or a provider's person, rather than of staff."""
    return bool(roles & APPLICANTS)


def normal_login(text: str) -> str:
    """How a login is compared: a credit code in its normal form, any other name in lower case."""
    try:
        return credit_code(text)
    except ValueError:
        return unicodedata.normalize("NFKC", text).strip().lower()


def chosen_login(text: str) -> str:
    """A name to sign in by: 3 to 32 letters, digits, `.`, `_`, `-`, beginning with a letter; Invalid otherwise."""
    login = normal_login(text)
    if not _LOGIN.fullmatch(login):
        raise Invalid(problems=[Problem(code="login_malformed", field="login")])
    return login


def staff_roles(roles: frozenset[str]) -> frozenset[str]:
    """The roles of a staff account; Invalid for an applicant's role, IncompatibleRoles for two that stay apart."""
    if not roles or not roles <= STAFF:
        raise Invalid(problems=[Problem(code="not_an_option", field="roles")])
    if roles & MACHINES and len(roles) > 1:
        raise IncompatibleRoles(roles=sorted(roles))
    for apart in _APART:
        if apart <= roles:
            raise IncompatibleRoles(roles=sorted(apart))
    return roles


def must_fit(roles: frozenset[str], *, division: str | None, organisation: Organisation | None) -> None:
    """Invalid unless a district reviewer has a division, and an assessor an institution to work for."""
    problems = []
    if Role.DISTRICT_REVIEWER in roles and division is None:
        problems.append(Problem(code="required", field="division"))
    if organisation is not None and organisation.kind in APPLICANT_ROLES:
        problems.append(Problem(code="organisation_is_an_applicant", field="organisation_id"))
    if Role.THIRD_PARTY_ASSESSOR in roles and (organisation is None or organisation.kind is not Kind.INSTITUTION):
        problems.append(Problem(code="institution_required", field="organisation_id"))
    if problems:
        raise Invalid(problems=problems)


def administrator_roles() -> frozenset[str]:
    """What the console's first account may be."""
    return frozenset({Role.ADMINISTRATOR})
