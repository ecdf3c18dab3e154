"""Recommendations: one letter of several departments that passes several declarations of a round."""

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0004"
down_revision = "0003"

OWN = (
    """
    create table recommendation (
        id uuid not null,
        city text not null,
        version integer not null,
        programme_year text not null,
        batch text not null,
        pack text not null,
        pack_sha256 text not null,
        step text not null,
        division text not null,
        state text not null,
        opinion text not null,
        cases jsonb not null,
        document jsonb,
        attachments jsonb not null,
        drafted_at timestamptz not null,
        drafted_by uuid not null,
        submitted_at timestamptz,
        submitted_by uuid,
        constraint recommendation_pkey primary key (city, id),
        constraint recommendation_version_positive check (version > 0),
        constraint recommendation_state_known check (state in ('draft', 'submitted', 'withdrawn')),
        constraint recommendation_submitted_with_letter check (
            num_nonnulls(document, submitted_at, submitted_by) = case when state = 'submitted' then 3 else 0 end
        )
    )
    """,
    "create index recommendation_drafted on recommendation (city, drafted_at, id)",
    "create index recommendation_of_division on recommendation (city, division, drafted_at, id)",
)


def upgrade() -> None:
    """The table."""
    for statement in chain(OWN, protect("declaration", "recommendation")):
        op.execute(statement)
