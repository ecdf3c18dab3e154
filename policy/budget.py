"""Budget pools: who is served from them, in which order, what may be borrowed, and what happens when they are empty.

budget.yaml (a pack may leave the file out; then whoever plans serves whom he plans):

    title: 预算安排规则
    year_of: planned_on                  # the year of that date says from which year's pools
    order: {rule: first_come, on: declared_on, title: 按申报先后, source: …}          # or
    order: {rule: ranking, score: evaluation.score, on: declared_on, title: …, source: …}   # best first
    exhaustion: {rule: queue, title: 不足部分依次等候, assumed: …}       # stop | queue | pro_rata (with `rest`)
    borrowing:                           # in this order; a category lends what its own demands leave
      - {from: training, to: transformation, title: 可调剂, share: <dated, /1, of what was allocated to the lender>}
    reserves:                            # kept back from what was allocated, until the day is past
      - {category: transformation, title: 预留, share: <dated, /1>, until: 2025-06-30}

A pool is one source of funds, one year, one category. `stop` and `queue` serve in full and in order: whoever does not
fit is not overtaken by a smaller one behind, and is refused or waits. `pro_rata` cuts everybody of the category by the
same ratio, source by source. What is recovered goes back by `recovery` in pack.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.money import Money
from policy.apportion import LARGEST, PRO_RATA
from policy.dated import Dated, period_on, read_dated
from policy.refs import Basis

ORDERS = FIRST_COME, RANKING = ("first_come", "ranking")
EXHAUSTIONS = STOP, QUEUE, _ = ("stop", "queue", PRO_RATA)

PoolKey = tuple[str, int, str]
"""(fund source, year, category)."""


@dataclass(frozen=True, kw_only=True)
class Pool:
    """`allocated_fen` came in, `committed_fen` was promised, `borrowed_fen` came from other categories, less lent."""

    key: PoolKey
    allocated_fen: int
    committed_fen: int = 0
    borrowed_fen: int = 0

    @property
    def left_fen(self) -> int:
        """What is neither promised nor lent."""
        return self.allocated_fen + self.borrowed_fen - self.committed_fen

    def after_recovery(self, fen: int, *, reenters: bool) -> Pool:
        """Money came back: it can be promised again, or leaves the budget."""
        gone = 0 if reenters else fen
        return replace(self, allocated_fen=self.allocated_fen - gone, committed_fen=self.committed_fen - fen)


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What somebody is to be paid, by source. `came_on` and `score` are what the order is by."""

    code: str
    category: str
    year: int
    parts: Mapping[str, int]
    came_on: date
    score: Decimal | None = None


@dataclass(frozen=True)
class Loan:
    """What one pool lent to another of the same source and year."""

    lender: PoolKey
    borrower: PoolKey
    fen: int


@dataclass(frozen=True)
class Order:
    """`on` is the date that says who came first, `score` the fact that ranks, None with `first_come`."""

    rule: str
    title: str
    on: str
    score: str | None
    basis: Basis


@dataclass(frozen=True)
class Exhaustion:
    """What happens when a pool cannot carry what is asked of it."""

    rule: str
    title: str
    rest: str
    basis: Basis


@dataclass(frozen=True)
class Borrowing:
    """Up to `share` of what was allocated to the lender goes to the borrower."""

    lender: str
    borrower: str
    title: str
    share: Dated


@dataclass(frozen=True)
class Reserve:
    """`share` of what was allocated is kept back, to the end of the day `until` (None: for good)."""

    category: str
    title: str
    share: Dated
    until: date | None


@dataclass(frozen=True)
class BudgetRules:
    """What a pack says about serving demands from pools."""

    title: str
    year_of: str
    order: Order
    exhaustion: Exhaustion
    borrowing: tuple[Borrowing, ...]
    reserves: tuple[Reserve, ...]

    def in_order(self, demands: Iterable[Demand]) -> list[Demand]:
        """First come or best first; whoever is equal, the earlier, then by the code."""
        if self.order.rule == FIRST_COME:
            return sorted(demands, key=lambda each: (each.came_on, each.code))
        return sorted(demands, key=lambda each: (-(each.score or Decimal(0)), each.came_on, each.code))

    def usable_fen(self, pool: Pool, on: date) -> int:
        """What is left of a pool beside its reserves, never below zero."""
        kept = 0
        for reserve in self.reserves:
            if reserve.category == pool.key[2] and (reserve.until is None or on <= reserve.until):
                kept += Money(pool.allocated_fen).at_rate(period_on(reserve.share, on).value).fen
        return max(pool.left_fen - kept, 0)


def read_budget(spec: Mapping[str, Any], sources: Mapping[str, str]) -> BudgetRules:
    """The rules from their compiled form."""
    order, exhaustion = spec["order"], spec["exhaustion"]
    return BudgetRules(
        title=spec["title"],
        year_of=spec["year_of"],
        order=Order(order["rule"], order["title"], order["on"], order.get("score"), Basis.read(order, sources)),
        exhaustion=Exhaustion(
            exhaustion["rule"], exhaustion["title"], exhaustion.get("rest", LARGEST), Basis.read(exhaustion, sources)
        ),
        borrowing=tuple(
            Borrowing(
                each["from"],
                each["to"],
                each["title"],
                read_dated(f"budget.borrowing.{number}.share", each["share"], sources),
            )
            for number, each in enumerate(spec.get("borrowing", ()))
        ),
        reserves=tuple(
            Reserve(
                each["category"],
                each["title"],
                read_dated(f"budget.reserves.{number}.share", each["share"], sources),
                date.fromisoformat(each["until"]) if "until" in each else None,
            )
            for number, each in enumerate(spec.get("reserves", ()))
        ),
    )


def loans_in(pools: Mapping[PoolKey, Pool], loans: Sequence[Loan]) -> dict[PoolKey, Pool]:
    """The pools after the loans; what one gives the other has."""
    found = dict(pools)
    for loan in loans:
        for key, fen in ((loan.lender, -loan.fen), (loan.borrower, loan.fen)):
            pool = found.get(key, Pool(key=key, allocated_fen=0))
            found[key] = replace(pool, borrowed_fen=pool.borrowed_fen + fen)
    return found
