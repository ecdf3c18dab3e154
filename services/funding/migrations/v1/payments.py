"""Payment batches, instructions, exports and the bank's answers. Frozen: a change is a new migration."""

from __future__ import annotations

from typing import Final

TABLES: Final = ("payment_batch", "payment_instruction", "payment_export", "bank_result_file")

STATEMENTS: Final = (
    """
    create table payment_batch (
        id uuid not null,
        city text not null,
        version integer not null,
        number text not null,
        planned_by jsonb not null,
        made_by uuid not null,
        made_at timestamptz not null,
        state text not null,
        checked_by uuid,
        checked_at timestamptz,
        opinion text not null,
        exports integer not null,
        count integer not null,
        total_fen bigint not null,
        digest text not null,
        constraint payment_batch_pkey primary key (city, id),
        constraint payment_batch_version_positive check (version > 0),
        constraint payment_batch_number_key unique (city, number),
        constraint payment_batch_state_known check (state in ('made', 'checked', 'settled', 'rejected')),
        constraint payment_batch_four_eyes check (checked_by is null or checked_by <> made_by),
        constraint payment_batch_checked_by check ((state = 'made') = (checked_by is null)),
        constraint payment_batch_not_empty check (count > 0 and total_fen > 0)
    )
    """,
    "create index payment_batch_listed on payment_batch (city, made_at, id)",
    """
    create table payment_instruction (
        id uuid not null,
        city text not null,
        batch_id uuid not null,
        number text not null,
        tranche_id uuid not null,
        award_id uuid not null,
        case_id uuid not null,
        attempt integer not null,
        amount_fen bigint not null,
        shares jsonb not null,
        snapshot_id uuid not null,
        payee jsonb not null,
        state text not null,
        answers jsonb not null,
        constraint payment_instruction_pkey primary key (city, id),
        constraint payment_instruction_number_key unique (city, number),
        constraint payment_instruction_attempt_key unique (city, tranche_id, attempt),
        constraint payment_instruction_state_known check (
            state in ('made', 'checked', 'paid', 'returned', 'cancelled')
        ),
        constraint payment_instruction_shares_add_up check (sum_of_shares(shares) = amount_fen),
        constraint payment_instruction_amount_positive check (amount_fen > 0)
    )
    """,
    "create index payment_instruction_batch on payment_instruction (city, batch_id)",
    """
    create unique index payment_instruction_one_live
        on payment_instruction (city, tranche_id)
        where state in ('made', 'checked', 'paid')
    """,
    """
    create table payment_export (
        id uuid not null,
        city text not null,
        batch_id uuid not null,
        file_format text not null,
        made_by uuid not null,
        made_at timestamptz not null,
        expires_at timestamptz not null,
        constraint payment_export_pkey primary key (city, id)
    )
    """,
    "create index payment_export_batch on payment_export (city, batch_id)",
    """
    create table bank_result_file (
        id uuid not null,
        city text not null,
        version integer not null,
        file jsonb not null,
        sha256 text not null,
        lines integer not null,
        total_fen bigint not null,
        paid integer not null,
        returned integer not null,
        known integer not null,
        unknown jsonb not null,
        imported_by uuid not null,
        imported_at timestamptz not null,
        constraint bank_result_file_pkey primary key (city, id),
        constraint bank_result_file_version_positive check (version > 0),
        constraint bank_result_file_sha256_key unique (city, sha256)
    )
    """,
    "create index bank_result_file_listed on bank_result_file (city, imported_at, id)",
)
