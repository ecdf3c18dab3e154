"""Interest (对接意向): a provider's in a need, or an enterprise's in a product; accepted, it is a match (XB6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.states import move
from contracts.refusal import Invalid, Problem


class InterestState(StrEnum):
    """Where it stands; matched: both sides want to go on together."""

    EXPRESSED = "expressed"
    MATCHED = "matched"
    DECLINED = "declined"


class InterestAction(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"


TRANSITIONS: Final[Mapping[tuple[InterestState, InterestAction], InterestState]] = {
    (InterestState.EXPRESSED, InterestAction.ACCEPT): InterestState.MATCHED,
    (InterestState.EXPRESSED, InterestAction.DECLINE): InterestState.DECLINED,
}


@dataclass(frozen=True, kw_only=True)
class Interest:
    """`from_id` is interested in the need or the product of `to_id`; exactly one of both is named."""

    id: UUID
    city: str
    version: int
    need_id: UUID | None
    product_id: UUID | None
    from_id: UUID
    to_id: UUID
    provider_id: UUID
    text: str
    state: InterestState
    expressed_at: datetime
    answer: str = ""
    answered_at: datetime | None = None

    def answered(self, action: InterestAction, text: str, *, at: datetime) -> Interest:
        """By the other side, once; `Invalid` for a refusal without a reason."""
        state = move(TRANSITIONS, self.state, action)
        if action is InterestAction.DECLINE and not text.strip():
            raise Invalid(problems=[Problem(code="required", field="text")])
        return replace(self, version=self.version + 1, state=state, answer=text.strip(), answered_at=at)
