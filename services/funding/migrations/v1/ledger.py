"""The chart of accounts, the ledger with its guards, and recoveries. Frozen: a change is a new migration."""

from __future__ import annotations

from typing import Final

TABLES: Final = ("ledger_account", "ledger_entry", "ledger_posting", "recovery")

STATEMENTS: Final = (
    """
    create table ledger_account (
        code text not null,
        title text not null,
        normal_side text not null,
        position integer not null,
        primary key (code),
        constraint ledger_account_side_known check (normal_side in ('debit', 'credit'))
    )
    """,
    """
    create table ledger_entry (
        id uuid not null,
        city text not null,
        seq bigint generated always as identity,
        kind text not null,
        subject_id uuid not null,
        subject_version integer not null,
        subject_kind text not null,
        case_id uuid,
        booked_on date not null,
        at timestamptz not null,
        postings integer not null,
        constraint ledger_entry_pkey primary key (city, id),
        constraint ledger_entry_booked_once unique (city, subject_id, subject_version),
        constraint ledger_entry_has_two_sides check (postings > 1)
    )
    """,
    "create index ledger_entry_by_case on ledger_entry (city, case_id, seq)",
    "create index ledger_entry_by_kind on ledger_entry (city, kind, seq)",
    "create index ledger_entry_journal on ledger_entry (city, seq)",
    """
    create table ledger_posting (
        city text not null,
        entry_id uuid not null,
        line integer not null,
        account text not null,
        fund_source text not null,
        fund_year integer not null,
        category text not null,
        amount_fen bigint not null,
        constraint ledger_posting_pkey primary key (city, entry_id, line),
        constraint ledger_posting_entry_fkey foreign key(city, entry_id) references ledger_entry (city, id),
        constraint ledger_posting_moves_money check (amount_fen <> 0),
        constraint ledger_posting_account_fkey foreign key(account) references ledger_account (code)
    )
    """,
    "create index ledger_posting_balance on ledger_posting (city, fund_source, fund_year, category, account)",
    """
    create table recovery (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        tranche_id uuid not null,
        award_id uuid not null,
        amount_fen bigint not null,
        shares jsonb not null,
        reason text not null,
        article text,
        document jsonb not null,
        opened_by uuid not null,
        opened_at timestamptz not null,
        state text not null,
        settled_on date,
        settled_by uuid,
        bank_reference text not null,
        constraint recovery_pkey primary key (city, id),
        constraint recovery_version_positive check (version > 0),
        constraint recovery_one_per_tranche unique (city, tranche_id),
        constraint recovery_state_known check (state in ('opened', 'settled')),
        constraint recovery_shares_add_up check (sum_of_shares(shares) = amount_fen),
        constraint recovery_amount_positive check (amount_fen > 0),
        constraint recovery_settled_on_a_day check ((state = 'settled') = (settled_on is not null))
    )
    """,
    "create index recovery_listed on recovery (city, opened_at, id)",
)
