"""Spot checks (抽查, XB8): which running projects are looked at is drawn, and anybody can draw it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from casework.days import local_date
from casework.states import move
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem
from services.project.domain.errors import NothingToDraw

SEVERITIES: Final = ("note", "minor", "major")


class Outcome(StrEnum):
    """What a check came to."""

    IN_ORDER = "in_order"
    FINDING = "finding"


class LineState(StrEnum):
    """Whether a drawn project was looked at."""

    DRAWN = "drawn"
    CHECKED = "checked"


class LineAction(StrEnum):
    """What is done about it."""

    RECORD_RESULT = "record_result"


LINE_TRANSITIONS: Final[Mapping[tuple[LineState, LineAction], LineState]] = MappingProxyType(
    {(LineState.DRAWN, LineAction.RECORD_RESULT): LineState.CHECKED}
)
"""A result is recorded once: what is found later is a finding of its own."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What the check of one project came to; `finding_id` is what stands with the project, for a finding."""

    at: datetime
    by: UUID
    checked_on: date
    place: str
    outcome: Outcome
    text: str
    finding_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A project that was drawn."""

    project_id: UUID
    state: LineState = LineState.DRAWN
    result: Result | None = None


@dataclass(frozen=True, kw_only=True)
class SpotCheck:
    """`criteria` narrowed the running projects to the `candidates`, in ascending order; `lines` in that of the draw."""

    id: UUID
    city: str
    version: int
    drawn_at: datetime
    drawn_by: UUID
    seed: str
    size: int
    criteria: Mapping[str, str]
    candidates: tuple[UUID, ...]
    lines: tuple[Line, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the candidates, one a line."""
        return sha256("\n".join(str(each) for each in self.candidates).encode()).hexdigest()


def draw(candidates: Iterable[UUID], *, seed: str, size: int) -> tuple[UUID, ...]:
    """The first `size` candidates by the SHA-256 of `seed:id`; all of them where there are fewer.

    The order in which they are named, and naming one twice, change nothing.
    """
    return tuple(sorted(set(candidates), key=lambda each: (_rank(seed, each), each))[:size])


def _rank(seed: str, candidate: UUID) -> str:
    return sha256(f"{seed}:{candidate}".encode()).hexdigest()


def drawn_spot_check(
    candidates: Iterable[UUID], *, city: str, by: Actor, at: datetime, seed: str, size: int, criteria: Mapping[str, str]
) -> SpotCheck:
    """NothingToDraw where no running project meets the criteria."""
    among = tuple(sorted(set(candidates)))
    if not among:
        raise NothingToDraw()
    return SpotCheck(
        id=uuid4(),
        city=city,
        version=1,
        drawn_at=at,
        drawn_by=by.account_id,
        seed=seed,
        size=size,
        criteria=criteria,
        candidates=among,
        lines=tuple(Line(project_id=each) for each in draw(among, seed=seed, size=size)),
    )


def with_result(check: SpotCheck, project_id: UUID, result: Result) -> SpotCheck:
    """NotFound for a project that was not drawn, ActionNotAllowed for one that has its result; Invalid: a later day."""
    line = next((each for each in check.lines if each.project_id == project_id), None)
    if line is None:
        raise NotFound(kind="project", id=str(project_id))
    checked = replace(line, state=move(LINE_TRANSITIONS, line.state, LineAction.RECORD_RESULT), result=result)
    if result.checked_on > local_date(result.at):
        inputs = {"found_on": result.checked_on.isoformat()}
        raise Invalid(problems=[Problem(code="in_the_future", field="checked_on", inputs=inputs)])
    lines = tuple(checked if each is line else each for each in check.lines)
    return replace(check, version=check.version + 1, lines=lines)
