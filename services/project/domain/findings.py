"""Findings of spot checks and checks off-line (XB8): recorded by an authority, seen by the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from casework.days import local_date
from casework.refusals import SelfReview
from casework.reviews import took_part_in_filing
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.project.domain.project import CheckFinding, Project, ProjectAction

CONCERNED: Final = ("applicant", "provider")


def record_finding(
    project: Project, *, by: Actor, at: datetime, found_on: date, place: str, text: str, concerns: str
) -> Project:
    """It decides nothing by itself. `Invalid` for an empty text or a day to come; SelfReview for the applicant."""
    project.must_allow(ProjectAction.RECORD_FINDING)
    if any(took_part_in_filing(time.dossier, by) for time in project.times):
        raise SelfReview(step=None)
    problems = list(_problems(at=at, found_on=found_on, text=text, concerns=concerns))
    if problems:
        raise Invalid(problems=problems)
    finding = CheckFinding(
        id=uuid4(), at=at, by=by.account_id, found_on=found_on, place=place, concerns=concerns, text=text
    )
    return project.changed(findings=(*project.findings, finding))


def _problems(*, at: datetime, found_on: date, text: str, concerns: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(code="required", field="text")
    if found_on > local_date(at):
        yield Problem(code="in_the_future", field="found_on", inputs={"found_on": found_on.isoformat()})
    if concerns not in CONCERNED:
        yield Problem(code="not_an_option", field="concerns", inputs={"options": list(CONCERNED)})
