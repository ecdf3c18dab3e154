"""Webhooks of organisations, and their deliveries as rows that are posted after the commit (ALL5)."""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table webhook (
        id uuid not null,
        city text not null,
        version integer not null,
        organisation_id uuid not null,
        url text not null,
        events text[] not null,
        secret jsonb,
        state text not null,
        registered_at timestamptz not null,
        failing_since timestamptz,
        failures integer not null,
        quiet_until timestamptz,
        constraint webhook_pkey primary key (city, id),
        constraint webhook_version_positive check (version > 0),
        constraint webhook_state_known check (state in ('pending', 'active', 'disabled', 'removed')),
        constraint webhook_secret_while_used check ((secret is null) = (state in ('pending', 'removed')))
    )
    """,
    """
    create index webhook_by_organisation on webhook (city, organisation_id, registered_at) where state <> 'removed'
    """,
    "create index webhook_active on webhook (city, id) where state = 'active'",
    """
    create table delivery (
        id uuid not null,
        city text not null,
        webhook_id uuid not null,
        name text not null,
        event_version integer not null,
        aggregate_id uuid not null,
        sequence bigint not null,
        case_id uuid,
        payload jsonb not null,
        written_at timestamptz not null,
        next_attempt_at timestamptz not null,
        attempts integer not null,
        is_repeated boolean not null,
        state text not null,
        status integer,
        error text,
        delivered_at timestamptz,
        constraint delivery_pkey primary key (city, id),
        constraint delivery_state_known check (state in ('waiting', 'delivered', 'overtaken', 'failed')),
        constraint delivery_delivered_at check ((delivered_at is not null) = (state = 'delivered'))
    )
    """,
    """
    create index delivery_waiting on delivery (city, webhook_id, aggregate_id, sequence) where state = 'waiting'
    """,
    "create index delivery_by_webhook on delivery (city, webhook_id, written_at, id)",
    """
    create index delivery_delivered on delivery (city, webhook_id, aggregate_id, sequence) where state = 'delivered'
    """,
    "create index delivery_age on delivery (city, written_at)",
)


def upgrade() -> None:
    protected = (protect("registry", table) for table in ("webhook", "delivery"))
    for statement in chain(_OWN, *protected):
        op.execute(statement)
