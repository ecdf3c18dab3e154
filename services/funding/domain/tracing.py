"""Tracing (资金溯源): where the money of a source or of a case is, each figure with what it has to be equal to (XB12).

A figure is told twice, by the ledger and by the rows that moved it; `Check` holds the two against each other, so that
whoever reads a trace sees that it adds up, and which part would not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.money import ZERO, Money
from services.funding.domain.ledger import Account, EntryKind
from services.funding.domain.payment import Instruction
from services.funding.domain.recovery import Recovery
from services.funding.domain.shares import total_of
from services.funding.domain.states import PAID, UNAPPROVED, UNDONE, InstructionState, RecoveryState
from services.funding.domain.tranche import Tranche

ENTERED: Final = "entered"
"""The one figure that the ledger does not know: budget lines that nobody has confirmed yet are among it."""

FIGURES: Final[Mapping[str, tuple[EntryKind, ...]]] = {
    "confirmed": (EntryKind.BUDGET_CONFIRMED,),
    "committed": (EntryKind.PLAN_APPROVED,),
    "given_back": (EntryKind.COMMITMENT_CANCELLED, EntryKind.RELEASE_RECALLED, EntryKind.RETURN_RECALLED),
    "released": (EntryKind.TRANCHE_RELEASED,),
    "instructed": (EntryKind.PAYMENT_CHECKED,),
    "paid": (EntryKind.PAYMENT_MADE,),
    "netted": (EntryKind.PAYMENT_NETTED,),
    "returned": (EntryKind.PAYMENT_RETURNED, EntryKind.PAYMENT_RETURNED_LATE),
    "corrected": (EntryKind.RETURN_CORRECTED,),
    "claimed": (EntryKind.RECOVERY_OPENED,),
    "recovered": (EntryKind.RECOVERY_SETTLED, EntryKind.RECOVERY_NETTED),
    "reentered": (EntryKind.RECOVERY_REENTERED,),
}
"""What moved altogether, by the kinds of entries behind it: every figure is the sum of their debits."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """`code` says which figure; `is_equal` whether the books and the rows behind it say the same."""

    code: str
    booked: Money
    counted: Money

    @property
    def is_equal(self) -> bool:
        return self.booked == self.counted

    def as_wire(self) -> dict[str, Any]:
        """As whoever reads a trace is told."""
        return {
            "code": self.code,
            "booked_fen": self.booked.fen,
            "counted_fen": self.counted.fen,
            "is_equal": self.is_equal,
        }


@dataclass(frozen=True, kw_only=True)
class CaseMoney:
    """All money of a case: its tranches, the attempts to pay them, what was claimed back, what its books say."""

    awarded: Money
    tranches: tuple[Tranche, ...]
    instructions: tuple[Instruction, ...]
    recoveries: tuple[Recovery, ...]
    planned: Money
    balances: Mapping[Account, Money]

    @property
    def due(self) -> Money:
        """What its tranches are about, those that were undone left out."""
        return _sum(tranche.held for tranche in self.tranches)

    @property
    def approved(self) -> Money:
        return _sum(tranche.amount for tranche in self._approved)

    @property
    def released(self) -> Money:
        """What a release passed on and nobody recalled."""
        return _sum(tranche.amount for tranche in self._approved if tranche.release_id is not None)

    @property
    def paid_by_bank(self) -> Money:
        """What went out and stayed out."""
        return _sum(each.amount for each in self.instructions if each.state is InstructionState.PAID)

    @property
    def netted(self) -> Money:
        """What was kept of its tranches instead of being paid."""
        return _sum(total_of(tranche.netted) for tranche in self.tranches)

    @property
    def claimed(self) -> Money:
        return _sum(recovery.amount for recovery in self.recoveries)

    @property
    def outstanding(self) -> Money:
        """What is claimed and did not come back yet."""
        return _sum(total_of(recovery.outstanding) for recovery in self.recoveries)

    @property
    def recovered(self) -> Money:
        """What came back, by the bank or by netting."""
        return self.claimed - self.outstanding

    @property
    def held_by_payee(self) -> Money:
        """What the payee has in the end, netted parts included."""
        return self.paid_by_bank + self.netted - self.recovered

    def checks(self) -> tuple[Check, ...]:
        """From the award to what came back: each step against the one before, or against the books."""
        paid = [tranche for tranche in self.tranches if tranche.state in PAID]
        settled = [recovery for recovery in self.recoveries if recovery.state is RecoveryState.SETTLED]
        back = _sum(total_of(tranche.recovered) for tranche in self.tranches)
        kept_open = _sum(total_of(tranche.netted) for tranche in self.tranches if tranche.state not in PAID)
        return (
            Check(code="award_is_its_tranches", booked=self.awarded, counted=self.due),
            Check(code="plan_lines_are_what_is_approved", booked=self.planned, counted=self.approved),
            Check(
                code="paid_and_netted_is_the_tranche",
                booked=_sum(tranche.amount for tranche in paid),
                counted=self.paid_by_bank + self.netted - kept_open,
            ),
            Check(
                code="the_books_say_who_has_it",
                booked=self.balances.get(Account.PAID, ZERO),
                counted=self.paid_by_bank + self.netted - self.claimed,
            ),
            Check(
                code="the_books_say_what_is_claimed",
                booked=self.balances.get(Account.RECEIVABLE, ZERO),
                counted=self.outstanding,
            ),
            Check(
                code="what_came_back_is_what_was_settled",
                booked=back,
                counted=_sum(each.amount for each in settled)
                + _sum(total_of(each.netted) for each in self.recoveries if each not in settled),
            ),
        )

    @property
    def _approved(self) -> list[Tranche]:
        return [tranche for tranche in self.tranches if tranche.state not in UNDONE | UNAPPROVED]


def _sum(parts: Iterable[Money]) -> Money:
    return sum(parts, ZERO)
