"""Changes that an organisation asks for and a city officer decides: division, registered name, account for payment.

Each of them moves money or open cases, so the organisation does not make it alone (requirements,
"easy to overlook"; domain facts 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.states import move


class ChangeKind(StrEnum):
    """What is to be changed."""

    DIVISION = "division"
    NAME = "name"
    PAYEE_ACCOUNT = "payee_account"


class ChangeState(StrEnum):
    """Where a request is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ChangeAction(StrEnum):
    """What somebody does with it."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


TRANSITIONS: Final[Mapping[tuple[ChangeState, ChangeAction], ChangeState]] = {
    (ChangeState.REQUESTED, ChangeAction.APPROVE): ChangeState.APPROVED,
    (ChangeState.REQUESTED, ChangeAction.REJECT): ChangeState.REJECTED,
    (ChangeState.REQUESTED, ChangeAction.WITHDRAW): ChangeState.WITHDRAWN,
}


@dataclass(frozen=True, kw_only=True)
class ChangeRequest:
    """`content` is what is asked for, as JSON (numbers sealed); `subject_id` the organisation or the payee account."""

    id: UUID
    city: str
    version: int
    organisation_id: UUID
    subject_id: UUID
    kind: ChangeKind
    state: ChangeState
    content: Mapping[str, Any]
    reason: str
    requested_at: datetime
    opinion: str = ""
    decided_at: datetime | None = None

    def decided(self, action: ChangeAction, *, opinion: str, at: datetime) -> ChangeRequest:
        """Approved, rejected or withdrawn; ActionNotAllowed when it was decided before."""
        state = move(TRANSITIONS, self.state, action)
        return replace(self, version=self.version + 1, state=state, opinion=opinion, decided_at=at)


def request_change(
    *, id: UUID, city: str, organisation_id: UUID, subject_id: UUID, kind: ChangeKind, content: Mapping[str, Any],  # noqa: A002
    reason: str, at: datetime,
) -> ChangeRequest:  # fmt: skip
    """A new request."""
    return ChangeRequest(
        id=id,
        city=city,
        version=1,
        organisation_id=organisation_id,
        subject_id=subject_id,
        kind=kind,
        state=ChangeState.REQUESTED,
        content=content,
        reason=reason,
        requested_at=at,
    )
