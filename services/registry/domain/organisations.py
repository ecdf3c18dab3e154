"""Organisations: enterprises, providers, institutions and authorities of a city (DL1, DL5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from contracts.codes import credit_code
from contracts.events.registry import OrganisationChanged
from contracts.refusal import Invalid, Problem
from contracts.roles import Role
from services.registry.domain.errors import NothingToChange

_INDUSTRY_CODE = re.compile(r"[A-T]?\d{2,4}")
_EARLIEST_YEAR = 2000


class Kind(StrEnum):
    """What an organisation is in the programme."""

    ENTERPRISE = "enterprise"
    PROVIDER = "provider"
    INSTITUTION = "institution"
    AUTHORITY = "authority"


APPLICANT_ROLES: Final[Mapping[Kind, Role]] = {Kind.ENTERPRISE: Role.ENTERPRISE, Kind.PROVIDER: Role.PROVIDER}
"""The kinds that register themselves, and the role of their people."""


class SizeClass(StrEnum):
    """企业划型, the national classes."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an organisation says of itself. Staff and revenue are those of `data_year`; revenue is in fen.

    `industry_code` is GB/T 4754 with or without the letter of its section (`C3451`, `3451`, `345`).
    """

    registered_address: str | None = None
    legal_representative: str | None = None
    staff: int | None = None
    revenue_fen: int | None = None
    data_year: int | None = None
    industry_code: str | None = None
    declared_size_class: SizeClass | None = None

    def problems(self, this_year: int) -> list[Problem]:
        """Everything that is wrong with it."""
        problems = [
            Problem(code="out_of_range", field=name)
            for name, value in (("staff", self.staff), ("revenue_fen", self.revenue_fen))
            if value is not None and not 0 <= value < 2**62
        ]
        if self.data_year is not None and not _EARLIEST_YEAR <= self.data_year <= this_year:
            problems.append(Problem(code="out_of_range", field="data_year"))
        if self.industry_code is not None and not _INDUSTRY_CODE.fullmatch(self.industry_code):
            problems.append(Problem(code="industry_code_malformed", field="industry_code"))
        return problems


@dataclass(frozen=True, kw_only=True)
class Organisation(Profile):
    """The credit code is the business key and is for life; names and divisions change by a reviewed request.

    `size_class` is computed from staff and revenue by the national table, None where they are unknown.
    """

    id: UUID
    city: str
    version: int
    kind: Kind
    credit_code: str
    name: str
    division: str
    registered_at: datetime
    size_class: SizeClass | None = None

    def with_profile(self, profile: Profile, size_class: SizeClass | None) -> Organisation:
        """What it says of itself now, with the class that follows from it."""
        said = {member.name: getattr(profile, member.name) for member in fields(Profile)}
        return replace(self, version=self.version + 1, size_class=size_class, **said)

    def moved_to(self, division: str) -> Organisation:
        """In another division: an approved request, which moves the open cases with it."""
        if division == self.division:
            raise NothingToChange(field="division")
        return replace(self, version=self.version + 1, division=division)

    def renamed(self, name: str) -> Organisation:
        """Under another registered name: an approved request. The code stays."""
        if name == self.name:
            raise NothingToChange(field="name")
        return replace(self, version=self.version + 1, name=name)

    def warnings(self) -> tuple[Problem, ...]:
        """What does not fit together. Shown, never a block: the figures are the organisation's own."""
        declared = self.declared_size_class
        if declared is None or self.size_class is None or declared == self.size_class:
            return ()
        inputs = {
            "declared": declared.value,
            "computed": self.size_class.value,
            "staff": self.staff,
            "revenue_fen": self.revenue_fen,
        }
        article = "工信部联企业〔2011〕300号 四、各行业划型标准"
        return (Problem(code="size_class_differs", field="declared_size_class", article=article, inputs=inputs),)

    def told(self, *, at: datetime, by: UUID) -> OrganisationChanged:
        """The organisation as it is now."""
        return OrganisationChanged(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            organisation_kind=self.kind.value,
            credit_code=self.credit_code,
            name=self.name,
            division=self.division,
            size_class=self.size_class.value if self.size_class else None,
        )


def read_credit_code(text: str, *, field: str = "credit_code") -> str:
    """The normal form; Invalid with `credit_code_length`, `credit_code_character` or `credit_code_check_digit`."""
    try:
        return credit_code(text)
    except ValueError as error:
        raise Invalid(problems=[Problem(code=str(error), field=field)]) from None


def read_name(text: str, *, field: str = "name") -> str:
    """A registered name without surrounding blanks, otherwise as it was given: the width of brackets matters."""
    name = text.strip()
    if len(name) < 2:
        raise Invalid(problems=[Problem(code="too_short", field=field)])
    if len(name) > 200 or any(unicodedata.category(character).startswith("C") for character in name):
        raise Invalid(problems=[Problem(code="malformed", field=field)])
    return name
