"""Who waits for a budget, in memory: what `storage/budget_queue.py` reads."""

from __future__ import annotations

from typing import Any

from services.funding.domain.budget import BudgetPool
from services.funding.domain.budget_queue import Waiting


class FakeBudgetQueue:
    def __init__(self, awards: Any, tranches: Any, budget: Any) -> None:
        self._awards, self._tranches, self._budget = awards, tranches, budget

    def waiting(self, programme_year: str, fund_category: str) -> tuple[Waiting, ...]:
        found = [each for each in self._tranches.rows.values() if each.state in ("recommended", "planned")]
        of_kind = [
            each for each in found if (each.pack.programme_year, each.fund_category) == (programme_year, fund_category)
        ]
        return tuple(Waiting(tranche=each, award=self._awards.rows[each.award_id]) for each in of_kind)

    def pools(self, fund_year: int, fund_category: str) -> tuple[BudgetPool, ...]:
        return tuple(pool for key, pool in self._budget.held.items() if key[1:] == (fund_year, fund_category))
