"""The provider pool (服务商资源池): who is in it, as what, and what the bureau does about it (DL6, XB3).

The way into it is an `enrolment`. A place in the pool is one per organisation, with one kind or several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.states import move
from contracts.events.registry import ProviderChanged, ProviderEnrolled, ProviderRemoved, ProviderSuspended
from policy.providers import ProviderRules
from services.registry.domain.errors import NotEntitled, ProviderNotEnrolled
from services.registry.domain.ids import pool_entry_id
from services.registry.domain.organisations import Organisation


class PoolState(StrEnum):
    """Where a provider stands.

    The first three are of applications that were made before the pack had a form for them: none is made any
    more, and an enrolment that is approved ends them.
    """

    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REJECTED = "rejected"
    ENROLLED = "enrolled"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class PoolAction(StrEnum):
    """What is done about it."""

    ENROL = "enrol"
    WARN = "warn"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REMOVE = "remove"


TRANSITIONS: Final[Mapping[tuple[PoolState, PoolAction], PoolState]] = {
    (PoolState.IN_REVIEW, PoolAction.ENROL): PoolState.ENROLLED,
    (PoolState.RETURNED, PoolAction.ENROL): PoolState.ENROLLED,
    (PoolState.REJECTED, PoolAction.ENROL): PoolState.ENROLLED,
    (PoolState.ENROLLED, PoolAction.ENROL): PoolState.ENROLLED,  # as another kind, too
    (PoolState.ENROLLED, PoolAction.WARN): PoolState.ENROLLED,
    (PoolState.SUSPENDED, PoolAction.WARN): PoolState.SUSPENDED,
    (PoolState.ENROLLED, PoolAction.SUSPEND): PoolState.SUSPENDED,
    (PoolState.SUSPENDED, PoolAction.REINSTATE): PoolState.ENROLLED,
    (PoolState.ENROLLED, PoolAction.REMOVE): PoolState.REMOVED,
    (PoolState.SUSPENDED, PoolAction.REMOVE): PoolState.REMOVED,  # for good
}

_TOLD: Final[Mapping[PoolState, type[ProviderChanged]]] = {
    PoolState.ENROLLED: ProviderEnrolled,
    PoolState.SUSPENDED: ProviderSuspended,
    PoolState.REMOVED: ProviderRemoved,
}
"""States that others decide by. An application that is under way is nobody else's business."""


@dataclass(frozen=True, kw_only=True)
class PoolEntry:
    """A provider's place in the pool; `opinion` is that of the last decision.

    `kinds` are the pack's; `programme_year` is the programme whose rules hold for it, empty for an old entry.
    """

    id: UUID
    city: str
    version: int
    organisation_id: UUID
    state: PoolState
    kinds: tuple[str, ...]
    programme_year: str = ""
    applied_at: datetime
    opinion: str = ""
    decided_at: datetime | None = None

    def enrolled_as(self, kinds: Iterable[str], *, programme_year: str, opinion: str, at: datetime) -> PoolEntry:
        """In the pool with these kinds beside those that it has; ActionNotAllowed once suspended or removed."""
        decided = self.decided(PoolAction.ENROL, opinion=opinion, at=at)
        if not self.is_enrolled:
            return replace(decided, kinds=tuple(dict.fromkeys(kinds)), programme_year=programme_year)
        return replace(decided, kinds=tuple(dict.fromkeys((*self.kinds, *kinds))), programme_year=programme_year)

    def decided(self, action: PoolAction, *, opinion: str, at: datetime) -> PoolEntry:
        """What the bureau decides; ActionNotAllowed where the state does not know it."""
        state = move(TRANSITIONS, self.state, action)
        return replace(self, version=self.version + 1, state=state, opinion=opinion, decided_at=at)

    @property
    def is_enrolled(self) -> bool:
        return self.state is PoolState.ENROLLED

    def must_be_enrolled(self) -> None:
        """ProviderNotEnrolled for anybody outside of the pool."""
        if not self.is_enrolled:
            raise ProviderNotEnrolled(state=self.state.value)

    def must_be_entitled(self, act: str, rules: ProviderRules) -> None:
        """ProviderNotEnrolled outside of the pool; NotEntitled where none of its kinds may do it."""
        self.must_be_enrolled()
        if not rules.may(self.kinds, act):
            raise NotEntitled(act=act, kinds=list(self.kinds))

    def told(self, organisation: Organisation, *, at: datetime, by: UUID) -> tuple[ProviderChanged, ...]:
        """What others hear of it: nothing before it was enrolled. The event's aggregate is the organisation."""
        kind = _TOLD.get(self.state)
        if kind is None:
            return ()
        told = kind(
            city=self.city,
            aggregate_id=self.organisation_id,
            sequence=self.version,
            at=at,
            actor=by,
            credit_code=organisation.credit_code,
            name=organisation.name,
            kinds=self.kinds,
        )
        return (told,)


def enrol(
    before: PoolEntry | None,
    organisation: Organisation,
    kinds: Iterable[str],
    *,
    programme_year: str,
    opinion: str,
    at: datetime,
) -> PoolEntry:
    """The place in the pool from now on: a first one, or `before` with more kinds."""
    if before is not None:
        return before.enrolled_as(kinds, programme_year=programme_year, opinion=opinion, at=at)
    return PoolEntry(
        id=pool_entry_id(organisation.id),
        city=organisation.city,
        version=1,
        organisation_id=organisation.id,
        state=PoolState.ENROLLED,
        kinds=tuple(dict.fromkeys(kinds)),
        programme_year=programme_year,
        applied_at=at,
        opinion=opinion,
        decided_at=at,
    )
