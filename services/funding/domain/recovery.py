"""Recovery (追回): paid money that is claimed back, to the sources that it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from casework.states import move
from contracts.actor import Actor
from contracts.money import Money
from services.funding.domain.documents import Document
from services.funding.domain.shares import Shares, must_add_up
from services.funding.domain.states import RECOVERY_TRANSITIONS, RecoveryAction, RecoveryState


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """The whole of a paid tranche, with the split it was paid by; `article` cites what it rests on, where known."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    tranche_id: UUID
    award_id: UUID
    amount: Money
    shares: Shares
    reason: str
    article: str | None
    document: Document
    opened_by: UUID
    opened_at: datetime
    state: RecoveryState = RecoveryState.OPENED
    settled_on: date | None = None
    settled_by: UUID | None = None
    bank_reference: str = ""

    def __post_init__(self) -> None:
        must_add_up(self.shares, self.amount)

    def settled(self, *, on: date, by: Actor, bank_reference: str) -> Recovery:
        """The enterprise paid it back."""
        state = move(RECOVERY_TRANSITIONS, self.state, RecoveryAction.SETTLE)
        return replace(
            self,
            state=state,
            version=self.version + 1,
            settled_on=on,
            settled_by=by.account_id,
            bank_reference=bank_reference,
        )
