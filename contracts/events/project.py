"""What the project service tells: filings, contracts, progress, completion, findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from contracts.events.base import Event
from contracts.events.declaration import Applicant


@dataclass(frozen=True, kw_only=True)
class ProjectServiceEvent(Event):
    """Published by the project service."""

    SERVICE: ClassVar[str] = "project"


@dataclass(frozen=True, kw_only=True)
class ProjectChanged(ProjectServiceEvent):
    """A project as it is now; `aggregate_id` is the project. `payee_account_id` names the account for payment.

    `acting_division` is the one whose people take the step; None where the top of the tenant or an institution does.
    `acting_role` is the role of whoever has it now: who reviews, or who has to assign an institution.
    `acting_institution_id`: the institution that the step is assigned to.
    """

    applicant: Applicant
    division: str
    pack: str
    pack_sha256: str
    title: str
    state: str
    provider_id: UUID | None = None
    payee_account_id: UUID | None = None
    filing_number: str | None = None
    step: int | None = None
    due_on: date | None = None
    acting_division: str | None = None
    acting_role: str | None = None
    acting_institution_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectFiled(ProjectChanged):
    """A stage was handed in, the filing (立项/备案) or a later one, or passed on to the next step."""

    NAME: ClassVar[str] = "project_filed"

    stage: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectAssigned(ProjectChanged):
    """An institution has the step of a stage from now on: `acting_institution_id`."""

    NAME: ClassVar[str] = "project_assigned"

    stage: str


@dataclass(frozen=True, kw_only=True)
class ProjectReturned(ProjectChanged):
    """Sent back for correction."""

    NAME: ClassVar[str] = "project_returned"

    items_to_correct: tuple[str, ...] = ()
    stage: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectRejected(ProjectChanged):
    """This stage is refused for good."""

    NAME: ClassVar[str] = "project_rejected"

    reason: str = ""
    stage: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectEnrolled(ProjectChanged):
    """Under pilot management, and filed with its number: work, progress and acceptance can begin."""

    NAME: ClassVar[str] = "project_enrolled"


@dataclass(frozen=True, kw_only=True)
class ProjectStageApproved(ProjectChanged):
    """A stage of the pack was reviewed to its end: the milestone `<stage>_approved` holds from now on.

    `yields` is what came of it (`policy.lifecycle.YIELDS`); what has an event of its own is told by that as well.
    """

    NAME: ClassVar[str] = "project_stage_approved"

    stage: str
    yields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProjectCompleted(ProjectChanged):
    """The work is done and taken over by the enterprise (内部验收); `completed_on` is the day that it names."""

    NAME: ClassVar[str] = "project_completed"

    completed_on: date


@dataclass(frozen=True, kw_only=True)
class ProjectMovedToPack(ProjectChanged):
    """An explicit, audited act: from now on a project that was begun under a call is judged by another version.

    `pack` and `pack_sha256` are the new ones. A contract in force is told anew with it.
    """

    NAME: ClassVar[str] = "project_moved_to_pack"

    reason: str


@dataclass(frozen=True, kw_only=True)
class ContractLine:
    """One product of a contract. The price ceiling is a snapshot of the day of filing (rule 5 of section 8).

    `price_fen` and `ceiling_fen` are per unit, `quantity` is a decimal as text.
    """

    line: int
    product_id: UUID
    product_name: str
    category: str
    cost_category: str
    price_fen: int
    ceiling_fen: int
    link: str = ""
    quantity: str = "1"


@dataclass(frozen=True, kw_only=True)
class ContractFiled(ProjectServiceEvent):
    """The contract in force of a project, told anew when it was amended; the aggregate is the project.

    `list_price_fen` less the provider's `concession_fen` is the amount (XB11), where the pack's form asks for them.
    `group_lead_id` is the organisation that led a group purchase (XB7), `complete_by` the day that the contract
    promises, where the form asks for it. `division` and `pack` are those of the project.
    """

    NAME: ClassVar[str] = "contract_filed"

    applicant: Applicant
    provider_id: UUID
    contract_number: str
    signed_on: date
    amount_fen: int
    down_payment_fen: int
    payee_account_id: UUID
    lines: tuple[ContractLine, ...]
    list_price_fen: int | None = None
    concession_fen: int | None = None
    group_lead_id: UUID | None = None
    complete_by: date | None = None
    division: str = ""
    pack: str = ""
    pack_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgressReported(ProjectServiceEvent):
    """How far a project is (DL7); the newest report counts."""

    NAME: ClassVar[str] = "progress_reported"

    percent: int
    reports: int


@dataclass(frozen=True, kw_only=True)
class ProjectTerminated(ProjectServiceEvent):
    """Ended without completion."""

    NAME: ClassVar[str] = "project_terminated"

    reason: str


@dataclass(frozen=True, kw_only=True)
class BenchmarkChosen(ProjectServiceEvent):
    """A project was picked as a benchmark (标杆; XB10, ZS7); `kind` is as the pack's rules name it."""

    NAME: ClassVar[str] = "benchmark_chosen"

    applicant: Applicant
    project_id: UUID
    kind: str
    chosen_on: date


@dataclass(frozen=True, kw_only=True)
class FindingRecorded(ProjectServiceEvent):
    """What a spot check (抽查) or another check of a project found (XB8); the aggregate is the project.

    `subject_kind`: enterprise or provider, whom it concerns; `severity`: note, minor or major. Its text is not told.
    `finding_id` is what a measure names as its ground.
    """

    NAME: ClassVar[str] = "finding_recorded"

    subject_kind: str
    subject_id: UUID
    severity: str
    found_on: date
    project_id: UUID | None = None
    finding_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class WarningChanged(ProjectServiceEvent):
    """A warning (预警) about an enterprise as it is now (XB8); the aggregate is the warning.

    `effect`: what it does to the places of the enterprise on public lists while it is open: none, suspend or delist.
    `subject_id` is the enterprise, `reason` what the officer wrote for it to read.
    """

    subject_kind: str
    subject_id: UUID
    reason: str
    effect: str
    applicant: Applicant
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class WarningIssued(WarningChanged):
    """An enterprise is warned."""

    NAME: ClassVar[str] = "warning_issued"


@dataclass(frozen=True, kw_only=True)
class WarningLifted(WarningChanged):
    """The warning has ended: what it suspended is as before."""

    NAME: ClassVar[str] = "warning_lifted"


@dataclass(frozen=True, kw_only=True)
class TrainingRecorded(ProjectServiceEvent):
    """A training that counts (XB5): recorded, and confirmed where the pack's route asks for it.

    The aggregate is the record. A day has 8 class hours (学时); `days` and `person_days` are decimals as text with at
    most three places. Without a `project_id` it belongs to the case only; `institution_id`: the certified institution.
    """

    NAME: ClassVar[str] = "training_recorded"

    applicant: Applicant
    course: str
    held_on: date
    persons: int
    days: str
    person_days: str
    project_id: UUID | None = None
    institution_id: UUID | None = None
