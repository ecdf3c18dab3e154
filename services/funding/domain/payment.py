"""Payments: a batch of instructions, made by one person and checked by another, and what the bank says of each.

The obligation is the tranche; an instruction is one attempt at it. A batch carries count, sum and digest, so that
what the bank was handed can be compared with what was checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from casework.states import move
from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import NotFound
from policy.canonical import canonical_json
from services.funding.domain.payee import Payee
from services.funding.domain.refusals import FourEyes
from services.funding.domain.shares import Shares, total_of
from services.funding.domain.states import (
    BATCH_TRANSITIONS,
    INSTRUCTION_TRANSITIONS,
    BatchAction,
    BatchState,
    InstructionAction,
    InstructionState,
)


class BankVerdict(StrEnum):
    PAID = "paid"
    RETURNED = "returned"


@dataclass(frozen=True, kw_only=True)
class BankAnswer:
    """What the bank said of an instruction: paid on that day, or returned with its reason."""

    verdict: BankVerdict
    on: date
    bank_reference: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """One attempt to pay one tranche. `number` is what the bank's answer names; `payee` repeats the snapshot.

    `amount` is what is paid (实付), `netted` what was kept of the tranche before (抵扣).
    """

    id: UUID
    number: str
    tranche_id: UUID
    award_id: UUID
    case_id: UUID
    attempt: int
    amount: Money
    shares: Shares
    snapshot_id: UUID
    payee: Payee
    state: InstructionState = InstructionState.MADE
    answers: tuple[BankAnswer, ...] = ()
    netted: Shares = field(default_factory=dict)

    @property
    def gross(self) -> Money:
        """What the plan approved (应付)."""
        return self.amount + total_of(self.netted)

    def after(self, action: InstructionAction) -> Instruction:
        """ActionNotAllowed where the state does not know the action."""
        return replace(self, state=move(INSTRUCTION_TRANSITIONS, self.state, action))

    def answered(self, answer: BankAnswer) -> Instruction:
        """After the bank's word. A payment can still come back later (退汇)."""
        action = InstructionAction.PAY if answer.verdict is BankVerdict.PAID else InstructionAction.RETURN
        return replace(self.after(action), answers=(*self.answers, answer))

    @property
    def is_settled(self) -> bool:
        """The bank answered."""
        return self.state in (InstructionState.PAID, InstructionState.RETURNED)


@dataclass(frozen=True, kw_only=True)
class PaymentBatch:
    """What goes out together by one `instrument`. `planned_by` are the accounts that drew up the plans it pays."""

    id: UUID
    city: str
    version: int
    number: str
    instructions: tuple[Instruction, ...]
    planned_by: frozenset[UUID]
    made_by: UUID
    made_at: datetime
    state: BatchState = BatchState.MADE
    checked_by: UUID | None = None
    checked_at: datetime | None = None
    opinion: str = ""
    exports: int = 0
    instrument: str = "bank_transfer"

    @property
    def count(self) -> int:
        return len(self.instructions)

    @property
    def total(self) -> Money:
        return Money(sum(instruction.amount.fen for instruction in self.instructions))

    @property
    def digest(self) -> str:
        """sha256 over what is to be paid to whom. Accounts by snapshot and last four digits: a digest of whole
        numbers could be guessed back into them."""
        return hashlib.sha256(canonical_json([_digested(each) for each in self.instructions])).hexdigest()

    def instruction(self, number: str) -> Instruction:
        for instruction in self.instructions:
            if instruction.number == number:
                return instruction
        raise NotFound(kind="instruction", number=number)

    def check(self, *, by: Actor, at: datetime, opinion: str) -> PaymentBatch:
        """Four eyes, and hands off one's own plan: FourEyes for its maker and for whoever drew up the plan."""
        self._must_be_another(by, act="check_payment")
        checked = tuple(each.after(InstructionAction.CHECK) for each in self.instructions)
        return self._after(
            BatchAction.CHECK, instructions=checked, checked_by=by.account_id, checked_at=at, opinion=opinion
        )

    def reject(self, *, by: Actor, at: datetime, opinion: str) -> PaymentBatch:
        """The checker sends it back: every instruction is cancelled, the tranches can be instructed again."""
        self._must_be_another(by, act="check_payment")
        cancelled = tuple(each.after(InstructionAction.CANCEL) for each in self.instructions)
        return self._after(
            BatchAction.REJECT, instructions=cancelled, checked_by=by.account_id, checked_at=at, opinion=opinion
        )

    def exported(self) -> PaymentBatch:
        """Somebody took the file with the account numbers in clear: counted, and in the audit trail."""
        return self._after(BatchAction.EXPORT, exports=self.exports + 1)

    def with_results(self, change: Callable[[Instruction], Instruction]) -> PaymentBatch:
        """`change` gives each instruction as the bank's answer leaves it; the batch is settled by the last answer."""
        instructions = tuple(change(each) for each in self.instructions)
        is_settled = all(each.is_settled for each in instructions)
        action = BatchAction.SETTLE if is_settled else BatchAction.RECORD_RESULTS
        return self._after(action, instructions=instructions)

    def _must_be_another(self, by: Actor, *, act: str) -> None:
        if by.account_id == self.made_by:
            raise FourEyes(act=act, forbidden_by="made_by")
        must_not_have_planned(by, self.planned_by, act=act)

    def _after(self, action: BatchAction, **changes: Any) -> PaymentBatch:
        state = move(BATCH_TRANSITIONS, self.state, action)
        return replace(self, state=state, version=self.version + 1, **changes)


def must_not_have_planned(by: Actor, planned_by: Collection[UUID], *, act: str) -> None:
    """FourEyes for whoever drew up the plan that is paid."""
    if by.account_id in planned_by:
        raise FourEyes(act=act, forbidden_by="drawn_up_by")


def _digested(instruction: Instruction) -> dict[str, Any]:
    payee = instruction.payee
    return {
        "number": instruction.number,
        "tranche_id": str(instruction.tranche_id),
        "attempt": instruction.attempt,
        "amount_fen": instruction.amount.fen,
        "snapshot_id": str(instruction.snapshot_id),
        "account_name": payee.account_name,
        "bank_name": payee.bank_name,
        "branch_code": payee.branch_code,
        "last4": payee.last4,
        **_unusual(instruction),
    }


def _unusual(instruction: Instruction) -> dict[str, Any]:
    """Left out where there is nothing to say, so that digests that were handed out before stay what they were."""
    told = {"netted_fen": total_of(instruction.netted).fen} if instruction.gross != instruction.amount else {}
    by_bank = instruction.payee.instrument == Payee.instrument
    return told if by_bank else {**told, "instrument": instruction.payee.instrument}
