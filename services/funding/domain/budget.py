"""The budget: lines entered from allocation documents, and the pools that plans draw on.

A pool is one fund source, year and category. Its row is locked by whoever approves a plan, and never commits more
than confirmed lines brought in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from casework.states import move
from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.refusal import Problem
from services.funding.domain.documents import Document
from services.funding.domain.refusals import BudgetExceeded, BudgetStillNeeded, FourEyes
from services.funding.domain.shares import Shares
from services.funding.domain.states import BUDGET_LINE_TRANSITIONS, BudgetLineAction, BudgetLineState

PoolKey = tuple[str, int, str]
"""(fund source, year, category); the order in which pools are locked."""


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """What one allocation document gives to one source, year and category: made by one person, confirmed by another."""

    id: UUID
    city: str
    version: int
    fund_source: str
    fund_year: int
    category: str
    amount: Money
    document: Document
    entered_by: UUID
    entered_at: datetime
    state: BudgetLineState = BudgetLineState.ENTERED
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = None

    @property
    def pool(self) -> PoolKey:
        return self.fund_source, self.fund_year, self.category

    def confirm(self, *, by: Actor, at: datetime) -> BudgetLine:
        """FourEyes for the person who entered it."""
        state = move(BUDGET_LINE_TRANSITIONS, self.state, BudgetLineAction.CONFIRM)
        if by.account_id == self.entered_by:
            raise FourEyes(act="confirm_budget", forbidden_by="entered_by")
        return replace(self, state=state, version=self.version + 1, confirmed_by=by.account_id, confirmed_at=at)

    def withdraw(self) -> BudgetLine:
        """Entered by mistake. A confirmed line stays: a cut of the budget is a document of its own."""
        if self.state is BudgetLineState.CONFIRMED:
            raise BudgetStillNeeded()
        state = move(BUDGET_LINE_TRANSITIONS, self.state, BudgetLineAction.WITHDRAW)
        return replace(self, state=state, version=self.version + 1)


@dataclass(frozen=True, kw_only=True)
class BudgetPool:
    """`committed` is everything that approved plans drew and nobody gave back: released and paid parts included."""

    city: str
    fund_source: str
    fund_year: int
    category: str
    allocated: Money = ZERO
    committed: Money = ZERO

    @property
    def key(self) -> PoolKey:
        return self.fund_source, self.fund_year, self.category

    @property
    def available(self) -> Money:
        return self.allocated - self.committed

    def receive(self, amount: Money) -> BudgetPool:
        """A line was confirmed."""
        return replace(self, allocated=self.allocated + amount)

    def give_back(self, amount: Money) -> BudgetPool:
        """A commitment ended without a payment."""
        return replace(self, committed=self.committed - amount)


def commit(pools: Mapping[PoolKey, BudgetPool], totals: Shares, *, fund_year: int, category: str) -> list[BudgetPool]:
    """The pools after a plan drew `totals`. BudgetExceeded names every source that cannot carry its part."""
    problems, committed = [], []
    for source, amount in totals.items():
        pool = pools.get((source, fund_year, category))
        available = pool.available if pool else ZERO
        if amount > available:
            problems.append(_shortfall(source, fund_year, category, needed=amount, available=available))
        elif pool is not None:
            committed.append(replace(pool, committed=pool.committed + amount))
    if problems:
        raise BudgetExceeded(problems=problems, fund_year=fund_year, category=category)
    return committed


def _shortfall(source: str, fund_year: int, category: str, *, needed: Money, available: Money) -> Problem:
    return Problem(
        code="budget_short",
        field=f"shares.{source}",
        inputs={
            "fund_source": source,
            "fund_year": fund_year,
            "category": category,
            "needed_fen": needed.fen,
            "available_fen": available.fen,
        },
    )
