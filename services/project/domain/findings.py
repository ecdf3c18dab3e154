"""Findings of spot checks and checks off-line (XB8): recorded by an authority, seen by the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from casework.days import local_date
from casework.refusals import SelfReview
from casework.reviews import took_part_in_filing
from contracts.actor import Actor
from contracts.events.project import FindingRecorded
from contracts.refusal import Invalid, Problem
from services.project.domain.project import CheckFinding, Decision, Project, ProjectAction, event_head
from services.project.domain.spot_check import SEVERITIES

CONCERNED: Final = ("applicant", "provider")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is recorded: when and where, whom it concerns, how severe it is, and the spot check that drew it.

    `finding_id` where it has to follow from what is recorded; otherwise one is given.
    """

    found_on: date
    place: str
    text: str
    concerns: str = "applicant"
    severity: str = "note"
    spot_check_id: UUID | None = None
    finding_id: UUID | None = None


def record_finding(project: Project, found: Found, *, by: Actor, at: datetime) -> Decision:
    """It decides nothing by itself. `Invalid` for an empty text or a day to come; SelfReview for the applicant."""
    project.must_allow(ProjectAction.RECORD_FINDING)
    if any(took_part_in_filing(time.dossier, by) for time in project.times):
        raise SelfReview(step=None)
    problems = list(_problems(project, found, at=at))
    if problems:
        raise Invalid(problems=problems)
    finding = CheckFinding(
        id=found.finding_id or uuid4(),
        at=at,
        by=by.account_id,
        found_on=found.found_on,
        place=found.place,
        concerns=found.concerns,
        text=found.text,
        severity=found.severity,
        spot_check_id=found.spot_check_id,
    )
    recorded = project.changed(findings=(*project.findings, finding))
    is_provider = found.concerns == "provider" and project.provider_id is not None
    event = FindingRecorded(
        **event_head(recorded, at=at, by=by),
        subject_kind="provider" if is_provider else "enterprise",
        subject_id=(project.provider_id if is_provider else None) or project.applicant.id,
        severity=found.severity,
        found_on=found.found_on,
        project_id=project.id,
        finding_id=finding.id,
    )
    return Decision(project=recorded, events=(event,))


def _problems(project: Project, found: Found, *, at: datetime) -> Iterator[Problem]:
    if not found.text.strip():
        yield Problem(code="required", field="text")
    if found.found_on > local_date(at):
        yield Problem(code="in_the_future", field="found_on", inputs={"found_on": found.found_on.isoformat()})
    options = CONCERNED if project.provider_id is not None else CONCERNED[:1]
    if found.concerns not in options:
        yield Problem(code="not_an_option", field="concerns", inputs={"options": list(options)})
    if found.severity not in SEVERITIES:
        yield Problem(code="not_an_option", field="severity", inputs={"options": list(SEVERITIES)})
