"""The project (项目): one filing of a pilot enterprise under a pinned pack, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from casework.desks import next_actor
from casework.divisions import DivisionPath
from casework.dossier import Dossier
from casework.states import State, move
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import Applicant
from contracts.events.project import ProjectChanged
from services.project.domain.contract import Contract

Told = TypeVar("Told", bound=ProjectChanged)


class ProjectState(StrEnum):
    """The states of its filing (`casework.states`); approved is enrolled here, and an enrolled one can be ended."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ENROLLED = "enrolled"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    TERMINATED = "terminated"


class ProjectAction(StrEnum):
    """What is done to a project beside its filing."""

    REPORT_PROGRESS = "report_progress"
    TERMINATE = "terminate"
    RECORD_FINDING = "record_finding"


PROJECT_TRANSITIONS: Final[Mapping[tuple[ProjectState, ProjectAction], ProjectState]] = {
    (ProjectState.ENROLLED, ProjectAction.REPORT_PROGRESS): ProjectState.ENROLLED,
    (ProjectState.ENROLLED, ProjectAction.TERMINATE): ProjectState.TERMINATED,
    (ProjectState.IN_REVIEW, ProjectAction.RECORD_FINDING): ProjectState.IN_REVIEW,
    (ProjectState.RETURNED, ProjectAction.RECORD_FINDING): ProjectState.RETURNED,
    (ProjectState.ENROLLED, ProjectAction.RECORD_FINDING): ProjectState.ENROLLED,
    (ProjectState.TERMINATED, ProjectAction.RECORD_FINDING): ProjectState.TERMINATED,
}

_STATES: Final = {state: ProjectState(state.value) for state in State if state is not State.APPROVED}


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The newest report counts. `percent` 0 to 100."""

    percent: int = 0
    reports: int = 0
    reported_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Termination:
    """Ended without completion."""

    at: datetime
    by: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class CheckFinding:
    """What a spot check (抽查) or a check off-line found; the applicant sees it. `concerns`: applicant or provider."""

    id: UUID
    at: datetime
    by: UUID
    found_on: date
    place: str
    concerns: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Project:
    """`pilot_id` is the declaration that put the applicant on the pilot list.

    `division` is the applicant's (six digits), `division_path` leads upwards from it: who reviews it, step by step.
    `assigner` is the role that picks the institution for the step it is in, `assignee_id` the one picked.
    `provider_id`, `payee_account_id` and `product_ids` are what the answers name now; `contract` is as it was filed.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    pilot_id: UUID
    programme_year: str
    batch: str
    applicant: Applicant
    division: str
    dossier: Dossier
    division_path: DivisionPath = ()
    title: str = ""
    provider_id: UUID | None = None
    payee_account_id: UUID | None = None
    product_ids: tuple[UUID, ...] = ()
    assigner: str | None = None
    assignee_id: UUID | None = None
    contract: Contract | None = None
    filing_number: str | None = None
    progress: Progress = field(default_factory=Progress)
    findings: tuple[CheckFinding, ...] = ()
    termination: Termination | None = None

    @property
    def state(self) -> ProjectState:
        if self.dossier.state is State.APPROVED:
            return ProjectState.TERMINATED if self.termination else ProjectState.ENROLLED
        return _STATES[self.dossier.state]

    @property
    def is_filed(self) -> bool:
        """Whether it was ever submitted: before that it concerns nobody but the applicant."""
        return bool(self.dossier.filings)

    @property
    def named(self) -> tuple[UUID | None, UUID | None, tuple[UUID, ...]]:
        """The provider, account and products that its answers name: what is looked up for it."""
        return self.provider_id, self.payee_account_id, self.product_ids

    def must_allow(self, action: ProjectAction) -> None:
        """ActionNotAllowed where the table knows no move."""
        move(PROJECT_TRANSITIONS, self.state, action)

    def changed(self, **members: Any) -> Project:
        """The next version."""
        return replace(self, version=self.version + 1, **members)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a rule decided: the project as it is from now on, and what to tell the others."""

    project: Project
    events: tuple[Event, ...] = ()


def announced(kind: type[Told], project: Project, *, at: datetime, by: Actor, **more: Any) -> Told:
    """The event that says how the project is now; `more` are the members that its kind adds."""
    dossier = project.dossier
    return kind(
        **event_head(project, at=at, by=by),
        applicant=project.applicant,
        division=project.division,
        pack=dossier.pack.text,
        pack_sha256=dossier.pack.sha256,
        title=project.title,
        state=project.state.value,
        provider_id=project.provider_id,
        payee_account_id=project.payee_account_id,
        filing_number=project.filing_number,
        step=dossier.step.index if dossier.step else None,
        due_on=dossier.due_on,
        acting_division=next_actor(project).division,
        **more,
    )


def event_head(project: Project, *, at: datetime, by: Actor) -> dict[str, Any]:
    """What every event of a project begins with."""
    return {
        "city": project.city,
        "case_id": project.case_id,
        "aggregate_id": project.id,
        "sequence": project.version,
        "at": at,
        "actor": by.account_id,
    }
