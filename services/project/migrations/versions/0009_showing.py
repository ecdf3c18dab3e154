"""What the city shows of its programme: benchmarks, and typical cases told by enterprises (XB10, ZS7)."""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0009"
down_revision = "0008"

NEW = (
    """
    create table benchmark (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid not null,
        programme_year text not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        title text not null,
        kind text not null,
        kind_title text not null,
        subsector text,
        reason text not null,
        chosen_on date not null,
        chosen_by uuid not null,
        constraint benchmark_pkey primary key (city, id),
        constraint benchmark_once_per_kind unique (city, project_id, kind),
        constraint benchmark_version_positive check (version > 0)
    )
    """,
    "create index benchmark_newest on benchmark (city, chosen_on, id)",
    """
    create table typical_case (
        id uuid not null,
        city text not null,
        version integer not null,
        project_id uuid not null,
        programme_year text not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        title text not null,
        text text not null,
        files jsonb not null,
        submitted_at timestamptz not null,
        state text not null,
        opinion text not null,
        published_at timestamptz,
        constraint typical_case_pkey primary key (city, id),
        constraint typical_case_version_positive check (version > 0),
        constraint typical_case_state_known check (state in ('submitted', 'returned', 'published', 'declined')),
        constraint typical_case_published_at check ((state = 'published') = (published_at is not null))
    )
    """,
    "create index typical_case_newest on typical_case (city, submitted_at, id)",
    "create index typical_case_of_applicant on typical_case (city, applicant_id, submitted_at, id)",
    "create index typical_case_public on typical_case (city, submitted_at, id) where state = 'published'",
)


def upgrade() -> None:
    for statement in chain(NEW, protect("project", "benchmark"), protect("project", "typical_case")):
        op.execute(statement)
