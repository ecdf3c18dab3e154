"""Funding hears which institution accepted which enterprise (XB20).

What was accepted before is not known here until it is told again: no institution can settle for it until then.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0009"
down_revision = "0008"

_OWN = (
    """
    create table known_assessed (
        city text not null,
        project_id uuid not null,
        sequence bigint not null,
        assessor_id uuid not null,
        credit_code text not null,
        constraint known_assessed_pkey primary key (city, project_id)
    )
    """,
    "create index known_assessed_by on known_assessed (city, assessor_id)",
)


def upgrade() -> None:
    """One table."""
    for statement in chain(_OWN, protect("funding", "known_assessed")):
        op.execute(statement)
