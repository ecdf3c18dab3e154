"""Funding hears of providers, trainings, passed projects and benchmarks; a tranche says which caps it counts against.

Whose a contract is and who provides stays unknown for contracts that were heard before, until they are told anew. What
was computed before counts against a cap over several awards once it is computed again.
"""

from __future__ import annotations

from alembic import op

from chassis.db.schema.protection import protect

revision = "0006"
down_revision = "0005"

_STATEMENTS = (
    "alter table tranche add column caps jsonb not null default '[]'",
    "alter table known_contract add column case_id uuid",
    "alter table known_contract add column applicant jsonb",
    "alter table known_contract add column applicant_id uuid",
    "alter table known_contract add column division text",
    "alter table known_contract add column pack text",
    "alter table known_contract add column pack_sha256 text",
    "alter table known_contract add column provider_id uuid",
    "alter table known_contract add column group_lead_id uuid",
    "create index known_contract_of_applicant on known_contract (city, applicant_id)",
    "create index known_contract_of_provider on known_contract (city, provider_id)",
    "create index known_contract_of_group_lead on known_contract (city, group_lead_id)",
    """
    create table known_provider (
        city text not null,
        organisation_id uuid not null,
        sequence bigint not null,
        is_enrolled boolean not null,
        kinds jsonb not null,
        constraint known_provider_pkey primary key (city, organisation_id)
    )
    """,
    """
    create table known_training (
        city text not null,
        id uuid not null,
        sequence bigint not null,
        project_id uuid,
        applicant_id uuid not null,
        institution_id uuid,
        person_days numeric not null,
        constraint known_training_pkey primary key (city, id)
    )
    """,
    "create index known_training_of_project on known_training (city, project_id)",
    "create index known_training_of_applicant on known_training (city, applicant_id)",
    "create index known_training_of_institution on known_training (city, institution_id)",
    """
    create table known_pass (
        city text not null,
        project_id uuid not null,
        sequence bigint not null,
        applicant_id uuid not null,
        constraint known_pass_pkey primary key (city, project_id)
    )
    """,
    """
    create table known_benchmark (
        city text not null,
        id uuid not null,
        sequence bigint not null,
        project_id uuid not null,
        kind text not null,
        chosen_on date not null,
        constraint known_benchmark_pkey primary key (city, id)
    )
    """,
    "create index known_benchmark_of_project on known_benchmark (city, project_id)",
    *(
        statement
        for table in ("known_provider", "known_training", "known_pass", "known_benchmark")
        for statement in protect("funding", table)
    ),
)


def upgrade() -> None:
    """Statement by statement."""
    for statement in _STATEMENTS:
        op.execute(statement)
