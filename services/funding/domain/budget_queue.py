"""Who is served next from the budget of a year and category, by the rules of the pack (`policy.budget_service`).

What is recommended waits in the order of the pack; what stands in a plan already keeps its place and its money. A pack
without such rules leaves it to whoever plans. Money never moves between categories here: what a pack lets be borrowed
is a document of the budget first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from casework.days import local_date
from contracts.money import Money
from contracts.refusal import Problem
from policy.budget import BudgetRules, Demand, Pool, PoolKey
from policy.budget_service import CUT, QUEUED, SERVED, STOPPED, Served, serve
from policy.split import split
from services.funding.domain.award import Award
from services.funding.domain.budget import BudgetPool
from services.funding.domain.refusals import BudgetWaits
from services.funding.domain.shares import as_fen, from_fen
from services.funding.domain.states import TrancheState
from services.funding.domain.tranche import Tranche

if TYPE_CHECKING:
    from policy.pack import Pack

STATUSES: Final = (SERVED, CUT, QUEUED, STOPPED)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A tranche that is recommended, or stands in a plan that is not approved, with the award that it pays."""

    tranche: Tranche
    award: Award


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a recommended tranche stands: `number` from 1, `ahead` is what those before it are due."""

    number: int
    waiting: Waiting
    served: Served
    ahead: Money

    @property
    def amount(self) -> Money:
        """What the budget can carry of it now."""
        return Money(sum(self.served.parts.values()))

    def must_be_served(self) -> None:
        """BudgetWaits with the article where nothing of it can be planned yet."""
        if self.served.status in (SERVED, CUT) and self.amount.fen > 0:
            return
        raise BudgetWaits(problems=[self.problem])

    @property
    def problem(self) -> Problem:
        """Why it waits, or gets less."""
        tranche = self.waiting.tranche
        return Problem(
            code="budget_waits",
            field=f"tranches.{tranche.id}",
            article=self.served.basis.article,
            requirement=self.served.requirement,
            inputs={"place": self.number, "ahead_fen": self.ahead.fen, "amount_fen": tranche.amount.fen},
        )

    def as_wire(self) -> dict[str, Any]:
        tranche, basis = self.waiting.tranche, self.served.basis
        return {
            "place": self.number,
            "tranche_id": tranche.id,
            "award_id": tranche.award_id,
            "applicant_name": tranche.applicant.name,
            "division": tranche.division,
            "title": tranche.title,
            "status": self.served.status,
            "asked_fen": tranche.amount.fen,
            "ahead_fen": self.ahead.fen,
            "amount_fen": self.amount.fen,
            "shares": as_fen(from_fen(self.served.parts)),
            "requirement": self.served.requirement,
            "article": basis.article,
            "assumed": basis.assumed,
        }


def places(
    pack: Pack, waiting: Iterable[Waiting], pools: Iterable[BudgetPool], *, fund_year: int, on: date
) -> tuple[Place, ...]:
    """Everything that is recommended, in the pack's order, with what becomes of it; nothing without rules.

    `pools` and `waiting` are of one programme, year and category.
    """
    if pack.budget is None:
        return ()
    rules, known = replace(pack.budget, borrowing=()), {each.tranche.id: each for each in waiting}
    asked = [each for each in known.values() if each.tranche.state is TrancheState.RECOMMENDED]
    taken = [each.tranche for each in known.values() if each.tranche.fund_year == fund_year]
    demands = [_demand(pack, rules, each, fund_year=fund_year, on=on) for each in asked]
    outcomes = serve(rules, _pools(pools, taken), demands, on=on).outcomes
    found, ahead = [], 0
    for number, served in enumerate(outcomes, start=1):
        each = known[UUID(served.code)]
        found.append(Place(number=number, waiting=each, served=served, ahead=Money(ahead)))
        ahead += each.tranche.amount.fen
    return tuple(found)


def _demand(pack: Pack, rules: BudgetRules, waiting: Waiting, *, fund_year: int, on: date) -> Demand:
    """By the split of the day. Where the day of the order is not known, that on which the award was computed counts."""
    tranche, award = waiting.tranche, waiting.award
    facts = pack.facts_from_wire(award.claim["facts"])
    score = facts.get(rules.order.score) if rules.order.score is not None else None
    return Demand(
        code=str(tranche.id),
        category=tranche.fund_category,
        year=fund_year,
        parts=as_fen(_parts(pack, waiting, on)),
        came_on=facts.get(rules.order.on) or local_date(tranche.created_at),
        score=Decimal(score) if score is not None else None,
    )


def _parts(pack: Pack, waiting: Waiting, on: date) -> Mapping[str, Money]:
    rule = pack.split_on(on, waiting.award.line, waiting.award.part.key)
    return from_fen(split(waiting.tranche.amount.fen, rule))


def _pools(pools: Iterable[BudgetPool], taken: Iterable[Tranche]) -> dict[PoolKey, Pool]:
    """What is there, with what plans that wait for their meeting hold already."""
    found = {
        pool.key: Pool(key=pool.key, allocated_fen=pool.allocated.fen, committed_fen=pool.committed.fen)
        for pool in pools
    }
    for tranche in taken:
        for source, share in tranche.shares.items():
            key = (source, tranche.fund_year, tranche.fund_category)
            if key in found:
                found[key] = replace(found[key], committed_fen=found[key].committed_fen + share.fen)
    return found
