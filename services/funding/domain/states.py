"""The states of what funding owns, and the one table of moves of each. A wrong move is refused, never ignored."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from casework.states import state_diagram


class TrancheState(StrEnum):
    """Where one tranche of an award stands on its way from the calculation to the bank."""

    COMPUTED = "computed"
    RECOMMENDED = "recommended"
    PLANNED = "planned"
    APPROVED = "approved"
    RELEASED = "released"
    IN_PAYMENT = "in_payment"
    PAID = "paid"
    RETURNED = "returned"
    REVOKED = "revoked"
    RECALLED = "recalled"
    IN_RECOVERY = "in_recovery"
    RECOVERED = "recovered"


class TrancheAction(StrEnum):
    RECOMPUTE = "recompute"
    RECOMMEND = "recommend"
    PLAN = "plan"
    DROP = "drop"
    APPROVE = "approve"
    SET_ASIDE = "set_aside"
    RELEASE = "release"
    INSTRUCT = "instruct"
    CANCEL_INSTRUCTION = "cancel_instruction"
    PAY = "pay"
    RETURN = "return"
    CORRECT = "correct"
    REVOKE = "revoke"
    RECALL = "recall"
    OPEN_RECOVERY = "open_recovery"
    SETTLE_RECOVERY = "settle_recovery"
    SETTLE_RECOVERY_IN_PART = "settle_recovery_in_part"
    NET_RECOVERY = "net_recovery"
    NET = "net"
    NET_WHOLLY = "net_wholly"


TRANCHE_TRANSITIONS: Final[Mapping[tuple[TrancheState, TrancheAction], TrancheState]] = {
    (TrancheState.COMPUTED, TrancheAction.RECOMPUTE): TrancheState.COMPUTED,
    (TrancheState.COMPUTED, TrancheAction.RECOMMEND): TrancheState.RECOMMENDED,  # 区县正式文件推荐
    (TrancheState.COMPUTED, TrancheAction.REVOKE): TrancheState.REVOKED,
    (TrancheState.RECOMMENDED, TrancheAction.RECOMPUTE): TrancheState.RECOMMENDED,
    (TrancheState.RECOMMENDED, TrancheAction.PLAN): TrancheState.PLANNED,  # 列入资金分配方案
    (TrancheState.RECOMMENDED, TrancheAction.REVOKE): TrancheState.REVOKED,
    (TrancheState.PLANNED, TrancheAction.DROP): TrancheState.RECOMMENDED,
    (TrancheState.PLANNED, TrancheAction.APPROVE): TrancheState.APPROVED,  # 局长办公会审议通过
    (TrancheState.APPROVED, TrancheAction.SET_ASIDE): TrancheState.RECOMMENDED,  # 异议成立，核减后另行公示
    (TrancheState.APPROVED, TrancheAction.RECALL): TrancheState.RECALLED,  # 异议成立不予奖补，或下达前收回
    (TrancheState.APPROVED, TrancheAction.RELEASE): TrancheState.RELEASED,  # 财政局下达
    (TrancheState.RELEASED, TrancheAction.INSTRUCT): TrancheState.IN_PAYMENT,
    (TrancheState.RELEASED, TrancheAction.RECALL): TrancheState.RECALLED,  # 收回
    (TrancheState.IN_PAYMENT, TrancheAction.CANCEL_INSTRUCTION): TrancheState.RELEASED,
    (TrancheState.IN_PAYMENT, TrancheAction.PAY): TrancheState.PAID,
    (TrancheState.IN_PAYMENT, TrancheAction.RETURN): TrancheState.RETURNED,
    (TrancheState.PAID, TrancheAction.RETURN): TrancheState.RETURNED,  # 退汇: sent back after it was reported paid
    (TrancheState.RETURNED, TrancheAction.CORRECT): TrancheState.RELEASED,
    (TrancheState.RETURNED, TrancheAction.RECALL): TrancheState.RECALLED,
    (TrancheState.PAID, TrancheAction.OPEN_RECOVERY): TrancheState.IN_RECOVERY,  # 追回
    (TrancheState.IN_RECOVERY, TrancheAction.NET_RECOVERY): TrancheState.IN_RECOVERY,  # 部分抵扣
    (TrancheState.IN_RECOVERY, TrancheAction.SETTLE_RECOVERY_IN_PART): TrancheState.PAID,  # the rest stays paid
    (TrancheState.IN_RECOVERY, TrancheAction.SETTLE_RECOVERY): TrancheState.RECOVERED,
    (TrancheState.RELEASED, TrancheAction.NET): TrancheState.RELEASED,  # 抵扣: only the rest goes to the bank
    (TrancheState.RELEASED, TrancheAction.NET_WHOLLY): TrancheState.PAID,
}

UNDONE: Final = frozenset({TrancheState.REVOKED, TrancheState.RECALLED})
"""Nothing is due any more, so nothing counts against a cap."""

UNAPPROVED: Final = frozenset({TrancheState.COMPUTED, TrancheState.RECOMMENDED, TrancheState.PLANNED})
"""No meeting has approved the amount yet."""

PAID: Final = frozenset({TrancheState.PAID, TrancheState.IN_RECOVERY, TrancheState.RECOVERED})
"""It went out once, whatever came back of it."""

OPEN_TO_CHANGE: Final = frozenset({TrancheState.COMPUTED, TrancheState.RECOMMENDED})
"""The amount may still be computed again."""


class PlanState(StrEnum):
    DRAWN_UP = "drawn_up"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PlanAction(StrEnum):
    CHANGE = "change"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    UPHOLD_OBJECTION = "uphold_objection"


PLAN_TRANSITIONS: Final[Mapping[tuple[PlanState, PlanAction], PlanState]] = {
    (PlanState.DRAWN_UP, PlanAction.CHANGE): PlanState.DRAWN_UP,
    (PlanState.DRAWN_UP, PlanAction.WITHDRAW): PlanState.WITHDRAWN,
    (PlanState.DRAWN_UP, PlanAction.APPROVE): PlanState.APPROVED,
    (PlanState.APPROVED, PlanAction.PUBLISH): PlanState.PUBLISHED,
    (PlanState.PUBLISHED, PlanAction.UPHOLD_OBJECTION): PlanState.PUBLISHED,
}


class BudgetLineState(StrEnum):
    ENTERED = "entered"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class BudgetLineAction(StrEnum):
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


BUDGET_LINE_TRANSITIONS: Final[Mapping[tuple[BudgetLineState, BudgetLineAction], BudgetLineState]] = {
    (BudgetLineState.ENTERED, BudgetLineAction.CONFIRM): BudgetLineState.CONFIRMED,
    (BudgetLineState.ENTERED, BudgetLineAction.WITHDRAW): BudgetLineState.WITHDRAWN,
}


class BatchState(StrEnum):
    MADE = "made"
    CHECKED = "checked"
    SETTLED = "settled"
    REJECTED = "rejected"


class BatchAction(StrEnum):
    CHECK = "check"
    REJECT = "reject"
    EXPORT = "export"
    RECORD_RESULTS = "record_results"
    SETTLE = "settle"


BATCH_TRANSITIONS: Final[Mapping[tuple[BatchState, BatchAction], BatchState]] = {
    (BatchState.MADE, BatchAction.CHECK): BatchState.CHECKED,
    (BatchState.MADE, BatchAction.REJECT): BatchState.REJECTED,
    (BatchState.CHECKED, BatchAction.EXPORT): BatchState.CHECKED,
    (BatchState.CHECKED, BatchAction.RECORD_RESULTS): BatchState.CHECKED,
    (BatchState.CHECKED, BatchAction.SETTLE): BatchState.SETTLED,
    (BatchState.SETTLED, BatchAction.SETTLE): BatchState.SETTLED,  # a payment comes back after the batch was settled
}


class InstructionState(StrEnum):
    MADE = "made"
    CHECKED = "checked"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class InstructionAction(StrEnum):
    CHECK = "check"
    CANCEL = "cancel"
    PAY = "pay"
    RETURN = "return"


INSTRUCTION_TRANSITIONS: Final[Mapping[tuple[InstructionState, InstructionAction], InstructionState]] = {
    (InstructionState.MADE, InstructionAction.CHECK): InstructionState.CHECKED,
    (InstructionState.MADE, InstructionAction.CANCEL): InstructionState.CANCELLED,
    (InstructionState.CHECKED, InstructionAction.PAY): InstructionState.PAID,
    (InstructionState.CHECKED, InstructionAction.RETURN): InstructionState.RETURNED,
    (InstructionState.PAID, InstructionAction.RETURN): InstructionState.RETURNED,
}

LIVE_INSTRUCTIONS: Final = frozenset({InstructionState.MADE, InstructionState.CHECKED, InstructionState.PAID})
"""While one of these exists for a tranche, there is no other: a paid one is never paid again."""


class RecoveryState(StrEnum):
    OPENED = "opened"
    SETTLED = "settled"


class RecoveryAction(StrEnum):
    NET = "net"
    SETTLE = "settle"


RECOVERY_TRANSITIONS: Final[Mapping[tuple[RecoveryState, RecoveryAction], RecoveryState]] = {
    (RecoveryState.OPENED, RecoveryAction.NET): RecoveryState.OPENED,
    (RecoveryState.OPENED, RecoveryAction.SETTLE): RecoveryState.SETTLED,
}


def diagrams() -> dict[str, str]:
    """Title -> Mermaid."""
    return {
        "Tranche (一笔奖补)": state_diagram(TRANCHE_TRANSITIONS, TrancheState.COMPUTED),
        "Allocation plan (资金分配方案)": state_diagram(PLAN_TRANSITIONS, PlanState.DRAWN_UP),
        "Budget line (预算)": state_diagram(BUDGET_LINE_TRANSITIONS, BudgetLineState.ENTERED),
    }
