"""A request for an institution's diagnosis or evaluation (ZS2, ZS6): asked for, assigned, and asked for again.

A level below the pack's minimum is a loop, not a rejection: the enterprise improves and asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.divisions import DivisionPath
from casework.states import move
from contracts.actor import Actor
from contracts.events.acceptance import AssessmentAssigned, AssessmentRequested
from contracts.events.base import Event
from contracts.events.declaration import Applicant
from policy.refs import PackRef
from services.acceptance.domain.assessment import Method, Stage


class Purpose(StrEnum):
    """What is asked for."""

    DIAGNOSIS = "diagnosis"
    EVALUATION = "evaluation"

    @property
    def stage(self) -> Stage:
        """When it is made."""
        return Stage.BEFORE if self is Purpose.DIAGNOSIS else Stage.AFTER

    @property
    def method(self) -> Method:
        """How it is made."""
        return Method.INSTITUTION if self is Purpose.DIAGNOSIS else Method.THIRD_PARTY

    @property
    def right(self) -> str:
        """What a kind of provider must be allowed to do by the pack (`policy.providers.ACTS`)."""
        return "diagnose" if self is Purpose.DIAGNOSIS else "evaluate"


class RequestState(StrEnum):
    """Where it stands."""

    REQUESTED = "requested"
    ASSIGNED = "assigned"
    BELOW_LEVEL = "below_level"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class RequestAction(StrEnum):
    """What somebody does with it."""

    REQUEST = "request"
    ASSIGN = "assign"
    SETTLE = "settle"
    FALL_SHORT = "fall_short"
    WITHDRAW = "withdraw"


REQUEST_TRANSITIONS: Final[Mapping[tuple[RequestState, RequestAction], RequestState]] = {
    (RequestState.REQUESTED, RequestAction.ASSIGN): RequestState.ASSIGNED,
    (RequestState.REQUESTED, RequestAction.WITHDRAW): RequestState.WITHDRAWN,
    (RequestState.ASSIGNED, RequestAction.ASSIGN): RequestState.ASSIGNED,  # another institution instead
    (RequestState.ASSIGNED, RequestAction.SETTLE): RequestState.SETTLED,
    (RequestState.ASSIGNED, RequestAction.FALL_SHORT): RequestState.BELOW_LEVEL,  # 未达到二级：继续完善
    (RequestState.ASSIGNED, RequestAction.WITHDRAW): RequestState.WITHDRAWN,
    (RequestState.BELOW_LEVEL, RequestAction.REQUEST): RequestState.REQUESTED,
    (RequestState.BELOW_LEVEL, RequestAction.WITHDRAW): RequestState.WITHDRAWN,
}
OPEN_REQUESTS: Final = frozenset({RequestState.REQUESTED, RequestState.ASSIGNED, RequestState.BELOW_LEVEL})


@dataclass(frozen=True, kw_only=True)
class AssessmentRequest:
    """`round` is 1 at first and one more whenever it is asked again; `level` is what was found last."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    applicant: Applicant
    division: str
    pack: PackRef
    purpose: Purpose
    requested_at: datetime
    division_path: DivisionPath = ()
    wish: str = ""
    state: RequestState = RequestState.REQUESTED
    round: int = 1
    institution_id: UUID | None = None
    level: int | None = None

    def moved(self, action: RequestAction, **members: Any) -> AssessmentRequest:
        """The next version in its next state; ActionNotAllowed where the table knows no such move."""
        return replace(self, version=self.version + 1, state=move(REQUEST_TRANSITIONS, self.state, action), **members)

    def assigned(self, institution_id: UUID) -> AssessmentRequest:
        """With this institution from now on."""
        return self.moved(RequestAction.ASSIGN, institution_id=institution_id)

    def asked_again(self, *, wish: str, at: datetime) -> AssessmentRequest:
        """After it fell short: the bureau assigns anew, the same institution or another."""
        return self.moved(
            RequestAction.REQUEST, institution_id=None, round=self.round + 1, requested_at=at, wish=wish or self.wish
        )

    def found(self, level: int, *, minimum: int) -> AssessmentRequest:
        """Settled; or below the pack's minimum, where it is an evaluation: to be improved and asked again."""
        is_short = self.purpose is Purpose.EVALUATION and level < minimum
        return self.moved(RequestAction.FALL_SHORT if is_short else RequestAction.SETTLE, level=level)


def request_announced(request: AssessmentRequest, *, at: datetime, by: Actor) -> Event:
    """The event that says how the request is now: asked for, or assigned."""
    told: dict[str, Any] = {
        "city": request.city,
        "case_id": request.case_id,
        "aggregate_id": request.id,
        "sequence": request.version,
        "at": at,
        "actor": by.account_id,
        "applicant": request.applicant,
        "project_id": request.project_id,
        "division": request.division,
        "purpose": request.purpose.value,
        "round": request.round,
    }
    if request.institution_id is not None:
        return AssessmentAssigned(**told, institution_id=request.institution_id)
    return AssessmentRequested(**told)
