"""The provider pool (服务商资源池): a provider applies, the city's bureau decides (DL6, XB3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.states import move
from contracts.events.registry import ProviderChanged, ProviderEnrolled, ProviderRemoved, ProviderSuspended
from contracts.refusal import Invalid, Problem
from services.registry.domain.errors import ProviderNotEnrolled
from services.registry.domain.files import FileReference
from services.registry.domain.ids import pool_entry_id
from services.registry.domain.organisations import Organisation

_KIND = re.compile(r"[a-z][a-z_]{1,39}")
MOST_KINDS, MOST_FILES = 10, 20


class PoolState(StrEnum):
    """Where a provider stands."""

    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ENROLLED = "enrolled"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class PoolAction(StrEnum):
    """What somebody does about it."""

    APPLY = "apply"
    APPROVE = "approve"
    RETURN = "return_for_correction"
    REJECT = "reject"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REMOVE = "remove"


TRANSITIONS: Final[Mapping[tuple[PoolState, PoolAction], PoolState]] = {
    (PoolState.IN_REVIEW, PoolAction.APPROVE): PoolState.ENROLLED,
    (PoolState.IN_REVIEW, PoolAction.RETURN): PoolState.RETURNED,  # 退回: the provider may correct
    (PoolState.IN_REVIEW, PoolAction.REJECT): PoolState.REJECTED,
    (PoolState.RETURNED, PoolAction.APPLY): PoolState.IN_REVIEW,
    (PoolState.REJECTED, PoolAction.APPLY): PoolState.IN_REVIEW,
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
class Application:
    """What a provider applies with. `kinds` are the pack's (chain_leader, integrator, sector, …)."""

    kinds: tuple[str, ...]
    presentation: str
    files: tuple[FileReference, ...] = ()

    def problems(self) -> list[Problem]:
        """Everything that is wrong with it."""
        problems = []
        if not 1 <= len(self.kinds) <= MOST_KINDS or len(set(self.kinds)) != len(self.kinds):
            problems.append(Problem(code="out_of_range", field="kinds"))
        problems += [
            Problem(code="malformed", field=f"kinds.{index}")
            for index, kind in enumerate(self.kinds)
            if not _KIND.fullmatch(kind)
        ]
        if not self.presentation.strip():
            problems.append(Problem(code="required", field="presentation"))
        if len(self.files) > MOST_FILES:
            problems.append(Problem(code="too_many_files", field="files", inputs={"at_most": MOST_FILES}))
        return problems


@dataclass(frozen=True, kw_only=True)
class PoolEntry:
    """A provider's place in the pool; `opinion` is that of the last decision."""

    id: UUID
    city: str
    version: int
    organisation_id: UUID
    state: PoolState
    kinds: tuple[str, ...]
    presentation: str
    files: tuple[FileReference, ...]
    applied_at: datetime
    opinion: str = ""
    decided_at: datetime | None = None

    def applied_again(self, application: Application, *, at: datetime) -> PoolEntry:
        """After a return or a rejection; ActionNotAllowed from any other state."""
        _must_be_sound(application)
        return replace(
            self,
            version=self.version + 1,
            state=move(TRANSITIONS, self.state, PoolAction.APPLY),
            kinds=application.kinds,
            presentation=application.presentation,
            files=application.files,
            applied_at=at,
        )

    def decided(self, action: PoolAction, *, opinion: str, at: datetime) -> PoolEntry:
        """What the bureau decides; ActionNotAllowed where the state does not know it."""
        state = move(TRANSITIONS, self.state, action)
        return replace(self, version=self.version + 1, state=state, opinion=opinion, decided_at=at)

    def must_be_enrolled(self) -> None:
        """ProviderNotEnrolled for anybody outside of the pool."""
        if self.state is not PoolState.ENROLLED:
            raise ProviderNotEnrolled(state=self.state.value)

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


def apply(city: str, organisation_id: UUID, application: Application, *, at: datetime) -> PoolEntry:
    """A first application; Invalid with everything that is wrong with it."""
    _must_be_sound(application)
    return PoolEntry(
        id=pool_entry_id(organisation_id),
        city=city,
        version=1,
        organisation_id=organisation_id,
        state=PoolState.IN_REVIEW,
        kinds=application.kinds,
        presentation=application.presentation,
        files=application.files,
        applied_at=at,
    )


def _must_be_sound(application: Application) -> None:
    problems = application.problems()
    if problems:
        raise Invalid(problems=problems)
