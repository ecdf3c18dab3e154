"""The acceptance (验收): one project's, a dossier under the pinned pack, and the papers of the assessor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from casework.desks import next_actor
from casework.divisions import DivisionPath
from casework.dossier import Attachment, Attachments, Dossier
from casework.states import State
from contracts.actor import Actor
from contracts.events.acceptance import AcceptanceChanged
from contracts.events.base import Event
from contracts.events.declaration import Applicant

SERVICE: Final = "acceptance"
STAGE: Final = "acceptance"
Told = TypeVar("Told", bound=AcceptanceChanged)
Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Papers:
    """What the third party writes: the answers of the step's forms (`evaluation`, `special_audit`), and its reports."""

    answers: Mapping[str, Answers] = field(default_factory=dict)
    attachments: Attachments = field(default_factory=dict)

    def with_page(self, form: str, page: str, answers: Mapping[str, Any]) -> Papers:
        """With one page of one form as it is now."""
        changed = {**self.answers.get(form, {}), page: answers}
        return replace(self, answers={**self.answers, form: changed})

    def with_file(self, slot: str, file: Attachment) -> Papers:
        """With one more report."""
        return replace(self, attachments={**self.attachments, slot: (*self.attachments.get(slot, ()), file)})

    def without_file(self, attachment_id: UUID) -> Papers:
        """Without this report, whichever slot it is in."""
        kept = {
            slot: tuple(each for each in files if each.id != attachment_id) for slot, files in self.attachments.items()
        }
        return replace(self, attachments={slot: files for slot, files in kept.items() if files})


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was found when it passed: the level under which edition, and the audited total."""

    level: int
    edition: str
    accepted_on: date
    completed_on: date
    audited_fen: int


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """`assigner` is the role that picks the institution for the step it is in, None where the step needs none.

    `division_path` leads upwards from the applicant's `division`: who reviews it, step by step.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    applicant: Applicant
    division: str
    dossier: Dossier
    division_path: DivisionPath = ()
    assigner: str | None = None
    assignee_id: UUID | None = None
    papers: Papers = field(default_factory=Papers)
    result: Result | None = None

    @property
    def state(self) -> State:
        return self.dossier.state

    @property
    def stage(self) -> str:
        """The pack's name of what it is."""
        return STAGE

    def changed(self, **members: Any) -> Acceptance:
        """The next version."""
        return replace(self, version=self.version + 1, **members)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a rule decided: the acceptance as it is from now on, and what to tell the others."""

    acceptance: Acceptance
    events: tuple[Event, ...] = ()


def announced(kind: type[Told], acceptance: Acceptance, *, at: datetime, by: Actor, **more: Any) -> Told:
    """The event that says how the acceptance is now; `more` are the members that its kind adds."""
    dossier, who = acceptance.dossier, next_actor(acceptance)
    return kind(
        **head(acceptance, at=at, by=by),
        project_id=acceptance.project_id,
        applicant=acceptance.applicant,
        division=acceptance.division,
        pack=dossier.pack.text,
        pack_sha256=dossier.pack.sha256,
        state=dossier.state.value,
        step=dossier.step.index if dossier.step else None,
        acting_division=who.division,
        acting_role=who.role,
        acting_institution_id=who.institution_id,
        due_on=dossier.due_on,
        **more,
    )


def head(acceptance: Acceptance, *, at: datetime, by: Actor) -> dict[str, Any]:
    """What every event of an acceptance carries."""
    return {
        "city": acceptance.city,
        "case_id": acceptance.case_id,
        "aggregate_id": acceptance.id,
        "sequence": acceptance.version,
        "at": at,
        "actor": by.account_id,
    }
