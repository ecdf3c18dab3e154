"""Allocation plans with their lines, payees, notices, budgets and releases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, cast, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as insert_or_keep

from casework.tables import notice_from_columns, notice_to_columns
from chassis.db.transaction import Transaction
from contracts.refusal import NotFound
from contracts.wire import from_json, to_json
from services.funding.domain.acts import NoticeBasis, PlanNotice, Release
from services.funding.domain.allocation_plan import AllocationPlan, PlanLine
from services.funding.domain.budget import BudgetLine, BudgetPool, PoolKey
from services.funding.domain.payee import PayeeSnapshot
from services.funding.domain.shares import as_fen
from services.funding.storage.mapped import Mapped
from services.funding.storage.tables import (
    allocation_plans,
    budget_lines,
    budget_pools,
    payee_snapshots,
    plan_lines,
    plan_notices,
    releases,
)

PLAN = Mapped(
    allocation_plans,
    AllocationPlan,
    outside=["lines"],
    repeated=lambda plan: {"total_fen": plan.total.fen, "shares": as_fen(plan.totals)},
)
PLAN_LINE = Mapped(plan_lines, PlanLine)
SNAPSHOT = Mapped(payee_snapshots, PayeeSnapshot)
BUDGET_LINE = Mapped(budget_lines, BudgetLine, repeated=lambda line: {"document_number": line.document.number})
POOL = Mapped(budget_pools, BudgetPool)
RELEASE = Mapped(releases, Release, repeated=lambda release: {"document_number": release.document.number})

_ids = any_(cast(bindparam("ids"), ARRAY(Uuid)))
_plan_by_id = select(allocation_plans).where(allocation_plans.c.id == bindparam("id")).with_for_update()
_lines_of_plan = select(plan_lines).where(plan_lines.c.plan_id == bindparam("plan_id")).order_by(plan_lines.c.position)
_planners = select(allocation_plans.c.drawn_up_by).where(allocation_plans.c.id == _ids).distinct()
_save_plan, _save_line = PLAN.update("id"), PLAN_LINE.update("id", guarded=False)
_latest_snapshots = (
    select(payee_snapshots)
    .where(payee_snapshots.c.tranche_id == _ids)
    .order_by(payee_snapshots.c.tranche_id, payee_snapshots.c.revision.desc())
    .ext(distinct_on(payee_snapshots.c.tranche_id))
)

_NOTICE = [column.name for column in plan_notices.columns]
_add_notice = insert(plan_notices).values({name: bindparam(name) for name in _NOTICE})
_save_notice = (
    update(plan_notices)
    .where(plan_notices.c.id == bindparam("at_id"), plan_notices.c.version == bindparam("at_version"))
    .values({name: bindparam(name) for name in _NOTICE if name not in ("id", "city", "plan_id")})
)
_notice_by_id = select(plan_notices).where(plan_notices.c.id == bindparam("id")).with_for_update()
_notices_of_plans = select(plan_notices).where(plan_notices.c.plan_id == _ids).order_by(plan_notices.c.id)
_notices_of_plans_locked = _notices_of_plans.with_for_update()
_open_notices = (
    select(plan_notices).where(plan_notices.c.state == "open").order_by(plan_notices.c.closes_at).with_for_update()
)
_due_notices = _open_notices.where(plan_notices.c.closes_at <= bindparam("at")).limit(20)

_budget_by_id = select(budget_lines).where(budget_lines.c.id == bindparam("id")).with_for_update()
_save_budget = BUDGET_LINE.update("id")
_pools = (
    select(budget_pools)
    .where(
        budget_pools.c.fund_year == bindparam("fund_year"),
        budget_pools.c.category == bindparam("category"),
        budget_pools.c.fund_source == any_(cast(bindparam("sources"), ARRAY(Text))),
    )
    .order_by(budget_pools.c.fund_source)
    .with_for_update()
)
_open_pool = (
    insert_or_keep(budget_pools)
    .values({column.name: bindparam(column.name) for column in budget_pools.columns})
    .on_conflict_do_nothing()
)
_save_pool = POOL.update("fund_source", "fund_year", "category", guarded=False)


class PlanRepository:
    """Plans, locked, with all their lines."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, plan_id: UUID) -> AllocationPlan:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_plan_by_id, id=plan_id)
        if row is None:
            raise NotFound(kind="allocation_plan", id=str(plan_id))
        lines = tuple(PLAN_LINE.of(each) for each in self._transaction.read(_lines_of_plan, plan_id=plan_id))
        return PLAN.of(row, lines=lines)

    def add(self, plan: AllocationPlan) -> None:
        self._transaction.write(PLAN.insert, **PLAN.values(plan))
        self._add_lines(plan, 0)

    def save(self, plan: AllocationPlan, before: AllocationPlan) -> None:
        """The next version, with the lines that are new or differ from `before`."""
        self._transaction.change_one(_save_plan, at_id=plan.id, at_version=before.version, **PLAN.values(plan))
        for position, (line, old) in enumerate(zip(plan.lines, before.lines, strict=False)):
            if line != old:
                values = PLAN_LINE.values(line, city=plan.city, plan_id=plan.id, position=position)
                self._transaction.change_one(_save_line, at_id=line.id, **values)
        self._add_lines(plan, len(before.lines))

    def planners(self, plan_ids: Collection[UUID]) -> frozenset[UUID]:
        """The accounts that drew up these plans."""
        return frozenset(row.drawn_up_by for row in self._transaction.read(_planners, ids=list(plan_ids)))

    def _add_lines(self, plan: AllocationPlan, first: int) -> None:
        for position, line in enumerate(plan.lines[first:], first):
            values = PLAN_LINE.values(line, city=plan.city, plan_id=plan.id, position=position)
            self._transaction.write(PLAN_LINE.insert, **values)


