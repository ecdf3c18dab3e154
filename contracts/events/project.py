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
    """A project as it is now; `aggregate_id` is the project. `payee_account_id` names the account for payment."""

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


@dataclass(frozen=True, kw_only=True)
class ProjectFiled(ProjectChanged):
    """Handed in for filing (立项/备案), or passed on to the next step."""

    NAME: ClassVar[str] = "project_filed"


@dataclass(frozen=True, kw_only=True)
class ProjectReturned(ProjectChanged):
    """Sent back for correction."""

    NAME: ClassVar[str] = "project_returned"

    items_to_correct: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProjectRejected(ProjectChanged):
    """This filing is refused for good."""

    NAME: ClassVar[str] = "project_rejected"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectEnrolled(ProjectChanged):
    """Filed with its number: work, progress and acceptance can begin."""

    NAME: ClassVar[str] = "project_enrolled"


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
    """The contract of an enrolled project; the aggregate is the project."""

    NAME: ClassVar[str] = "contract_filed"

    applicant: Applicant
    provider_id: UUID
    contract_number: str
    signed_on: date
    amount_fen: int
    down_payment_fen: int
    payee_account_id: UUID
    lines: tuple[ContractLine, ...]


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
