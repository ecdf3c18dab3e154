"""What waits for the budget of a programme and category, and what its pools have.

Read without locks: whoever approves a plan decides under the lock of the pools.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from chassis.db.transaction import Reading, Transaction
from services.funding.domain.award import Award
from services.funding.domain.budget import BudgetPool
from services.funding.domain.budget_queue import Waiting
from services.funding.domain.states import TrancheState
from services.funding.domain.tranche import Tranche
from services.funding.storage.awards import AWARD, TRANCHE
from services.funding.storage.plans import POOL
from services.funding.storage.tables import awards, budget_pools, tranches

_of_category = (
    tranches.c.programme_year == bindparam("programme_year"),
    tranches.c.fund_category == bindparam("fund_category"),
    tranches.c.state.in_([TrancheState.RECOMMENDED.value, TrancheState.PLANNED.value]),
)
_tranches = select(tranches).where(*_of_category).order_by(tranches.c.id)
_awards = select(awards).where(
    awards.c.id.in_(select(tranches.c.award_id).where(*_of_category)),
)
_pools = select(budget_pools).where(
    budget_pools.c.fund_year == bindparam("fund_year"), budget_pools.c.category == bindparam("fund_category")
)


class BudgetQueue:
    """The same for a command and for a query."""

    def __init__(self, reading: Reading | Transaction) -> None:
        self._reading = reading

    def waiting(self, programme_year: str, fund_category: str) -> tuple[Waiting, ...]:
        """What is recommended, and what stands in plans that no meeting approved."""
        given = {"programme_year": programme_year, "fund_category": fund_category}
        by_id: dict[UUID, Award] = {row.id: AWARD.of(row) for row in self._reading.read(_awards, **given)}
        found: list[Tranche] = [TRANCHE.of(row) for row in self._reading.read(_tranches, **given)]
        return tuple(
            Waiting(tranche=tranche, award=by_id[tranche.award_id]) for tranche in found if tranche.award_id in by_id
        )

    def pools(self, fund_year: int, fund_category: str) -> tuple[BudgetPool, ...]:
        """The pools of a year and category, by whatever source."""
        rows = self._reading.read(_pools, fund_year=fund_year, fund_category=fund_category)
        return tuple(POOL.of(row) for row in rows)
