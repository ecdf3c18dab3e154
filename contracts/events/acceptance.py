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
    `acting_role` is the role of whoever has it now: who reviews, or who has to assign an institution.
    `acting_institution_id`: the institution that the step is assigned to.
    """

    project_id: UUID
    applicant: Applicant
    division: str
    pack: str
    pack_sha256: str
    state: str
    step: int | None = None
    acting_division: str | None = None
    acting_role: str | None = None
    acting_institution_id: UUID | None = None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptanceRequested(AcceptanceChanged):
    """The enterprise asks for acceptance (DL8), or the request passed on to the next step."""

    NAME: ClassVar[str] = "acceptance_requested"


@dataclass(frozen=True, kw_only=True)
class AcceptanceAssigned(AcceptanceChanged):
    """An institution has the step from now on: `acting_institution_id`."""

    NAME: ClassVar[str] = "acceptance_assigned"


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
    """The digital level found by the third party, under which edition of the indicators.

    `assessment_id` and `assessor_id` where it comes from an assessment that the enterprise confirmed (ZS6), and
    `recommended_for`, the kind of benchmark that the institution recommends it as. `pack` is the version that the case
    is judged by.
    """

    NAME: ClassVar[str] = "level_confirmed"

    project_id: UUID
    applicant: Applicant
    level: int
    edition: str
    assessment_id: UUID | None = None
    assessor_id: UUID | None = None
    confirmed_on: date | None = None
    recommended_for: str | None = None
    pack: str | None = None
    pack_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptancePassed(AcceptanceChanged):
    """Accepted (DL8). The audited lines are the base of the award (DL9). `assessor_id` is the institution, if any."""

    NAME: ClassVar[str] = "acceptance_passed"

    level: int
    edition: str
    completed_on: date
    accepted_on: date
    audited_fen: int
    lines: tuple[EligibleLine, ...] = ()
    assessor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptanceFailed(AcceptanceChanged):
    """Not accepted, and final.

    `level` and `edition` are what the assessor found, where it had found anything; `assessor_id` is that institution.
    """

    NAME: ClassVar[str] = "acceptance_failed"

    reason: str = ""
    level: int | None = None
    edition: str | None = None
    final: bool = True
    assessor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SelfAssessmentCompleted(AcceptanceServiceEvent):
    """The enterprise assessed itself (XA6, DL2). `project_id` is None before there is a project."""

    NAME: ClassVar[str] = "self_assessment_completed"

    applicant: Applicant
    assessment_id: UUID
    level: int
    edition: str
    completed_on: date
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DiagnosisChanged(AcceptanceServiceEvent):
    """A diagnosis as it is now (ZS2); `aggregate_id` is the assessment. `method` is self or institution."""

    applicant: Applicant
    project_id: UUID | None
    institution_id: UUID | None
    method: str
    level: int
    edition: str
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class DiagnosisConfirmed(DiagnosisChanged):
    """It counts: the enterprise made it itself, or confirmed the institution's report."""

    NAME: ClassVar[str] = "diagnosis_confirmed"


@dataclass(frozen=True, kw_only=True)
class DiagnosisDisputed(DiagnosisChanged):
    """The enterprise disputes the institution's report; the bureau decides."""

    NAME: ClassVar[str] = "diagnosis_disputed"


@dataclass(frozen=True, kw_only=True)
class AssessmentChanged(AcceptanceServiceEvent):
    """An institution's report as it is now; `aggregate_id` is the assessment."""

    applicant: Applicant
    project_id: UUID | None
    assessor_id: UUID
    method: str


@dataclass(frozen=True, kw_only=True)
class AssessmentSubmitted(AssessmentChanged):
    """It waits for the enterprise's confirmation (ZS2, ZS6)."""

    NAME: ClassVar[str] = "assessment_submitted"


@dataclass(frozen=True, kw_only=True)
class AssessmentReturned(AssessmentChanged):
    """The enterprise's dispute was upheld: it is back with the assessor."""

    NAME: ClassVar[str] = "assessment_returned"


@dataclass(frozen=True, kw_only=True)
class LevelDisputed(AssessmentChanged):
    """The enterprise disputes the level that was found; the bureau decides."""

    NAME: ClassVar[str] = "level_disputed"


@dataclass(frozen=True, kw_only=True)
class AssessmentRequestChanged(AcceptanceServiceEvent):
    """A request for a diagnosis or an evaluation as it is now; `round` counts how often it was asked (ZS6)."""

    applicant: Applicant
    project_id: UUID
    division: str
    purpose: str
    round: int


@dataclass(frozen=True, kw_only=True)
class AssessmentRequested(AssessmentRequestChanged):
    """The enterprise asks for an institution, for the first time or again."""

    NAME: ClassVar[str] = "assessment_requested"


@dataclass(frozen=True, kw_only=True)
class AssessmentAssigned(AssessmentRequestChanged):
    """The bureau assigned the institution."""

    NAME: ClassVar[str] = "assessment_assigned"

    institution_id: UUID
