"""Reading the books: chart of accounts, balances, journal, budgets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Uuid, bindparam, cast, func, null, or_, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from casework.cursors import page_size
from chassis.db.transaction import Reading, Row
from services.funding.domain.views_payment import budget_line_view
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.plans import BUDGET_LINE
from services.funding.storage.tables import budget_lines, budget_pools, ledger_accounts, ledger_entries, ledger_postings

Shown = dict[str, Any]

_chart = select(ledger_accounts).order_by(ledger_accounts.c.position)
_balances = (
    select(
        ledger_postings.c.fund_source,
        ledger_postings.c.fund_year,
        ledger_postings.c.category,
        ledger_postings.c.account,
        ledger_accounts.c.title,
        ledger_accounts.c.normal_side,
        cast(func.sum(ledger_postings.c.amount_fen), BigInteger).label("debit_fen"),
    )
    .select_from(ledger_postings.join(ledger_accounts, ledger_accounts.c.code == ledger_postings.c.account))
    .where(
        equal_or_any(ledger_postings.c.fund_source, "fund_source"),
        equal_or_any(ledger_postings.c.fund_year, "fund_year", Integer),
    )
    .group_by(
        ledger_postings.c.fund_source,
        ledger_postings.c.fund_year,
        ledger_postings.c.category,
        ledger_postings.c.account,
        ledger_accounts.c.title,
        ledger_accounts.c.normal_side,
        ledger_accounts.c.position,
    )
    .order_by(
        ledger_postings.c.fund_year,
        ledger_postings.c.fund_source,
        ledger_postings.c.category,
        ledger_accounts.c.position,
    )
)
_entry_page = (
    select(ledger_entries)
    .where(
        or_(
            cast(bindparam("before"), BigInteger).is_(null()),
            ledger_entries.c.seq < cast(bindparam("before"), BigInteger),
        ),
        equal_or_any(ledger_entries.c.kind, "kind"),
        equal_or_any(ledger_entries.c.case_id, "case_id", Uuid),
    )
    .order_by(ledger_entries.c.seq.desc())
    .limit(bindparam("limit"))
    .cte("entries")
)
_posting = func.jsonb_build_object(
    "account", ledger_postings.c.account,
    "fund_source", ledger_postings.c.fund_source,
    "fund_year", ledger_postings.c.fund_year,
    "category", ledger_postings.c.category,
    "amount_fen", ledger_postings.c.amount_fen,
)  # fmt: skip
_journal = (
    select(
        *_entry_page.c,
        cast(func.jsonb_agg(aggregate_order_by(_posting, ledger_postings.c.line)), JSONB).label("lines"),
    )
    .select_from(
        _entry_page.join(
            ledger_postings,
            (ledger_postings.c.city == _entry_page.c.city) & (ledger_postings.c.entry_id == _entry_page.c.id),
        )
    )
    .group_by(*_entry_page.c)
    .order_by(_entry_page.c.seq.desc())
)
_pools = select(budget_pools).order_by(budget_pools.c.fund_year, budget_pools.c.category, budget_pools.c.fund_source)
_budget_lines = newest_first(
    select(budget_lines).where(
        equal_or_any(budget_lines.c.state, "state"),
        equal_or_any(budget_lines.c.fund_source, "fund_source"),
        equal_or_any(budget_lines.c.fund_year, "fund_year", Integer),
    ),
    budget_lines.c.entered_at,
    budget_lines.c.id,
)


def chart_of_accounts(reading: Reading) -> Shown:
    """The accounts in their order."""
    items = [{"code": row.code, "title": row.title, "normal_side": row.normal_side} for row in reading.read(_chart)]
    return {"items": items, "next": None}


def balances(reading: Reading, *, fund_source: str | None, fund_year: int | None) -> Shown:
    """What stands on each account, by source, year and category; a credit is a negative debit."""
    rows = reading.read(_balances, fund_source=fund_source, fund_year=fund_year)
    return {"items": [row._asdict() for row in rows], "next": None}


def journal(reading: Reading, *, kind: str | None, case_id: UUID | None, limit: int, before: int | None) -> Shown:
    """Entries with their postings, newest first; `next` is the `before` of the next page."""
    size = page_size(limit)
    rows = reading.read(_journal, kind=kind, case_id=case_id, limit=size + 1, before=before)
    has_more = len(rows) > size
    return {"items": [_entry(row) for row in rows[:size]], "next": rows[size - 1].seq if has_more else None}


def budget_overview(reading: Reading) -> Shown:
    """What each source, year and category brought in, what plans drew on it, and what is left."""
    items = [
        {
            "fund_source": row.fund_source,
            "fund_year": row.fund_year,
            "category": row.category,
            "allocated_fen": row.allocated_fen,
            "committed_fen": row.committed_fen,
            "available_fen": row.allocated_fen - row.committed_fen,
        }
        for row in reading.read(_pools)
    ]
    return {"items": items, "next": None}


def list_budget_lines(
    reading: Reading,
    *,
    state: str | None,
    fund_source: str | None,
    fund_year: int | None,
    limit: int,
    after: str | None,
) -> Shown:
    """Budget lines with their documents, newest first."""
    return read_page(
        reading,
        _budget_lines,
        lambda row: budget_line_view(BUDGET_LINE.of(row)),
        limit=limit,
        after=after,
        by="entered_at",
        state=state,
        fund_source=fund_source,
        fund_year=fund_year,
    )


def _entry(row: Row) -> Shown:
    return {
        "id": row.id,
        "number": row.seq,
        "kind": row.kind,
        "subject_id": row.subject_id,
        "subject_kind": row.subject_kind,
        "case_id": row.case_id,
        "booked_on": row.booked_on,
        "at": row.at,
        "postings": row.lines,
    }
