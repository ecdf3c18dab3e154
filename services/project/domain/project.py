"""The project (项目) of an applicant under a pinned pack: its stages, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from casework.desks import next_actor
from casework.divisions import DivisionPath
from casework.states import State, move
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import Applicant
from contracts.events.project import ContractFiled, ProjectChanged, ProjectCompleted, ProjectEnrolled, ProjectTerminated
from policy.lifecycle import COMPLETION, CONTRACT, ENROLMENT
from policy.lifecycle import approved as approval_of
from policy.refs import PackRef
from services.project.domain.contract import Contract
from services.project.domain.stage import StageDossier, StageOnDesk

Told = TypeVar("Told", bound=ProjectChanged)


class ProjectState(StrEnum):
    """At first the states of its first stage (`casework.states`); then what the approvals of its stages yielded.

    Filed: the first stage is approved. Enrolled: it is under pilot management. Completed: the work is done. From each
    of these it can be ended.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    FILED = "filed"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    TERMINATED = "terminated"


class ProjectAction(StrEnum):
    """What is done to a project beside its stages."""

    REPORT_PROGRESS = "report_progress"
    TERMINATE = "terminate"
    RECORD_FINDING = "record_finding"


PROJECT_TRANSITIONS: Final[Mapping[tuple[ProjectState, ProjectAction], ProjectState]] = {
    (ProjectState.ENROLLED, ProjectAction.REPORT_PROGRESS): ProjectState.ENROLLED,
    (ProjectState.COMPLETED, ProjectAction.REPORT_PROGRESS): ProjectState.COMPLETED,
    (ProjectState.FILED, ProjectAction.TERMINATE): ProjectState.TERMINATED,
    (ProjectState.ENROLLED, ProjectAction.TERMINATE): ProjectState.TERMINATED,
    (ProjectState.COMPLETED, ProjectAction.TERMINATE): ProjectState.TERMINATED,
    (ProjectState.IN_REVIEW, ProjectAction.RECORD_FINDING): ProjectState.IN_REVIEW,
    (ProjectState.RETURNED, ProjectAction.RECORD_FINDING): ProjectState.RETURNED,
    (ProjectState.FILED, ProjectAction.RECORD_FINDING): ProjectState.FILED,
    (ProjectState.ENROLLED, ProjectAction.RECORD_FINDING): ProjectState.ENROLLED,
    (ProjectState.COMPLETED, ProjectAction.RECORD_FINDING): ProjectState.COMPLETED,
    (ProjectState.TERMINATED, ProjectAction.RECORD_FINDING): ProjectState.TERMINATED,
}

_YIELDED: Final = {CONTRACT: ContractFiled.NAME, ENROLMENT: ProjectEnrolled.NAME, COMPLETION: ProjectCompleted.NAME}


