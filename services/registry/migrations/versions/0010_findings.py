"""What checks found about providers: their ratings lose points by it (XB8)."""

from __future__ import annotations

from alembic import op

from chassis.db.schema.protection import protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table known_finding (
        project_id uuid not null,
        city text not null,
        sequence bigint not null,
        provider_id uuid not null,
        finding_id uuid,
        severity text not null,
        found_on date not null,
        constraint known_finding_pkey primary key (city, project_id, sequence)
    )
    """,
    "create index known_finding_of_provider on known_finding (city, provider_id, project_id, sequence)",
)


def upgrade() -> None:
    for statement in (*_OWN, *protect("registry", "known_finding")):
        op.execute(statement)
