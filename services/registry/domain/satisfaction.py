"""What an enterprise says of its provider once its project was accepted: one answer per project (XB3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.refusal import Invalid, Problem
from policy.performance import SatisfactionScale

LONGEST_COMMENT = 1000


@dataclass(frozen=True, kw_only=True)
class JudgedProject:
    """A project whose acceptance has ended: whose it is, who sold, and under which pack it was judged."""

    project_id: UUID
    applicant_id: UUID
    provider_id: UUID
    is_passed: bool
    pack: str
    pack_sha256: str


@dataclass(frozen=True, kw_only=True)
class Satisfaction:
    """`score` is on the scale of the project's pack. The comment is for the bureau."""

    id: UUID
    city: str
    version: int
    project_id: UUID
    provider_id: UUID
    applicant_id: UUID
    score: int
    comment: str
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class FindingBehind:
    """What a check of a project found about its provider; `finding_id` is what a measure names as its ground."""

    project_id: UUID
    provider_id: UUID
    finding_id: UUID | None
    severity: str
    found_on: date


@dataclass(frozen=True, kw_only=True)
class ProjectBehind:
    """A project behind a rating, as far as it is known."""

    project_id: UUID
    provider_id: UUID
    applicant_name: str
    signed_on: date
    due_on: date | None
    price_fen: int
    ceiling_fen: int
    is_passed: bool | None
    level: int | None
    completed_on: date | None
    satisfaction: int | None
    comment: str | None


def answer(
    *, id: UUID, city: str, project: JudgedProject, scale: SatisfactionScale, score: int, comment: str,  # noqa: A002
    at: datetime,
) -> Satisfaction:  # fmt: skip
    """The answer; Invalid outside of the scale."""
    problems = []
    if not scale.least <= score <= scale.most:
        inputs = {"at_least": scale.least, "at_most": scale.most}
        problems.append(Problem(code="out_of_range", field="score", inputs=inputs))
    if len(comment) > LONGEST_COMMENT:
        problems.append(Problem(code="too_long", field="comment"))
    if problems:
        raise Invalid(problems=problems)
    return Satisfaction(
        id=id,
        city=city,
        version=1,
        project_id=project.project_id,
        provider_id=project.provider_id,
        applicant_id=project.applicant_id,
        score=score,
        comment=comment.strip(),
        answered_at=at,
    )
