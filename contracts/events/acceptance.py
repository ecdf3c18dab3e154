"""What the acceptance service tells: requests, levels, verdicts, and the lines that an award is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from contracts.events.base import Event
from contracts.events.declaration import Applicant


@dataclass(frozen=True, kw_only=True)
class AcceptanceServiceEvent(Event):
    """Published by the acceptance service."""

    SERVICE: ClassVar[str] = "acceptance"


@dataclass(frozen=True, kw_only=True)
class EligibleLine:
    """One line of the special audit: what was claimed, what the auditor found eligible, and when it fell due."""

    line: int
    product_id: UUID | None
    cost_category: str
    link: str
    claimed_fen: int
    audited_fen: int
    ceiling_fen: int | None
    invoiced_on: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptanceChanged(AcceptanceServiceEvent):
    """An acceptance as it is now; `aggregate_id` is the acceptance, one per project.

    `acting_division` is the one whose people take the step; None where the top of the tenant or an institution does.
    """

    project_id: UUID
    applicant: Applicant
    division: str
    pack: str
    pack_sha256: str
    state: str
    step: int | None = None
    acting_division: str | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptanceRequested(AcceptanceChanged):
    """The enterprise asks for acceptance (DL8), or the request passed on to the next step."""

    NAME: ClassVar[str] = "acceptance_requested"


@dataclass(frozen=True, kw_only=True)
class AcceptanceReturned(AcceptanceChanged):
    """The materials are not complete: they are sent back."""

    NAME: ClassVar[str] = "acceptance_returned"

    items_to_correct: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RectificationOrdered(AcceptanceChanged):
    """Not passed yet: the enterprise improves and asks again."""

    NAME: ClassVar[str] = "rectification_ordered"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LevelConfirmed(AcceptanceServiceEvent):
    """The digital level found by the third party, under which edition of the indicators."""

    NAME: ClassVar[str] = "level_confirmed"

    project_id: UUID
    applicant: Applicant
    level: int
    edition: str


@dataclass(frozen=True, kw_only=True)
class AcceptancePassed(AcceptanceChanged):
    """Accepted (DL8). The audited lines are the base of the award (DL9)."""

    NAME: ClassVar[str] = "acceptance_passed"

    level: int
    edition: str
    completed_on: date
    accepted_on: date
    audited_fen: int
    lines: tuple[EligibleLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AcceptanceFailed(AcceptanceChanged):
    """Not accepted, and final."""

    NAME: ClassVar[str] = "acceptance_failed"

    reason: str = ""
