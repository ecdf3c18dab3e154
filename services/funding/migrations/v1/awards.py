"""Awards, tranches, allowances, recommendations, number series. Frozen: a change is a new migration."""

from __future__ import annotations

from typing import Final

TABLES: Final = ("award", "tranche", "enterprise_allowance", "recommendation", "number_series")

STATEMENTS: Final = (
    """
    create table award (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid not null,
        acceptance_id uuid not null,
        acceptance_sequence bigint not null,
        applicant jsonb not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        pack text not null,
        pack_sha256 text not null,
        programme_year text not null,
        line text not null,
        title text not null,
        number text not null,
        claim jsonb not null,
        computation jsonb not null,
        award_fen bigint not null,
        shares jsonb not null,
        cap_fen bigint,
        computed_at timestamptz not null,
        correction jsonb,
        performance jsonb not null,
        showcase jsonb not null,
        constraint award_pkey primary key (city, id),
        constraint award_version_positive check (version > 0),
        constraint award_one_per_line unique (city, project_id, line),
        constraint award_number_key unique (city, number),
        constraint award_amount_not_negative check (award_fen >= 0),
        constraint award_within_cap check (cap_fen is null or award_fen <= cap_fen),
        constraint award_shares_add_up check (sum_of_shares(shares) = award_fen)
    )
    """,
    "create index award_case on award (city, case_id)",
    """
    create table tranche (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        award_id uuid not null,
        project_id uuid not null,
        applicant jsonb not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        pack text not null,
        pack_sha256 text not null,
        programme_year text not null,
        line text not null,
        holder text not null,
        number integer not null,
        title text not null,
        amount_fen bigint not null,
        shares jsonb not null,
        state text not null,
        fund_category text not null,
        fund_year integer,
        recommendation_id uuid,
        plan_id uuid,
        release_id uuid,
        attempts integer not null,
        paid_on date,
        reason text not null,
        created_at timestamptz not null,
        constraint tranche_pkey primary key (city, id),
        constraint tranche_version_positive check (version > 0),
        constraint tranche_award_number_key unique (city, award_id, number),
        constraint tranche_state_known check (
            state in ('computed', 'recommended', 'planned', 'approved', 'released', 'in_payment',
            'paid', 'returned', 'revoked', 'recalled', 'in_recovery', 'recovered')
        ),
        constraint tranche_shares_add_up check (sum_of_shares(shares) = amount_fen),
        constraint tranche_amount_not_negative check (amount_fen >= 0),
        constraint tranche_attempts_not_negative check (attempts >= 0),
        constraint tranche_planned_with_budget check (
            state in ('computed', 'recommended', 'revoked') or (plan_id is not null and fund_year is
            not null)
        ),
        constraint tranche_paid_on_a_day check (state <> 'paid' or paid_on is not null)
    )
    """,
    "create index tranche_by_applicant on tranche (city, applicant_id, created_at, id)",
    "create index tranche_by_credit_code on tranche (city, credit_code, created_at, id)",
    "create index tranche_by_division on tranche (city, division, created_at, id)",
    "create index tranche_by_division_state on tranche (city, division, state, created_at, id)",
    "create index tranche_by_state on tranche (city, state, created_at, id)",
    "create index tranche_case on tranche (city, case_id)",
    "create index tranche_listed on tranche (city, created_at, id)",
    "create index tranche_plan on tranche (city, plan_id) where plan_id is not null",
    """
    create table enterprise_allowance (
        city text not null,
        programme_year text not null,
        line text not null,
        holder text not null,
        cap_fen bigint,
        held_fen bigint not null,
        approved_fen bigint not null,
        constraint enterprise_allowance_pkey primary key (city, programme_year, line, holder),
        constraint enterprise_allowance_approved_is_held check (approved_fen >= 0 and approved_fen <= held_fen),
        constraint enterprise_allowance_within_cap check (cap_fen is null or held_fen <= cap_fen)
    )
    """,
    """
    create table recommendation (
        id uuid not null,
        city text not null,
        version integer not null,
        division text not null,
        document jsonb not null,
        document_number text not null,
        tranche_ids jsonb not null,
        total_fen bigint not null,
        recommended_by uuid not null,
        recommended_at timestamptz not null,
        constraint recommendation_pkey primary key (city, id),
        constraint recommendation_version_positive check (version > 0),
        constraint recommendation_document_key unique (city, division, document_number)
    )
    """,
    "create index recommendation_listed on recommendation (city, recommended_at, id)",
    """
    create table number_series (
        city text not null,
        kind text not null,
        scope text not null,
        last bigint not null,
        constraint number_series_pkey primary key (city, kind, scope),
        constraint number_series_positive check (last > 0)
    )
    """,
)
