"""Measures against a provider (警示、中止、移出) and its appeal (申诉): XB3, XB8.

A suspension blocks new contracts until it is lifted or an appeal is upheld. A removal is for good, and
nobody appeals against it: whoever wants to be heard is heard about the suspension before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.days import local_date
from casework.states import move
from contracts.refusal import Invalid, Problem
from contracts.working_days import Deadline, WorkingDays
from services.registry.domain.errors import AppealTooLate
from services.registry.domain.files import FileReference
from services.registry.domain.pool import PoolAction

MOST_FILES: Final = 20


class MeasureKind(StrEnum):
    """What the bureau does."""

    WARNING = "warning"
    SUSPENSION = "suspension"
    REMOVAL = "removal"


class MeasureState(StrEnum):
    """Whether it holds."""

    IN_FORCE = "in_force"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"
    LIFTED = "lifted"
    FINAL = "final"


class MeasureAction(StrEnum):
    """What is done about it."""

    APPEAL = "appeal"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    LIFT = "lift"


TRANSITIONS: Final[Mapping[tuple[MeasureState, MeasureAction], MeasureState]] = {
    (MeasureState.IN_FORCE, MeasureAction.APPEAL): MeasureState.APPEALED,
    (MeasureState.IN_FORCE, MeasureAction.LIFT): MeasureState.LIFTED,
    (MeasureState.APPEALED, MeasureAction.UPHOLD): MeasureState.OVERTURNED,  # the provider was right
    (MeasureState.APPEALED, MeasureAction.DISMISS): MeasureState.CONFIRMED,  # it stays, and is not appealed again
    (MeasureState.CONFIRMED, MeasureAction.LIFT): MeasureState.LIFTED,
}

TAKEN: Final[Mapping[MeasureKind, PoolAction]] = {
    MeasureKind.WARNING: PoolAction.WARN,
    MeasureKind.SUSPENSION: PoolAction.SUSPEND,
    MeasureKind.REMOVAL: PoolAction.REMOVE,
}
"""What a measure does to the place in the pool."""

ENDED: Final[Mapping[tuple[MeasureKind, MeasureAction], PoolAction]] = {
    (MeasureKind.SUSPENSION, MeasureAction.UPHOLD): PoolAction.REINSTATE,
    (MeasureKind.SUSPENSION, MeasureAction.LIFT): PoolAction.REINSTATE,
}
"""What its end does; the end of a warning changes nothing else."""


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """What the provider says, and what was decided about it."""

    text: str
    made_at: datetime
    files: tuple[FileReference, ...] = ()
    is_upheld: bool | None = None
    opinion: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`article` is what it rests on, `finding_ids` the findings that led to it.

    `appeal_working_days` is the pack's term on the day it was taken; None: the pack sets none.
    """

    id: UUID
    city: str
    version: int
    provider_id: UUID
    kind: MeasureKind
    state: MeasureState
    reason: str
    article: str
    finding_ids: tuple[UUID, ...]
    taken_at: datetime
    appeal_working_days: int | None
    appeal: Appeal | None = None
    ended_at: datetime | None = None

    def appeal_until(self, calendar: WorkingDays) -> Deadline | None:
        """The last day of the term by the calendar of now; None without a term."""
        if self.appeal_working_days is None:
            return None
        return calendar.add(local_date(self.taken_at), self.appeal_working_days)

    def appealed(self, text: str, files: tuple[FileReference, ...], calendar: WorkingDays, *, at: datetime) -> Measure:
        """The provider appeals. ActionNotAllowed where there is nothing to appeal against, AppealTooLate, Invalid."""
        state = move(TRANSITIONS, self.state, MeasureAction.APPEAL)
        until = self.appeal_until(calendar)
        if until is not None and local_date(at) > until.on:
            raise AppealTooLate(until=until.on.isoformat(), working_days=self.appeal_working_days)
        problems = [] if text.strip() else [Problem(code="required", field="text")]
        if len(files) > MOST_FILES:
            problems.append(Problem(code="too_many_files", field="files", inputs={"at_most": MOST_FILES}))
        if problems:
            raise Invalid(problems=problems)
        return self._next(state=state, appeal=Appeal(text=text.strip(), made_at=at, files=files))

    def decided(self, *, is_upheld: bool, opinion: str, at: datetime) -> Measure:
        """The appeal is decided; ActionNotAllowed where there is none. Invalid without an opinion."""
        action = MeasureAction.UPHOLD if is_upheld else MeasureAction.DISMISS
        state = move(TRANSITIONS, self.state, action)
        if not opinion.strip():
            raise Invalid(problems=[Problem(code="required", field="opinion")])
        assert self.appeal is not None
        appeal = replace(self.appeal, is_upheld=is_upheld, opinion=opinion.strip(), decided_at=at)
        return self._next(state=state, appeal=appeal, ended_at=at if is_upheld else None)

    def lifted(self, *, at: datetime) -> Measure:
        """The bureau ends it."""
        return self._next(state=move(TRANSITIONS, self.state, MeasureAction.LIFT), ended_at=at)

    def _next(self, **members: Any) -> Measure:
        return replace(self, version=self.version + 1, **members)


def take(
    *, id: UUID, city: str, provider_id: UUID, kind: MeasureKind, reason: str, article: str,  # noqa: A002
    finding_ids: tuple[UUID, ...], appeal_working_days: int | None, at: datetime,
) -> Measure:  # fmt: skip
    """A measure with its reason and the article it rests on; Invalid without either."""
    given = {"reason": reason, "article": article}
    problems = [Problem(code="required", field=name) for name, value in given.items() if not value.strip()]
    if problems:
        raise Invalid(problems=problems)
    is_final = kind is MeasureKind.REMOVAL
    return Measure(
        id=id,
        city=city,
        version=1,
        provider_id=provider_id,
        kind=kind,
        state=MeasureState.FINAL if is_final else MeasureState.IN_FORCE,
        reason=reason.strip(),
        article=article.strip(),
        finding_ids=finding_ids,
        taken_at=at,
        appeal_working_days=None if is_final else appeal_working_days,
    )
