"""What the database itself holds: shares add up, the ledger balances and only grows. Frozen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chassis.db.schema.protection import grow_only, protect
from services.funding.migrations.v1 import awards, known, ledger, payments, plans

SUM_OF_SHARES: Final = """
    create function sum_of_shares(shares jsonb) returns bigint language sql immutable as $$
        select coalesce(sum(part.value::bigint), 0)::bigint from jsonb_each_text(shares) as part
    $$
"""

# Deferred to the commit: an entry and its postings come one by one. The count stops a balanced pair from being
# slipped into an entry that was booked before.
_BALANCE: Final = (
    """
    create function ledger_entry_must_balance(of_city text, of_entry uuid) returns void language plpgsql as $$
    begin
        if exists (
            select from ledger_posting where city = of_city and entry_id = of_entry
            group by fund_source, fund_year having sum(amount_fen) <> 0
        ) then
            raise exception 'entry % does not balance', of_entry using errcode = 'SZ003';
        end if;
        if (select count(*) from ledger_posting where city = of_city and entry_id = of_entry)
            <> (select postings from ledger_entry where city = of_city and id = of_entry) then
            raise exception 'entry % has not the postings that it says', of_entry using errcode = 'SZ003';
        end if;
    end $$
    """,
    """
    create function ledger_posting_balances() returns trigger language plpgsql as $$
    begin
        perform ledger_entry_must_balance(new.city, new.entry_id);
        return null;
    end $$
    """,
    """
    create function ledger_entry_balances() returns trigger language plpgsql as $$
    begin
        perform ledger_entry_must_balance(new.city, new.id);
        return null;
    end $$
    """,
    """
    create constraint trigger ledger_posting_balances after insert on ledger_posting
        deferrable initially deferred for each row execute function ledger_posting_balances()
    """,
    """
    create constraint trigger ledger_entry_balances after insert on ledger_entry
        deferrable initially deferred for each row execute function ledger_entry_balances()
    """,
)

_CHART: Final = """
    insert into ledger_account (code, title, normal_side, position) values
        ('budget_received', '收到的预算指标', 'credit', 1),
        ('budget_quota', '可用预算指标', 'debit', 2),
        ('committed', '已批准分配方案', 'debit', 3),
        ('payable', '已下达待拨付', 'debit', 4),
        ('in_transit', '银行在途', 'debit', 5),
        ('paid', '已拨付', 'debit', 6),
        ('returned', '银行退回待处理', 'debit', 7),
        ('receivable', '应收追回款', 'debit', 8),
        ('recovered', '已追回', 'debit', 9)
"""

_GROWING: Final = ("ledger_entry", "ledger_posting", "payee_snapshot")


def build(service: str) -> Iterator[str]:
    """Every statement of the first version, in order."""
    yield SUM_OF_SHARES
    themes = (awards, plans, payments, ledger, known)
    for theme in themes:
        yield from theme.STATEMENTS
    yield from _BALANCE
    yield _CHART
    for theme in themes:
        for table in theme.TABLES:
            if table != "ledger_account":
                yield from protect(service, table)
    yield f"grant select on ledger_account to {service}, {service}_auditor"
    for table in _GROWING:
        yield from grow_only(table)
        yield f"revoke update, delete on {table} from {service}"
