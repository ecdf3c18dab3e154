"""Warnings (预警) about enterprises, by what checks found (XB8): what each does to places on public lists, and its end.

A provider is warned by a measure of the registry, which knows its appeals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID, uuid4

from casework.divisions import DivisionPath
from casework.states import move
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.events.project import WarningChanged, WarningIssued, WarningLifted
from contracts.refusal import Invalid, Problem
from services.project.domain.project import CheckFinding


class WarningEffect(StrEnum):
    """What an open warning does to the places of the enterprise on public lists."""

    NONE = "none"
    SUSPEND = "suspend"
    DELIST = "delist"


class WarningState(StrEnum):
    OPEN = "open"
    LIFTED = "lifted"


class WarningAction(StrEnum):
    LIFT = "lift"


WARNING_TRANSITIONS: Final[Mapping[tuple[WarningState, WarningAction], WarningState]] = MappingProxyType(
    {(WarningState.OPEN, WarningAction.LIFT): WarningState.LIFTED}
)


@dataclass(frozen=True, kw_only=True)
class Lifting:
    """Why it ended."""

    at: datetime
    by: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What a warning says: its reason for the enterprise to read, the article, and the findings that it rests on."""

    effect: WarningEffect
    reason: str
    article: str
    finding_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EnterpriseWarning:
    """`project_id` is the project that it is about, where it is about one; `division` the enterprise's when warned."""

    id: UUID
    city: str
    version: int
    applicant: Applicant
    division: str
    division_path: DivisionPath
    project_id: UUID | None
    grounds: Grounds
    issued_at: datetime
    issued_by: UUID
    state: WarningState = WarningState.OPEN
    lifting: Lifting | None = None


@dataclass(frozen=True, kw_only=True)
class WarningDecision:
    """The warning as it is from now on, and what is told of it."""

    warning: EnterpriseWarning
    events: tuple[WarningChanged, ...]


@dataclass(frozen=True, kw_only=True)
class Warned:
    """Whom it is about. `findings` are those of the project, none without one."""

    applicant: Applicant
    division: str
    division_path: DivisionPath
    project_id: UUID | None = None
    findings: tuple[CheckFinding, ...] = ()


def issued(city: str, about: Warned, grounds: Grounds, *, by: Actor, at: datetime) -> WarningDecision:
    """`Invalid` without a reason or an article, and for findings that are not against this enterprise."""
    problems = list(_problems(about, grounds))
    if problems:
        raise Invalid(problems=problems)
    warning = EnterpriseWarning(
        id=uuid4(),
        city=city,
        version=1,
        applicant=about.applicant,
        division=about.division,
        division_path=about.division_path,
        project_id=about.project_id,
        grounds=replace(grounds, reason=grounds.reason.strip(), article=grounds.article.strip()),
        issued_at=at,
        issued_by=by.account_id,
    )
    return WarningDecision(warning=warning, events=(WarningIssued(**_members(warning, at=at, by=by)),))


def lifted(warning: EnterpriseWarning, *, reason: str, by: Actor, at: datetime) -> WarningDecision:
    """ActionNotAllowed for one that has ended, `Invalid` without a reason. A place that was delisted stays so."""
    state = move(WARNING_TRANSITIONS, warning.state, WarningAction.LIFT)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    lifting = Lifting(at=at, by=by.account_id, reason=reason.strip())
    ended = replace(warning, version=warning.version + 1, state=state, lifting=lifting)
    return WarningDecision(warning=ended, events=(WarningLifted(**_members(ended, at=at, by=by)),))


def _problems(about: Warned, grounds: Grounds) -> Iterator[Problem]:
    for name in ("reason", "article"):
        if not getattr(grounds, name).strip():
            yield Problem(code="required", field=name)
    against = {each.id for each in about.findings if each.concerns == "applicant"}
    for position, finding_id in enumerate(grounds.finding_ids):
        if finding_id not in against:
            inputs = {"finding_id": str(finding_id)}
            yield Problem(code="not_a_finding_against_it", field=f"finding_ids.{position}", inputs=inputs)


def _members(warning: EnterpriseWarning, *, at: datetime, by: Actor) -> dict[str, Any]:
    return {
        "city": warning.city,
        "aggregate_id": warning.id,
        "sequence": warning.version,
        "at": at,
        "actor": by.account_id,
        "subject_kind": "enterprise",
        "subject_id": warning.applicant.id,
        "applicant": warning.applicant,
        "project_id": warning.project_id,
        "reason": warning.grounds.reason,
        "effect": warning.grounds.effect.value,
    }