class SnapshotRepository:
    """The payees that were approved. They only grow."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, snapshot: PayeeSnapshot) -> None:
        self._transaction.write(SNAPSHOT.insert, **SNAPSHOT.values(snapshot))

    def latest(self, tranche_ids: Collection[UUID]) -> dict[UUID, PayeeSnapshot]:
        """The newest revision of each tranche."""
        rows = self._transaction.read(_latest_snapshots, ids=list(tranche_ids))
        return {row.tranche_id: SNAPSHOT.of(row) for row in rows}


class NoticeRepository:
    """Public notices of plans."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, notice_id: UUID) -> PlanNotice:
        """Locked. NotFound where there is none in this city."""
        row = self._transaction.first(_notice_by_id, id=notice_id)
        if row is None:
            raise NotFound(kind="public_notice", id=str(notice_id))
        return _notice_of(row)

    def of_plans(self, plan_ids: Collection[UUID], *, for_update: bool = False) -> dict[UUID, PlanNotice]:
        """Plan -> its notice, where there is one."""
        statement = _notices_of_plans_locked if for_update else _notices_of_plans
        rows = self._transaction.read(statement, ids=list(plan_ids))
        return {row.plan_id: _notice_of(row) for row in rows}

    def due(self, at: datetime) -> list[PlanNotice]:
        """Open notices whose period is over, oldest first, at most 20 at a time; locked."""
        return [_notice_of(row) for row in self._transaction.read(_due_notices, at=at)]

    def running(self) -> list[PlanNotice]:
        """All open notices; locked. A calendar change moves their ends."""
        return [_notice_of(row) for row in self._transaction.read(_open_notices)]

    def add(self, notice: PlanNotice) -> None:
        self._transaction.write(_add_notice, **_notice_values(notice))

    def save(self, notice: PlanNotice) -> None:
        """The next version."""
        values = {
            name: value for name, value in _notice_values(notice).items() if name not in ("id", "city", "plan_id")
        }
        self._transaction.change_one(_save_notice, at_id=notice.id, at_version=notice.version - 1, **values)


class BudgetRepository:
    """Budget lines, and the pools that they fill."""

    def __init__(self, transaction: Transaction, city: str) -> None:
        self._transaction, self._city = transaction, city

    def line(self, line_id: UUID) -> BudgetLine:
        """Locked. NotFound where there is none in this city."""
        row = self._transaction.first(_budget_by_id, id=line_id)
        if row is None:
            raise NotFound(kind="budget_line", id=str(line_id))
        return BUDGET_LINE.of(row)

    def add_line(self, line: BudgetLine) -> None:
        self._transaction.write(BUDGET_LINE.insert, **BUDGET_LINE.values(line))

    def save_line(self, line: BudgetLine) -> None:
        """The next version."""
        values = BUDGET_LINE.values(line)
        self._transaction.change_one(_save_budget, at_id=line.id, at_version=line.version - 1, **values)

    def pools(self, sources: Iterable[str], *, fund_year: int, category: str) -> Mapping[PoolKey, BudgetPool]:
        """The pools that exist, locked in the order of their sources."""
        parameters: dict[str, Any] = {"fund_year": fund_year, "category": category, "sources": sorted(set(sources))}
        found = [POOL.of(row) for row in self._transaction.read(_pools, **parameters)]
        return {pool.key: pool for pool in found}

    def open_pool(self, key: PoolKey) -> BudgetPool:
        """The pool, made if it is not there, locked."""
        source, year, category = key
        empty = BudgetPool(city=self._city, fund_source=source, fund_year=year, category=category)
        self._transaction.write(_open_pool, **POOL.values(empty))
        return self.pools([source], fund_year=year, category=category)[key]

    def save_pool(self, pool: BudgetPool) -> None:
        """A pool that this transaction has locked."""
        source, year, category = pool.key
        self._transaction.change_one(
            _save_pool,
            at_fund_source=source,
            at_fund_year=year,
            at_category=category,
            allocated_fen=pool.allocated.fen,
            committed_fen=pool.committed.fen,
        )


class ReleaseRepository:
    """The finance bureau's releases."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, release: Release) -> None:
        self._transaction.write(RELEASE.insert, **RELEASE.values(release))


def _notice_of(row: Any) -> PlanNotice:
    return PlanNotice(
        id=row.id,
        city=row.city,
        version=row.version,
        plan_id=row.plan_id,
        notice=notice_from_columns(row),
        basis=from_json(NoticeBasis, row.basis),
    )


def _notice_values(notice: PlanNotice) -> dict[str, Any]:
    own = {"id": notice.id, "city": notice.city, "version": notice.version, "plan_id": notice.plan_id}
    return {**own, "basis": to_json(notice.basis), **notice_to_columns(notice.notice)}
