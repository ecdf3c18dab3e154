"""What enterprises let providers do for them, and which organisations have to do with each other."""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table delegation (
        id uuid not null,
        city text not null,
        version integer not null,
        principal_id uuid not null,
        agent_id uuid not null,
        programme_year text not null,
        stages text[] not null,
        state text not null,
        text_version text not null,
        granted_at timestamptz not null,
        granted_by uuid not null,
        revoked_at timestamptz,
        reason text not null,
        constraint delegation_pkey primary key (city, id),
        constraint delegation_version_positive check (version > 0),
        constraint delegation_one_per_programme unique (city, principal_id, agent_id, programme_year),
        constraint delegation_state_known check (state in ('granted', 'revoked')),
        constraint delegation_revoked_once check ((state = 'revoked') = (revoked_at is not null)),
        constraint delegation_to_another check (principal_id <> agent_id)
    )
    """,
    "create index delegation_by_principal on delegation (city, principal_id, granted_at, id)",
    "create index delegation_by_agent on delegation (city, agent_id, granted_at, id)",
    """
    create table relation (
        id uuid not null,
        city text not null,
        version integer not null,
        kind text not null,
        from_id uuid not null,
        to_id uuid not null,
        source text not null,
        is_in_force boolean not null,
        declared_at timestamptz not null,
        constraint relation_pkey primary key (city, id),
        constraint relation_version_positive check (version > 0),
        constraint relation_one_per_pair unique (city, kind, from_id, to_id),
        constraint relation_kind_known check (kind in ('sold_to', 'diagnosed', 'advised', 'affiliated')),
        constraint relation_of_two check (from_id <> to_id)
    )
    """,
    "create index relation_by_age on relation (city, declared_at, id)",
)

_PROTECTED = ("delegation", "relation")


def upgrade() -> None:
    for statement in chain(_OWN, *(protect("registry", table) for table in _PROTECTED)):
        op.execute(statement)
