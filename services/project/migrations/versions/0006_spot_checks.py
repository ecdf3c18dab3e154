"""Spot checks: which running projects were drawn among which, by which seed, and what the checks came to."""

from alembic import op

from chassis.db.schema.protection import protect

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One table: the lines are read and written with their draw."""
    op.execute(
        """
        create table spot_check (
            id uuid not null,
            city text not null,
            version integer not null,
            drawn_at timestamptz not null,
            drawn_by uuid not null,
            seed text not null,
            size integer not null,
            criteria jsonb not null,
            candidates uuid[] not null,
            lines jsonb not null,
            constraint spot_check_pkey primary key (city, id),
            constraint spot_check_version_positive check (version > 0),
            constraint spot_check_size_positive check (size > 0),
            constraint spot_check_among_some check (cardinality(candidates) > 0)
        )
        """
    )
    op.execute("create index spot_check_newest on spot_check (city, drawn_at, id)")
    for statement in protect("project", "spot_check"):
        op.execute(statement)
