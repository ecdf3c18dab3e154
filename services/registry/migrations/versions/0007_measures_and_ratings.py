"""Measures against providers with their appeals; contracts, verdicts and answers that a rating is computed from."""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table provider_measure (
        id uuid not null,
        city text not null,
        version integer not null,
        provider_id uuid not null,
        kind text not null,
        state text not null,
        reason text not null,
        article text not null,
        finding_ids uuid[] not null,
        taken_at timestamptz not null,
        appeal_working_days integer,
        appeal jsonb,
        ended_at timestamptz,
        constraint provider_measure_pkey primary key (city, id),
        constraint provider_measure_version_positive check (version > 0),
        constraint provider_measure_kind_known check (kind in ('warning', 'suspension', 'removal')),
        constraint provider_measure_state_known
            check (state in ('in_force', 'appealed', 'confirmed', 'overturned', 'lifted', 'final')),
        constraint provider_measure_removal_final check ((kind = 'removal') = (state = 'final')),
        constraint provider_measure_ended_when_undone
            check ((state in ('overturned', 'lifted')) = (ended_at is not null)),
        constraint provider_measure_decided_by_appeal
            check (state not in ('appealed', 'confirmed', 'overturned') or appeal is not null)
    )
    """,
    "create index provider_measure_by_provider on provider_measure (city, provider_id, taken_at, id)",
    "create index provider_measure_by_state on provider_measure (city, state, taken_at, id)",
    """
    create table known_contract (
        project_id uuid not null,
        city text not null,
        sequence bigint not null,
        provider_id uuid not null,
        applicant_id uuid not null,
        applicant_name text not null,
        signed_on date not null,
        due_on date,
        price_fen bigint not null,
        ceiling_fen bigint not null,
        constraint known_contract_pkey primary key (city, project_id),
        constraint known_contract_amounts_not_negative check (price_fen >= 0 and ceiling_fen >= 0)
    )
    """,
    "create index known_contract_of_provider on known_contract (city, provider_id, project_id)",
    "create index known_contract_of_applicant on known_contract (city, applicant_id, project_id)",
    """
    create table known_verdict (
        acceptance_id uuid not null,
        city text not null,
        sequence bigint not null,
        project_id uuid not null,
        applicant_id uuid not null,
        is_passed boolean not null,
        level integer,
        completed_on date,
        pack text not null,
        pack_sha256 text not null,
        decided_at timestamptz not null,
        constraint known_verdict_pkey primary key (city, acceptance_id)
    )
    """,
    "create index known_verdict_of_project on known_verdict (city, project_id, decided_at)",
    """
    create table satisfaction (
        id uuid not null,
        city text not null,
        version integer not null,
        project_id uuid not null,
        provider_id uuid not null,
        applicant_id uuid not null,
        score integer not null,
        comment text not null,
        answered_at timestamptz not null,
        constraint satisfaction_pkey primary key (city, id),
        constraint satisfaction_version_positive check (version > 0),
        constraint satisfaction_once_per_project unique (city, project_id),
        constraint satisfaction_score_not_negative check (score >= 0)
    )
    """,
)

_PROTECTED = ("provider_measure", "known_contract", "known_verdict", "satisfaction")


def upgrade() -> None:
    for statement in chain(_OWN, *(protect("registry", table) for table in _PROTECTED)):
        op.execute(statement)
