"""Supports that other policies granted are recorded per enterprise, purpose and year, by hand or from a file (XB11)."""

from __future__ import annotations

from alembic import op

from chassis.db.schema.protection import protect

revision = "0004"
down_revision = "0003"

_STATEMENTS = (
    """
    create table support (
        id uuid not null,
        city text not null,
        version integer not null,
        credit_code text not null,
        enterprise_name text not null,
        purpose text not null,
        year integer not null,
        amount_fen bigint not null,
        policy text not null,
        granted_by text not null,
        granted_on date,
        recorded_by uuid not null,
        recorded_at timestamptz not null,
        import_id uuid,
        state text not null,
        reason text not null,
        constraint support_pkey primary key (city, id),
        constraint support_version_positive check (version > 0),
        constraint support_state_known check (state in ('recorded', 'returned', 'withdrawn')),
        constraint support_amount_positive check (amount_fen > 0)
    )
    """,
    """
    create unique index support_one_recorded on support (city, credit_code, purpose, year, policy)
        where state <> 'withdrawn'
    """,
    "create index support_listed on support (city, recorded_at, id)",
    """
    create table support_import (
        id uuid not null,
        city text not null,
        version integer not null,
        file jsonb not null,
        sha256 text not null,
        recorded integer not null,
        known integer not null,
        refused jsonb not null,
        total_fen bigint not null,
        imported_by uuid not null,
        imported_at timestamptz not null,
        constraint support_import_pkey primary key (city, id),
        constraint support_import_version_positive check (version > 0),
        constraint support_import_sha256_key unique (city, sha256)
    )
    """,
    "create index support_import_listed on support_import (city, imported_at, id)",
    *protect("funding", "support"),
    *protect("funding", "support_import"),
)


def upgrade() -> None:
    """Two tables of their own."""
    for statement in _STATEMENTS:
        op.execute(statement)
