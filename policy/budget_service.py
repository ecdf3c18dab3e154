"""Serving demands from budget pools by the rules of a pack: pure, and the same in any order of what is handed in.

    serve(pack.budget, pools, demands, on=date(2025, 3, 1)) -> Service(outcomes, pools, loans)

First every category serves its own demands from its own pools; then it borrows for those that did not fit, from
categories whose own demands all fitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.money import Money
from policy.apportion import PRO_RATA, apportioned
from policy.budget import STOP, Borrowing, BudgetRules, Demand, Loan, Pool, PoolKey, loans_in
from policy.dated import period_on
from policy.refs import NO_BASIS, Basis

STATUSES = SERVED, CUT, QUEUED, STOPPED = ("served", "cut", "queued", "stopped")
Group = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class Served:
    """What became of a demand: `parts` is what it gets by source; `requirement` and `basis` say why it is less."""

    code: str
    status: str
    parts: Mapping[str, int]
    requirement: str = ""
    basis: Basis = NO_BASIS


@dataclass(frozen=True)
class Service:
    """`outcomes` in the order of service, `pools` after it, `loans` that were made for it."""

    outcomes: tuple[Served, ...]
    pools: Mapping[PoolKey, Pool]
    loans: tuple[Loan, ...]


def serve(
    rules: BudgetRules,
    pools: Mapping[PoolKey, Pool],
    demands: Iterable[Demand],
    *,
    on: date,
    lent_before: Sequence[Loan] = (),
) -> Service:
    """Who gets what on that day. `lent_before` counts against what a category may lend; the pools know it already.

    A pool that is not there is empty. NoValueOn when a share has no value on the day.
    """
    waiting: dict[Group, list[Demand]] = {}
    for demand in rules.in_order(demands):
        waiting.setdefault((demand.year, demand.category), []).append(demand)
    book = _Book(rules, pools, on, lent_before)
    serve_group = _in_part if rules.exhaustion.rule == PRO_RATA else _in_full
    short = {group for group, asked in waiting.items() if not serve_group(book, group, asked, frozenset(), last=False)}
    for group in [each for each in waiting if each in short]:
        asked = [demand for demand in waiting[group] if demand.code not in book.outcomes]
        serve_group(book, group, asked, frozenset(short), last=True)
    ordered = [demand.code for demand in rules.in_order(each for asked in waiting.values() for each in asked)]
    return Service(tuple(book.outcomes[code] for code in ordered), book.pools_after(), tuple(book.loans))


class _Book:
    """What is still there while demands are served: usable money by pool, loans, and what became of each demand."""

    def __init__(
        self, rules: BudgetRules, pools: Mapping[PoolKey, Pool], on: date, lent_before: Sequence[Loan]
    ) -> None:
        self.rules, self.on = rules, on
        self.pools = dict(pools)
        self.usable = {key: rules.usable_fen(pool, on) for key, pool in pools.items()}
        self.committed: dict[PoolKey, int] = {}
        self.loans: list[Loan] = []
        self.outcomes: dict[str, Served] = {}
        self._lent_before = tuple(lent_before)

    def left(self, key: PoolKey) -> int:
        return self.usable.get(key, 0)

    def take(self, key: PoolKey, fen: int) -> None:
        if fen == 0:
            return
        self.usable[key] = self.left(key) - fen
        self.committed[key] = self.committed.get(key, 0) + fen

    def lenders(self, key: PoolKey, short: frozenset[Group]) -> list[tuple[PoolKey, int]]:
        """Who may lend to the pool, and how much, in the pack's order; nobody who is short himself."""
        source, year, category = key
        found: dict[PoolKey, int] = {}
        for rule in self.rules.borrowing:
            lender = (source, year, rule.lender)
            if rule.borrower == category and (year, rule.lender) not in short:
                found.setdefault(lender, min(self.left(lender), self._may_lend(rule, lender, key)))
        return [(lender, fen) for lender, fen in found.items() if fen > 0]

    def borrow(self, key: PoolKey, fen: int, short: frozenset[Group]) -> None:
        """Up to so much, from one lender after the other."""
        for lender, most in self.lenders(key, short):
            lent = min(most, fen)
            if lent > 0:
                self.usable[lender] -= lent
                self.usable[key] = self.left(key) + lent
                self.loans.append(Loan(lender, key, lent))
                fen -= lent

    def pools_after(self) -> dict[PoolKey, Pool]:
        found = loans_in(self.pools, self.loans)
        for key, fen in self.committed.items():
            found[key] = replace(found[key], committed_fen=found[key].committed_fen + fen)
        return found

    def _may_lend(self, rule: Borrowing, lender: PoolKey, borrower: PoolKey) -> int:
        pool = self.pools.get(lender)
        if pool is None:
            return 0
        lent = sum(
            loan.fen for loan in (*self._lent_before, *self.loans) if (loan.lender, loan.borrower) == (lender, borrower)
        )
        return max(Money(pool.allocated_fen).at_rate(period_on(rule.share, self.on).value).fen - lent, 0)


