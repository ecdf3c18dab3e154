"""Allocation plans, their lines, payees and notices, budgets and releases. Frozen: a change is a new migration."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    "allocation_plan",
    "plan_line",
    "payee_snapshot",
    "plan_notice",
    "budget_line",
    "budget_pool",
    "release",
)

STATEMENTS: Final = (
    """
    create table allocation_plan (
        id uuid not null,
        city text not null,
        version integer not null,
        number text not null,
        title text not null,
        pack text not null,
        pack_sha256 text not null,
        programme_year text not null,
        fund_year integer not null,
        fund_category text not null,
        state text not null,
        drawn_up_by uuid not null,
        drawn_up_at timestamptz not null,
        decision jsonb,
        approved_by uuid,
        approved_at timestamptz,
        published_at timestamptz,
        total_fen bigint not null,
        shares jsonb not null,
        constraint allocation_plan_pkey primary key (city, id),
        constraint allocation_plan_version_positive check (version > 0),
        constraint allocation_plan_state_known check (
            state in ('drawn_up', 'approved', 'published', 'withdrawn')
        ),
        constraint allocation_plan_shares_add_up check (sum_of_shares(shares) = total_fen),
        constraint allocation_plan_approved_by_decision check (
            state in ('drawn_up', 'withdrawn') or (decision is not null and approved_at is not null)
        ),
        constraint allocation_plan_published_at check ((state = 'published') = (published_at is not null)),
        constraint allocation_plan_number_key unique (city, number)
    )
    """,
    "create index allocation_plan_listed on allocation_plan (city, drawn_up_at, id)",
    """
    create table plan_line (
        id uuid not null,
        city text not null,
        plan_id uuid not null,
        position integer not null,
        tranche_id uuid not null,
        award_id uuid not null,
        case_id uuid not null,
        project_id uuid not null,
        applicant_name text not null,
        credit_code text not null,
        division text not null,
        amount_fen bigint not null,
        shares jsonb not null,
        state text not null,
        reason text not null,
        constraint plan_line_pkey primary key (city, id),
        constraint plan_line_state_known check (state in ('included', 'removed')),
        constraint plan_line_shares_add_up check (sum_of_shares(shares) = amount_fen),
        constraint plan_line_amount_positive check (amount_fen > 0)
    )
    """,
    "create index plan_line_of_plan on plan_line (city, plan_id, position)",
    "create unique index plan_line_one_live on plan_line (city, tranche_id) where state = 'included'",
    """
    create table payee_snapshot (
        id uuid not null,
        city text not null,
        tranche_id uuid not null,
        revision integer not null,
        payee jsonb not null,
        approved_by uuid not null,
        approved_at timestamptz not null,
        reason text not null,
        constraint payee_snapshot_pkey primary key (city, id),
        constraint payee_snapshot_revision_key unique (city, tranche_id, revision),
        constraint payee_snapshot_revision_positive check (revision > 0)
    )
    """,
    """
    create table plan_notice (
        id uuid not null,
        city text not null,
        version integer not null,
        plan_id uuid not null,
        basis jsonb not null,
        title text not null,
        period_days integer not null,
        period_unit text not null,
        state text not null,
        opened_at timestamptz,
        closes_on date,
        closes_at timestamptz,
        is_provisional boolean not null,
        closed_at timestamptz,
        lines jsonb not null,
        constraint plan_notice_pkey primary key (city, id),
        constraint plan_notice_version_positive check (version > 0),
        constraint plan_notice_state_known check (state in ('planned', 'open', 'closed')),
        constraint plan_notice_period_known check (period_days > 0 and period_unit in ('working_day', 'day')),
        constraint plan_notice_opened_with_its_end check (
            num_nonnulls(opened_at, closes_on, closes_at) = case when state = 'planned' then 0 else
            3 end
        ),
        constraint plan_notice_closed_after_its_end check (
            (state = 'closed') = (closed_at is not null) and (closed_at is null or closed_at >=
            closes_at)
        ),
        constraint plan_notice_of_plan unique (city, plan_id)
    )
    """,
    "create index plan_notice_due on plan_notice (city, closes_at) where state = 'open'",
    "create index plan_notice_listed on plan_notice (city, opened_at, id)",
    """
    create table budget_line (
        id uuid not null,
        city text not null,
        version integer not null,
        fund_source text not null,
        fund_year integer not null,
        category text not null,
        amount_fen bigint not null,
        document jsonb not null,
        document_number text not null,
        entered_by uuid not null,
        entered_at timestamptz not null,
        state text not null,
        confirmed_by uuid,
        confirmed_at timestamptz,
        constraint budget_line_pkey primary key (city, id),
        constraint budget_line_version_positive check (version > 0),
        constraint budget_line_state_known check (state in ('entered', 'confirmed', 'withdrawn')),
        constraint budget_line_amount_positive check (amount_fen > 0),
        constraint budget_line_four_eyes check (confirmed_by is null or confirmed_by <> entered_by),
        constraint budget_line_confirmed_by check ((state = 'confirmed') = (confirmed_by is not null))
    )
    """,
    """
    create unique index budget_line_document_key
        on budget_line (city, document_number, fund_source, fund_year, category)
        where state <> 'withdrawn'
    """,
    "create index budget_line_listed on budget_line (city, entered_at, id)",
    """
    create table budget_pool (
        city text not null,
        fund_source text not null,
        fund_year integer not null,
        category text not null,
        allocated_fen bigint not null,
        committed_fen bigint not null,
        constraint budget_pool_pkey primary key (city, fund_source, fund_year, category),
        constraint budget_pool_never_exceeded check (committed_fen >= 0 and committed_fen <= allocated_fen)
    )
    """,
    """
    create table release (
        id uuid not null,
        city text not null,
        version integer not null,
        plan_id uuid not null,
        document jsonb not null,
        document_number text not null,
        tranche_ids jsonb not null,
        total_fen bigint not null,
        released_by uuid not null,
        released_at timestamptz not null,
        constraint release_pkey primary key (city, id),
        constraint release_version_positive check (version > 0)
    )
    """,
    "create index release_of_plan on release (city, plan_id)",
)
