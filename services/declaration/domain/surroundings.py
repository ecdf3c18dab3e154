"""What a declaration is judged by beside itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from casework.divisions import DivisionPath
from contracts.working_days import WorkingDays
from services.declaration.domain.calls import Call


class KnownOrganisation(Protocol):
    """What the registry told of the applicant; `lists` are the exclusion lists that its credit code stands on."""

    @property
    def kind(self) -> str: ...
    @property
    def credit_code(self) -> str: ...
    @property
    def division(self) -> str: ...
    @property
    def size_class(self) -> str | None: ...
    @property
    def lists(self) -> Sequence[str]: ...


@dataclass(frozen=True, kw_only=True)
class KnownAssessment:
    """The newest self-assessment of the applicant on the platform (XA6)."""

    level: int
    edition: str
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class OtherPilot:
    """A declaration of the same applicant, in review or approved, in a programme that excludes others (XA11)."""

    id: UUID
    exclusive_key: str
    programme_year: str
    batch: str


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Its call, the applicant as the registry told, the city's working days, the divisions above the applicant,

    what it found when it assessed itself, and in which other pilots it is.
    """

    call: Call
    applicant: KnownOrganisation
    calendar: WorkingDays
    division_path: DivisionPath = ()
    assessment: KnownAssessment | None = None
    other_pilots: tuple[OtherPilot, ...] = ()