@dataclass(frozen=True, kw_only=True)
class Named:
    """The providers, accounts and products that the answers name now; what counts is named first."""

    provider_ids: tuple[UUID, ...] = ()
    payee_ids: tuple[UUID, ...] = ()
    product_ids: tuple[UUID, ...] = ()


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
    """What a spot check (抽查) or a check off-line found; the applicant sees it.

    `concerns`: applicant or provider; `severity`: note, minor or major; `spot_check_id` where it was drawn.
    """

    id: UUID
    at: datetime
    by: UUID
    found_on: date
    place: str
    concerns: str
    text: str
    severity: str = "note"
    spot_check_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Project:
    """`stages` are those that were begun, by name, each as it was gone through last; `earlier` are the times before.

    `pilot_id` is the declaration that put the applicant on the pilot list, `call_id` the call that it was started
    under where no list comes before it: one of them is there.
    `division` is the applicant's (six digits), `division_path` leads upwards from it: who reviews it, step by step.
    `yielded` is what its approvals brought (`policy.lifecycle.YIELDS`);
    `published_on` the day since which it stands on the public list.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    pilot_id: UUID | None
    programme_year: str
    batch: str
    applicant: Applicant
    division: str
    stages: Mapping[str, StageDossier]
    earlier: tuple[StageDossier, ...] = ()
    call_id: UUID | None = None
    division_path: DivisionPath = ()
    title: str = ""
    named: Named = field(default_factory=Named)
    yielded: frozenset[str] = frozenset()
    filing_number: str | None = None
    published_on: date | None = None
    completed_on: date | None = None
    progress: Progress = field(default_factory=Progress)
    findings: tuple[CheckFinding, ...] = ()
    termination: Termination | None = None

    @property
    def first(self) -> StageDossier:
        """The stage that began it."""
        return next(iter(self.stages.values()))

    @property
    def current(self) -> StageDossier:
        """The stage that somebody has to act on, the one begun last among several; the last one where none is left."""
        live = [stage for stage in self.stages.values() if stage.dossier.is_live]
        return max(live or self.stages.values(), key=lambda stage: stage.begun_in)

    @property
    def pack(self) -> PackRef:
        return self.first.dossier.pack

    @property
    def times(self) -> tuple[StageDossier, ...]:
        """Every time that a stage was gone through, also those that another one followed."""
        return (*self.earlier, *self.stages.values())

    def approved(self, name: str) -> StageDossier | None:
        """The stage as it was approved last, if it ever was."""
        found = [time for time in self.times if time.name == name and time.dossier.state is State.APPROVED]
        return max(found, key=lambda time: time.number, default=None)

    @property
    def standing(self) -> tuple[StageDossier, ...]:
        """What each stage says: as it was approved last, or as it is being gone through for the first time."""
        return tuple(self.approved(name) or last for name, last in self.stages.items())

    @property
    def state(self) -> ProjectState:
        if self.termination is not None:
            return ProjectState.TERMINATED
        if COMPLETION in self.yielded:
            return ProjectState.COMPLETED
        if ENROLMENT in self.yielded:
            return ProjectState.ENROLLED
        if self.approved(self.first.name) is not None:
            return ProjectState.FILED
        return ProjectState(self.first.dossier.state.value)

    @property
    def contract_in_force(self) -> Contract | None:
        """The one that was approved last."""
        found = (self.approved(name) for name in self.stages)
        return next((stage.contract for stage in found if stage and stage.contract), None)

    @property
    def contract(self) -> Contract | None:
        """The contract in force; before there is one, as it was filed and is being reviewed or corrected."""
        filed = (stage.contract for stage in self.stages.values() if stage.dossier.is_live)
        return self.contract_in_force or next(filter(None, filed), None)

    @property
    def provider_id(self) -> UUID | None:
        contract = self.contract_in_force
        return contract.provider_id if contract else next(iter(self.named.provider_ids), None)

    @property
    def payee_account_id(self) -> UUID | None:
        contract = self.contract_in_force
        return contract.payee_account_id if contract else next(iter(self.named.payee_ids), None)

    @property
    def milestones(self) -> frozenset[str]:
        """What it has reached, in the words of the pack's lifecycle."""
        stages = {approval_of(name) for name in self.stages if self.approved(name)}
        yielded = {_YIELDED[each] for each in self.yielded if each in _YIELDED}
        return frozenset(stages | yielded | ({ProjectTerminated.NAME} if self.termination else set()))

    def on_desk(self, stage: StageDossier) -> StageOnDesk:
        """A stage of it on the desk of whoever acts next."""
        return StageOnDesk(
            id=self.id,
            stage=stage.name,
            division=self.division,
            division_path=self.division_path,
            dossier=stage.dossier,
            assigner=stage.assigner,
            assignee_id=stage.assignee_id,
        )

    def must_allow(self, action: ProjectAction) -> None:
        """ActionNotAllowed where the table knows no move."""
        move(PROJECT_TRANSITIONS, self.state, action)

    def changed(self, *stages: StageDossier, **members: Any) -> Project:
        """The next version, with these stages as they are now."""
        version = self.version + 1
        now = {stage.name: stage.but(version=version, begun_in=stage.begun_in or version) for stage in stages}
        followed = tuple(old for name, old in self.stages.items() if name in now and now[name].id != old.id)
        all_stages = {**self.stages, **now}
        earlier = tuple(sorted((*self.earlier, *followed), key=lambda time: time.begun_in))
        return replace(self, version=version, stages=all_stages, earlier=earlier, **members)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a rule decided: the project as it is from now on, and what to tell the others."""

    project: Project
    events: tuple[Event, ...] = ()


def announced(kind: type[Told], project: Project, about: StageDossier, *, at: datetime, by: Actor, **more: Any) -> Told:
    """The event that says how the project is now; `about` is the stage, `more` are the members of its kind."""
    dossier, who = about.dossier, next_actor(project.on_desk(about))
    return kind(
        **event_head(project, at=at, by=by),
        applicant=project.applicant,
        division=project.division,
        pack=project.pack.text,
        pack_sha256=project.pack.sha256,
        title=project.title,
        state=project.state.value,
        provider_id=project.provider_id,
        payee_account_id=project.payee_account_id,
        filing_number=project.filing_number,
        step=dossier.step.index if dossier.step else None,
        due_on=dossier.due_on,
        acting_division=who.division,
        acting_role=who.role,
        acting_institution_id=who.institution_id,
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
