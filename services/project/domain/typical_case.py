"""Typical cases (典型案例): what an enterprise tells of its project, reviewed by the city and published (XB10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID, uuid4

from casework.dossier import Attachment
from casework.states import move
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.refusal import Invalid, Problem
from contracts.wire import to_json
from services.project.domain.project import Project


class CaseState(StrEnum):
    """Who has it, or what became of it."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    DECLINED = "declined"


class CaseAction(StrEnum):
    CORRECT = "correct"
    PUBLISH = "publish"
    RETURN = "return"
    DECLINE = "decline"


CASE_TRANSITIONS: Final[Mapping[tuple[CaseState, CaseAction], CaseState]] = MappingProxyType(
    {
        (CaseState.SUBMITTED, CaseAction.PUBLISH): CaseState.PUBLISHED,
        (CaseState.SUBMITTED, CaseAction.RETURN): CaseState.RETURNED,
        (CaseState.SUBMITTED, CaseAction.DECLINE): CaseState.DECLINED,
        (CaseState.RETURNED, CaseAction.CORRECT): CaseState.SUBMITTED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is told, for everybody to read."""

    title: str
    text: str
    files: tuple[Attachment, ...]


@dataclass(frozen=True, kw_only=True)
class TypicalCase:
    """`opinion` is the city's, on the last review; the enterprise and the authorities read it."""

    id: UUID
    city: str
    version: int
    project_id: UUID
    programme_year: str
    applicant: Applicant
    division: str
    story: Story
    submitted_at: datetime
    state: CaseState = CaseState.SUBMITTED
    opinion: str = ""
    published_at: datetime | None = None


def submitted(project: Project, story: Story, *, at: datetime) -> TypicalCase:
    """Of a project, whatever state it is in: whether it is worth telling is the city's to say. `Invalid`: no text."""
    _must_be_told(story)
    return TypicalCase(
        id=uuid4(),
        city=project.city,
        version=1,
        project_id=project.id,
        programme_year=project.programme_year,
        applicant=project.applicant,
        division=project.division,
        story=story,
        submitted_at=at,
    )


def corrected(case: TypicalCase, story: Story, *, at: datetime) -> TypicalCase:
    """ActionNotAllowed unless it was returned."""
    state = move(CASE_TRANSITIONS, case.state, CaseAction.CORRECT)
    _must_be_told(story)
    return replace(case, version=case.version + 1, state=state, story=story, submitted_at=at)


def reviewed(case: TypicalCase, action: CaseAction, *, opinion: str, at: datetime) -> TypicalCase:
    """`Invalid` for a return or a refusal without an opinion."""
    state = move(CASE_TRANSITIONS, case.state, action)
    is_published = state is CaseState.PUBLISHED
    if not is_published and not opinion.strip():
        raise Invalid(problems=[Problem(code="required", field="opinion")])
    published_at = at if is_published else None
    return replace(case, version=case.version + 1, state=state, opinion=opinion.strip(), published_at=published_at)


def may_read(case: TypicalCase, actor: Actor) -> bool:
    """What is published is everybody's; before that its enterprise and the city read it."""
    is_own = actor.organisation_id == case.applicant.id
    return case.state is CaseState.PUBLISHED or is_own or actor.may("project.read_city")


def shown_case(case: TypicalCase, *, for_everybody: bool = False) -> dict[str, Any]:
    """The city's opinion is not for everybody."""
    return {
        "id": str(case.id),
        "version": case.version,
        "project_id": str(case.project_id),
        "programme_year": case.programme_year,
        "applicant_name": case.applicant.name,
        "division": case.division,
        "title": case.story.title,
        "text": case.story.text,
        "files": [
            {"id": str(each.id), "name": each.name, "size": each.size, "media_type": each.media_type}
            for each in case.story.files
        ],
        "state": case.state.value,
        "opinion": None if for_everybody else case.opinion,
        "submitted_at": to_json(case.submitted_at),
        "published_at": to_json(case.published_at),
    }


def _must_be_told(story: Story) -> None:
    given = {"title": story.title, "text": story.text}
    problems = [Problem(code="required", field=name) for name, value in given.items() if not value.strip()]
    if problems:
        raise Invalid(problems=problems)
