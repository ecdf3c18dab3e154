"""Netting (抵扣): what is claimed back from a payee is kept from a later payment to the same payee.

One person proposes it, another confirms it. Then the later tranche counts as paid by that much, the recovery as
settled by that much, each in the books of its own sources and year; only the rest goes to the bank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.days import local_date
from casework.states import move
from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from services.funding.domain.documents import Document
from services.funding.domain.recovery import Recovery
from services.funding.domain.refusals import FourEyes, NettingPayeeDiffers, NettingStands
from services.funding.domain.shares import Shares, part_of, plus, total_of
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche


class NettingState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class NettingAction(StrEnum):
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


NETTING_TRANSITIONS: Final[Mapping[tuple[NettingState, NettingAction], NettingState]] = {
    (NettingState.PROPOSED, NettingAction.CONFIRM): NettingState.CONFIRMED,
    (NettingState.PROPOSED, NettingAction.WITHDRAW): NettingState.WITHDRAWN,
}


@dataclass(frozen=True, kw_only=True)
class Netting:
    """`kept` is taken from the sources of the later tranche, `given` goes to those of the recovery: once confirmed."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    recovery_id: UUID
    tranche_id: UUID
    amount: Money
    reason: str
    document: Document
    proposed_by: UUID
    proposed_at: datetime
    state: NettingState = NettingState.PROPOSED
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = None
    kept: Shares = field(default_factory=dict)
    given: Shares = field(default_factory=dict)

    def confirmed(self, *, by: Actor, at: datetime, kept: Shares, given: Shares) -> Netting:
        """FourEyes for whoever proposed it."""
        state = move(NETTING_TRANSITIONS, self.state, NettingAction.CONFIRM)
        if by.account_id == self.proposed_by:
            raise FourEyes(act="confirm_netting", forbidden_by="proposed_by")
        return replace(
            self,
            state=state,
            version=self.version + 1,
            confirmed_by=by.account_id,
            confirmed_at=at,
            kept=kept,
            given=given,
        )

    def withdrawn(self) -> Netting:
        """Given up before it was confirmed."""
        state = move(NETTING_TRANSITIONS, self.state, NettingAction.WITHDRAW)
        return replace(self, state=state, version=self.version + 1)


def amount_to_net(recovery: Recovery, claimed: Tranche, later: Tranche, amount: Money | None) -> Money:
    """How much is netted: as much as goes, unless `amount` says less.

    NettingPayeeDiffers for another payee's tranche, ActionNotAllowed unless it is released and not instructed yet,
    `Invalid` for nothing, or for more than is outstanding or is to be paid.
    """
    if claimed.applicant.id != later.applicant.id:
        raise NettingPayeeDiffers(recovery_id=str(recovery.id), tranche_id=str(later.id))
    later.after(TrancheAction.NET)
    most = min(total_of(recovery.outstanding), later.amount_to_pay)
    wanted = most if amount is None else amount
    if not ZERO < wanted <= most:
        inputs = {"at_least_fen": 1, "at_most_fen": most.fen}
        raise Invalid(problems=[Problem(code="amount_out_of_range", field="amount_fen", inputs=inputs)])
    return wanted


def kept_from(later: Tranche, amount: Money, *, at: datetime) -> tuple[Tranche, dict[str, Money]]:
    """The later tranche after `amount` of it was kept, and from which sources; with all of it kept it is paid."""
    kept = part_of(later.shares_to_pay, amount)
    netted = plus(later.netted, kept)
    if total_of(netted) < later.amount:
        return later.after(TrancheAction.NET, netted=netted), kept
    return later.after(TrancheAction.NET_WHOLLY, netted=netted, paid_on=local_date(at)), kept


def must_not_be_netted(tranche: Tranche) -> None:
    """NettingStands: what was kept of it settled something else already, so the tranche is not undone any more."""
    netted = total_of(tranche.netted)
    if netted > ZERO:
        raise NettingStands(tranche_id=str(tranche.id), netted_fen=netted.fen)