def _in_full(book: _Book, group: Group, asked: Sequence[Demand], short: frozenset[Group], *, last: bool) -> bool:
    """In order and in full, until one does not fit; whether all did. Who is left at the `last` turn is turned away."""
    for number, demand in enumerate(asked):
        parts = {_key(demand, source): fen for source, fen in demand.parts.items()}
        missing = {key: fen - book.left(key) for key, fen in parts.items() if fen > book.left(key)}
        if missing and (not last or any(_most(book, key, short) < fen for key, fen in missing.items())):
            if last:
                _turn_away(book, asked[number:])
            return False
        for key, fen in missing.items():
            book.borrow(key, fen, short)
        for key, fen in parts.items():
            book.take(key, fen)
        book.outcomes[demand.code] = Served(code=demand.code, status=SERVED, parts=dict(demand.parts))
    return True


def _in_part(book: _Book, group: Group, asked: Sequence[Demand], short: frozenset[Group], *, last: bool) -> bool:
    """Everybody of the category in full, or at the `last` turn cut by one ratio for each source."""
    year, category = group
    sources = list(dict.fromkeys(source for demand in asked for source in demand.parts))
    totals = {source: sum(demand.parts.get(source, 0) for demand in asked) for source in sources}
    if not last and any(fen > book.left((source, year, category)) for source, fen in totals.items()):
        return False
    granted: dict[str, list[int]] = {}
    for source, total in totals.items():
        key = (source, year, category)
        book.borrow(key, max(total - book.left(key), 0), short)
        parts = [demand.parts.get(source, 0) for demand in asked]
        granted[source] = apportioned(parts, min(total, book.left(key)), PRO_RATA, book.rules.exhaustion.rest)
        book.take(key, sum(granted[source]))
    for number, demand in enumerate(asked):
        _grant(book, demand, {source: granted[source][number] for source in demand.parts})
    return True


def _grant(book: _Book, demand: Demand, parts: Mapping[str, int]) -> None:
    if parts == dict(demand.parts):
        book.outcomes[demand.code] = Served(code=demand.code, status=SERVED, parts=parts)
        return
    rule = book.rules.exhaustion
    book.outcomes[demand.code] = Served(
        code=demand.code, status=CUT, parts=parts, requirement=rule.title, basis=rule.basis
    )


def _turn_away(book: _Book, asked: Sequence[Demand]) -> None:
    rule = book.rules.exhaustion
    status = STOPPED if rule.rule == STOP else QUEUED
    for demand in asked:
        book.outcomes[demand.code] = Served(
            code=demand.code,
            status=status,
            parts=dict.fromkeys(demand.parts, 0),
            requirement=rule.title,
            basis=rule.basis,
        )


def _key(demand: Demand, source: str) -> PoolKey:
    return source, demand.year, demand.category


def _most(book: _Book, key: PoolKey, short: frozenset[Group]) -> int:
    """What can be borrowed for a pool altogether."""
    return sum(fen for _, fen in book.lenders(key, short))
