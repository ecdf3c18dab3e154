"""A source's money, year and category by year and category, from the budget to what came back (XB12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, Integer, Text, any_, bindparam, cast, func, literal, null, or_, select

from casework.cursors import cursor, page, page_size, position
from chassis.db.transaction import Reading, Row
from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from services.funding.domain.ledger import EntryKind
from services.funding.domain.states import BudgetLineState, InstructionState
from services.funding.domain.tracing import ENTERED, FIGURES, Check
from services.funding.storage.paging import equal_or_any, newest_first
from services.funding.storage.tables import (
    budget_lines,
    budget_pools,
    ledger_accounts,
    ledger_entries,
    ledger_postings,
    payment_instructions,
    recoveries,
    tranches,
)

Shown = dict[str, Any]
Key = tuple[str, int, str]
"""(fund source, year, category)."""

OPTIONS: Final = (ENTERED, *FIGURES)

_with_entry = ledger_postings.join(
    ledger_entries,
    (ledger_entries.c.city == ledger_postings.c.city) & (ledger_entries.c.id == ledger_postings.c.entry_id),
)
_key_of_posting = (ledger_postings.c.fund_source, ledger_postings.c.fund_year, ledger_postings.c.category)
_wanted = (
    equal_or_any(ledger_postings.c.fund_source, "fund_source"),
    equal_or_any(ledger_postings.c.fund_year, "fund_year", Integer),
)
_moved = (
    select(
        *_key_of_posting, ledger_entries.c.kind, cast(func.sum(ledger_postings.c.amount_fen), BigInteger).label("fen")
    )
    .select_from(_with_entry)
    .where(ledger_postings.c.amount_fen > 0, *_wanted)
    .group_by(*_key_of_posting, ledger_entries.c.kind)
)
_balances = (
    select(
        *_key_of_posting,
        ledger_postings.c.account,
        cast(func.sum(ledger_postings.c.amount_fen), BigInteger).label("fen"),
    )
    .select_from(ledger_postings.join(ledger_accounts, ledger_accounts.c.code == ledger_postings.c.account))
    .where(*_wanted)
    .group_by(*_key_of_posting, ledger_postings.c.account)
)
_key_of_line = (budget_lines.c.fund_source, budget_lines.c.fund_year, budget_lines.c.category)
_lines = (
    select(*_key_of_line, budget_lines.c.state, cast(func.sum(budget_lines.c.amount_fen), BigInteger).label("fen"))
    .where(
        budget_lines.c.state != BudgetLineState.WITHDRAWN.value,
        equal_or_any(budget_lines.c.fund_source, "fund_source"),
        equal_or_any(budget_lines.c.fund_year, "fund_year", Integer),
    )
    .group_by(*_key_of_line, budget_lines.c.state)
)
_pools = select(budget_pools)


def _by_source(table: Any, shares: Any, joined: Any, *conditions: Any) -> Any:
    """What rows of a table come to by source, through the tranche that says year and category."""
    share = func.jsonb_each_text(shares).table_valued("key", "value")
    return (
        select(
            share.c.key.label("fund_source"),
            tranches.c.fund_year,
            tranches.c.fund_category.label("category"),
            cast(func.sum(cast(share.c.value, BigInteger)), BigInteger).label("fen"),
        )
        .select_from(table.join(tranches, tranches.c.id == joined).join(share, literal(True)))
        .where(*conditions)
        .group_by(share.c.key, tranches.c.fund_year, tranches.c.fund_category)
    )


_out = _by_source(
    payment_instructions,
    payment_instructions.c.shares,
    payment_instructions.c.tranche_id,
    payment_instructions.c.state == InstructionState.PAID.value,
)
_claims = _by_source(recoveries, recoveries.c.shares, recoveries.c.tranche_id)

_whose = (
    select(tranches.c.applicant_name)
    .where(tranches.c.city == ledger_entries.c.city, tranches.c.case_id == ledger_entries.c.case_id)
    .limit(1)
    .scalar_subquery()
)
_entries = (
    select(
        ledger_entries.c.id,
        ledger_entries.c.seq,
        ledger_entries.c.kind,
        ledger_entries.c.booked_on,
        ledger_entries.c.subject_kind,
        ledger_entries.c.subject_id,
        ledger_entries.c.case_id,
        _whose.label("applicant_name"),
        ledger_postings.c.amount_fen,
    )
    .select_from(_with_entry)
    .where(
        ledger_postings.c.amount_fen > 0,
        ledger_postings.c.fund_source == bindparam("fund_source"),
        ledger_postings.c.fund_year == bindparam("fund_year"),
        ledger_postings.c.category == bindparam("category"),
        ledger_entries.c.kind == any_(cast(bindparam("kinds"), ARRAY(Text))),
        or_(
            cast(bindparam("after_seq"), BigInteger).is_(null()),
            ledger_entries.c.seq < cast(bindparam("after_seq"), BigInteger),
        ),
    )
    .order_by(ledger_entries.c.seq.desc())
    .limit(bindparam("limit"))
)
_entered = newest_first(
    select(budget_lines).where(
        budget_lines.c.state != BudgetLineState.WITHDRAWN.value,
        budget_lines.c.fund_source == bindparam("fund_source"),
        budget_lines.c.fund_year == bindparam("fund_year"),
        budget_lines.c.category == bindparam("category"),
    ),
    budget_lines.c.entered_at,
    budget_lines.c.id,
)


def traces_of_sources(reading: Reading, *, fund_source: str | None, fund_year: int | None) -> Shown:
    """One item for each source, year and category: its figures, what stands on each account, and whether it adds up."""
    asked = {"fund_source": fund_source, "fund_year": fund_year}
    moved, standing = reading.read(_moved, **asked), reading.read(_balances, **asked)
    lines = reading.read(_lines, **asked)
    committed = {_key(row): Money(row.committed_fen) for row in reading.read(_pools)}
    out, claims = _amounts(reading.read(_out)), _amounts(reading.read(_claims))
    items = []
    for key in sorted({_key(row) for row in (*moved, *lines)}):
        figures = _figures([row for row in moved if _key(row) == key], [row for row in lines if _key(row) == key])
        balances = {row.account: row.fen for row in standing if _key(row) == key}
        confirmed = _sum(row.fen for row in lines if _key(row) == key and row.state == BudgetLineState.CONFIRMED)
        checks = (
            Check(code="confirmed_is_the_budget_lines", booked=figures["confirmed"], counted=confirmed),
            Check(
                code="committed_is_what_the_budget_says",
                booked=figures["committed"] - figures["given_back"] - figures["reentered"],
                counted=committed.get(key, ZERO),
            ),
            Check(
                code="paid_is_the_instructions_that_stayed_paid",
                booked=figures["paid"] - Money(_late(moved, key)),
                counted=out.get(key, ZERO),
            ),
            Check(code="claimed_is_the_recoveries", booked=figures["claimed"], counted=claims.get(key, ZERO)),
            Check(
                code="every_fen_is_somewhere",
                booked=Money(sum(fen for account, fen in balances.items() if account != "budget_received")),
                counted=figures["confirmed"],
            ),
        )
        items.append(_item(key, figures, balances, checks))
    return {"items": items, "next": None}


def entries_of_figure(
    reading: Reading,
    *,
    fund_source: str,
    fund_year: int,
    category: str,
    figure: str,
    limit: int,
    after: str | None,
) -> Shown:
    """The rows behind a figure, newest first: their amounts add up to it. `Invalid` for a figure that there is not."""
    if figure not in OPTIONS:
        raise Invalid(problems=[Problem(code="not_an_option", field="figure", inputs={"options": list(OPTIONS)})])
    place = {"fund_source": fund_source, "fund_year": fund_year, "category": category}
    size = page_size(limit)
    if figure == ENTERED:
        after_at, after_id = position(after) or (None, None)
        rows = reading.read(_entered, limit=size + 1, after_at=after_at, after_id=after_id, **place)
        return page(rows, [_line(row) for row in rows], limit=size, by="entered_at")
    seq, _ = position(after, int) or (None, None)
    kinds = [kind.value for kind in FIGURES[figure]]
    rows = reading.read(_entries, limit=size + 1, kinds=kinds, after_seq=seq, **place)
    last = rows[size - 1] if len(rows) > size else None
    return {"items": [_entry(row) for row in rows[:size]], "next": cursor(str(last.seq), last.id) if last else None}


def _figures(moved: Iterable[Row], lines: Iterable[Row]) -> dict[str, Money]:
    by_kind = {EntryKind(row.kind): row.fen for row in moved}
    figures = {ENTERED: _sum(row.fen for row in lines)}
    return figures | {name: _sum(by_kind.get(kind, 0) for kind in kinds) for name, kinds in FIGURES.items()}


def _late(moved: Iterable[Row], key: Key) -> int:
    """What came back after it was reported paid."""
    late = EntryKind.PAYMENT_RETURNED_LATE
    return sum(row.fen for row in moved if _key(row) == key and row.kind == late)


def _item(key: Key, figures: dict[str, Money], balances: dict[str, int], checks: tuple[Check, ...]) -> Shown:
    fund_source, fund_year, category = key
    return {
        "fund_source": fund_source,
        "fund_year": fund_year,
        "category": category,
        **{f"{name}_fen": amount.fen for name, amount in figures.items()},
        "balances": balances,
        "checks": [check.as_wire() for check in checks],
        "adds_up": all(check.is_equal for check in checks),
    }


def _line(row: Row) -> Shown:
    return {
        "id": row.id,
        "kind": ENTERED,
        "on": row.entered_at.date(),
        "amount_fen": row.amount_fen,
        "subject_kind": "budget_line",
        "subject_id": row.id,
        "case_id": None,
        "applicant_name": None,
    }


def _entry(row: Row) -> Shown:
    return {
        "id": row.id,
        "kind": row.kind,
        "on": row.booked_on,
        "amount_fen": row.amount_fen,
        "subject_kind": row.subject_kind,
        "subject_id": row.subject_id,
        "case_id": row.case_id,
        "applicant_name": row.applicant_name,
    }


def _key(row: Row) -> Key:
    return row.fund_source, row.fund_year, row.category


def _amounts(rows: Iterable[Row]) -> dict[Key, Money]:
    return {_key(row): Money(row.fen) for row in rows}


def _sum(parts: Iterable[int]) -> Money:
    return Money(sum(parts))
