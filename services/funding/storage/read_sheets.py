"""What sheets for the finance side are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import Date, Integer, bindparam, cast, null, or_, select

from casework.common_facts import CommonFacts
from chassis.db.transaction import Reading
from policy.packs import Packs
from policy.refs import PackRef
from services.funding.domain.sheets import MOST_ROWS, Sheet, journal_sheet, notice_sheet, plan_sheet
from services.funding.storage.paging import equal_or_any
from services.funding.storage.read_plans import read_notice, read_plan
from services.funding.storage.tables import ledger_accounts, ledger_entries, ledger_postings

_from, _until = cast(bindparam("booked_from"), Date), cast(bindparam("booked_until"), Date)
_postings = (
    select(
        ledger_entries.c.seq,
        ledger_entries.c.booked_on,
        ledger_entries.c.kind,
        ledger_entries.c.case_id,
        ledger_postings.c.account,
        ledger_accounts.c.title,
        ledger_postings.c.fund_source,
        ledger_postings.c.fund_year,
        ledger_postings.c.category,
        ledger_postings.c.amount_fen,
    )
    .select_from(
        ledger_entries.join(
            ledger_postings,
            (ledger_postings.c.city == ledger_entries.c.city) & (ledger_postings.c.entry_id == ledger_entries.c.id),
        ).join(ledger_accounts, ledger_accounts.c.code == ledger_postings.c.account)
    )
    .where(
        equal_or_any(ledger_postings.c.fund_source, "fund_source"),
        equal_or_any(ledger_postings.c.fund_year, "fund_year", Integer),
        or_(_from.is_(null()), ledger_entries.c.booked_on >= _from),
        or_(_until.is_(null()), ledger_entries.c.booked_on <= _until),
    )
    .order_by(ledger_entries.c.seq, ledger_postings.c.line)
    .limit(bindparam("limit"))
)


def sheet_of_plan(reading: Reading, packs: Packs, plan_id: UUID) -> Sheet:
    """The lines of a plan, with a column for each fund source."""
    plan = read_plan(reading, plan_id)
    return plan_sheet(plan, packs.get(plan.pack).fund_sources)


def sheet_of_notice(reading: Reading, notice_id: UUID) -> Sheet:
    """What is published."""
    return notice_sheet(read_notice(reading, notice_id))


def sheet_of_journal(
    reading: Reading,
    packs: Packs,
    *,
    fund_source: str | None,
    fund_year: int | None,
    booked_from: date | None,
    booked_until: date | None,
) -> Sheet:
    """The postings of a source, a year, a period, in the order of their booking. SheetTooLarge for too many."""
    rows = reading.read(
        _postings,
        fund_source=fund_source,
        fund_year=fund_year,
        booked_from=booked_from,
        booked_until=booked_until,
        limit=MOST_ROWS + 1,
    )
    parts = (fund_source, fund_year, booked_from, booked_until)
    name = "-".join(["日记账", *(str(part) for part in parts if part is not None)])
    return journal_sheet(f"{name}.xlsx", (row._asdict() for row in rows), dict(_sources(reading, packs)))


def _sources(reading: Reading, packs: Packs) -> Iterator[tuple[str, str]]:
    """The titles of the fund sources of every released pack."""
    for released in CommonFacts(reading).packs():
        yield from packs.get(PackRef.parse(released.pack, released.sha256)).fund_sources.items()
