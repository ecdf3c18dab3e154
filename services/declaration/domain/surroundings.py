"""What a declaration is judged by beside itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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
class Surroundings:
    """Its call, the applicant as the registry told, the city's working days, and the divisions above the applicant."""

    call: Call
    applicant: KnownOrganisation
    calendar: WorkingDays
    division_path: DivisionPath = ()
