"""What funding tells: awards, plans, and where the money is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from contracts.events.base import Event
from contracts.events.declaration import Applicant


@dataclass(frozen=True, kw_only=True)
class FundingServiceEvent(Event):
    """Published by funding."""

    SERVICE: ClassVar[str] = "funding"


@dataclass(frozen=True, kw_only=True)
class AwardComputed(FundingServiceEvent):
    """An award and its shares by fund source, which add up to it to the fen (ALL2).

    `line` is the subsidy line of the pack; `subject_kind` says what the award is for (project, platform, …).
    """

    NAME: ClassVar[str] = "award_computed"

    project_id: UUID
    applicant: Applicant
    award_fen: int
    shares: Mapping[str, int] = field(default_factory=dict)
    line: str | None = None
    subject_kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class AllocationPlanChanged(FundingServiceEvent):
    """An allocation plan (资金分配方案) as it is now."""

    title: str
    total_fen: int


@dataclass(frozen=True, kw_only=True)
class AllocationPlanApproved(AllocationPlanChanged):
    """The director's meeting approved it (DL10)."""

    NAME: ClassVar[str] = "allocation_plan_approved"


@dataclass(frozen=True, kw_only=True)
class AllocationPlanPublished(AllocationPlanChanged):
    """Its public notice is open until `closes_at`."""

    NAME: ClassVar[str] = "allocation_plan_published"

    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class TrancheChanged(FundingServiceEvent):
    """One tranche of an award as it is now; `shares` by fund source."""

    award_id: UUID
    project_id: UUID
    applicant: Applicant
    amount_fen: int
    shares: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TrancheReleased(TrancheChanged):
    """The finance bureau passed the money on (下达)."""

    NAME: ClassVar[str] = "tranche_released"


@dataclass(frozen=True, kw_only=True)
class TranchePaid(TrancheChanged):
    """The bank reported it paid."""

    NAME: ClassVar[str] = "tranche_paid"

    paid_on: date


@dataclass(frozen=True, kw_only=True)
class TrancheReturned(TrancheChanged):
    """The bank sent it back; it can be paid again under the same obligation."""

    NAME: ClassVar[str] = "tranche_returned"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RecoveryChanged(FundingServiceEvent):
    """A recovery (追回) as it is now; `shares` by the fund sources that the money came from."""

    award_id: UUID
    tranche_id: UUID | None = None
    applicant: Applicant
    amount_fen: int
    shares: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RecoveryOpened(RecoveryChanged):
    """A part or the whole of a paid tranche is claimed back."""

    NAME: ClassVar[str] = "recovery_opened"


@dataclass(frozen=True, kw_only=True)
class RecoverySettled(RecoveryChanged):
    """All of it came back, by the bank or by netting against later payments (抵扣)."""

    NAME: ClassVar[str] = "recovery_settled"


@dataclass(frozen=True, kw_only=True)
class AwardApplicationChanged(FundingServiceEvent):
    """An award application (奖补申请) as it is now; `stage` is the pack's, `lines` are the subsidy lines it asks for.

    `project_id` where it is about a project. `acting_division` is the one whose people take the step; None where the
    top of the tenant does. `acting_role` is the role of whoever has it now.
    """

    applicant: Applicant
    division: str
    pack: str
    pack_sha256: str
    stage: str
    lines: tuple[str, ...]
    state: str
    project_id: UUID | None = None
    step: int | None = None
    acting_division: str | None = None
    acting_role: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AwardApplicationSubmitted(AwardApplicationChanged):
    """Handed in, or passed on to the next step."""

    NAME: ClassVar[str] = "award_application_submitted"


@dataclass(frozen=True, kw_only=True)
class AwardApplicationReturned(AwardApplicationChanged):
    """Sent back for correction (退回补正)."""

    NAME: ClassVar[str] = "award_application_returned"

    items_to_correct: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AwardApplicationRejected(AwardApplicationChanged):
    """Not granted, and final."""

    NAME: ClassVar[str] = "award_application_rejected"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AwardApplicationApproved(AwardApplicationChanged):
    """Granted: the awards of its lines are computed with it, and paid to the account that it names."""

    NAME: ClassVar[str] = "award_application_approved"

    payee_account_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AwardApplicationWithdrawn(AwardApplicationChanged):
    """Taken back by the applicant before it was decided."""

    NAME: ClassVar[str] = "award_application_withdrawn"


@dataclass(frozen=True, kw_only=True)
class HonourGranted(FundingServiceEvent):
    """An enterprise needs no funds and has the honour (ZS8): what the honour of its pack gives up is not paid."""

    NAME: ClassVar[str] = "honour_granted"

    applicant: Applicant
    project_id: UUID
    reason: str = ""
