"""The allocation plan (资金分配方案, DL10): drawn up by the city, approved by the meeting, then published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from casework.states import move
from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import Invalid, NotFound, Problem
from policy.refs import PackRef
from services.funding.domain.documents import Document
from services.funding.domain.refusals import MixedPlan
from services.funding.domain.shares import Shares, totals_by_source
from services.funding.domain.states import PLAN_TRANSITIONS, PlanAction, PlanState
from services.funding.domain.tranche import Tranche


class MeetingVerdict(StrEnum):
    """What the meeting decided; the pack's step says which of these it may."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"


class PlanLineState(StrEnum):
    INCLUDED = "included"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One tranche with the amount that the meeting decides on. `reason` says why it was removed."""

    id: UUID
    tranche_id: UUID
    award_id: UUID
    case_id: UUID
    project_id: UUID
    applicant_name: str
    credit_code: str
    division: str
    amount: Money
    shares: Shares
    state: PlanLineState = PlanLineState.INCLUDED
    reason: str = ""

    @property
    def is_included(self) -> bool:
        return self.state is PlanLineState.INCLUDED


@dataclass(frozen=True, kw_only=True)
class AllocationPlan:
    """All lines draw on the budgets of one year and category. `decision` is the meeting's document."""

    id: UUID
    city: str
    version: int
    number: str
    title: str
    pack: PackRef
    fund_year: int
    fund_category: str
    lines: tuple[PlanLine, ...]
    drawn_up_by: UUID
    drawn_up_at: datetime
    state: PlanState = PlanState.DRAWN_UP
    decision: Document | None = None
    approved_by: UUID | None = None
    approved_at: datetime | None = None
    published_at: datetime | None = None

    @property
    def included(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.is_included)

    @property
    def total(self) -> Money:
        return Money(sum(line.amount.fen for line in self.included))

    @property
    def totals(self) -> dict[str, Money]:
        """The plan by fund source."""
        return totals_by_source(line.shares for line in self.included)

    def line(self, line_id: UUID) -> PlanLine:
        """An included line, or NotFound."""
        for line in self.included:
            if line.id == line_id:
                return line
        raise NotFound(kind="plan_line", line_id=str(line_id))

    def line_of(self, tranche_id: UUID) -> PlanLine:
        """The included line of a tranche, or NotFound."""
        for line in self.included:
            if line.tranche_id == tranche_id:
                return line
        raise NotFound(kind="plan_line", tranche_id=str(tranche_id))

    def with_lines(self, lines: Iterable[PlanLine]) -> AllocationPlan:
        """More lines, while it is being drawn up."""
        return self._after(PlanAction.CHANGE, lines=(*self.lines, *lines))

    def without(self, line_id: UUID, *, reason: str) -> AllocationPlan:
        """A line is taken out again before the meeting."""
        return self._after(PlanAction.CHANGE, lines=self._removed(line_id, reason))

    def sent_back(self, decision: Document) -> AllocationPlan:
        """The meeting wants it changed: it stays on the table."""
        return self._after(PlanAction.CHANGE, decision=decision)

    def approved(self, decision: Document, *, by: Actor, at: datetime) -> AllocationPlan:
        """The meeting approved it. `Invalid` without a line."""
        if not self.included:
            raise Invalid(problems=[Problem(code="required", field="lines")])
        return self._after(PlanAction.APPROVE, decision=decision, approved_by=by.account_id, approved_at=at)

    def published(self, *, at: datetime) -> AllocationPlan:
        return self._after(PlanAction.PUBLISH, published_at=at)

    def withdrawn(self, *, reason: str, decision: Document | None = None) -> AllocationPlan:
        """Given up, or rejected by the meeting: every line is free again."""
        lines = tuple(
            replace(line, state=PlanLineState.REMOVED, reason=reason) if line.is_included else line
            for line in self.lines
        )
        return self._after(PlanAction.WITHDRAW, lines=lines, decision=decision or self.decision)

    def with_objection_upheld(self, line_id: UUID, *, findings: str) -> AllocationPlan:
        """The line leaves the published plan for good; what stays of it is planned and published anew."""
        return self._after(PlanAction.UPHOLD_OBJECTION, lines=self._removed(line_id, findings))

    def _removed(self, line_id: UUID, reason: str) -> tuple[PlanLine, ...]:
        removed = replace(self.line(line_id), state=PlanLineState.REMOVED, reason=reason)
        return tuple(removed if line.id == line_id else line for line in self.lines)

    def _after(self, action: PlanAction, **changes: Any) -> AllocationPlan:
        state = move(PLAN_TRANSITIONS, self.state, action)
        return replace(self, state=state, version=self.version + 1, **changes)


def plan_line(line_id: UUID, tranche: Tranche) -> PlanLine:
    """The line of a tranche that entered a plan."""
    return PlanLine(
        id=line_id,
        tranche_id=tranche.id,
        award_id=tranche.award_id,
        case_id=tranche.case_id,
        project_id=tranche.project_id,
        applicant_name=tranche.applicant.name,
        credit_code=tranche.applicant.credit_code,
        division=tranche.division,
        amount=tranche.amount,
        shares=tranche.shares,
    )


def one_kind_of(tranches: Iterable[Tranche]) -> tuple[PackRef, str]:
    """The newest pack and the fund category that all tranches share. MixedPlan when they do not."""
    found = list(tranches)
    programmes = {(tranche.pack.programme_year, tranche.fund_category) for tranche in found}
    if len(programmes) != 1:
        raise MixedPlan(found=sorted(f"{year}/{category}" for year, category in programmes))
    newest = max((tranche.pack for tranche in found), key=lambda pack: pack.order)
    return newest, found[0].fund_category


def must_fit(plan: AllocationPlan, tranches: Iterable[Tranche]) -> None:
    """MixedPlan for tranches of another programme or category than the plan's."""
    ref, category = one_kind_of(tranches)
    if (ref.programme_year, category) != (plan.pack.programme_year, plan.fund_category):
        raise MixedPlan(found=[f"{ref.programme_year}/{category}"])
