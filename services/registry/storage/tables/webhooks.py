"""Webhooks of organisations, and what was or is to be delivered to them (ALL5)."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.storage.tables.base import identity, instant, metadata

webhook = Table(
    "webhook",
    metadata,
    *identity("webhook"),
    Column("organisation_id", Uuid, nullable=False),
    Column("url", Text, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    Column("secret", JSONB),
    Column("state", Text, nullable=False),
    instant("registered_at"),
    instant("failing_since", nullable=True),
    Column("failures", Integer, nullable=False),
    instant("quiet_until", nullable=True),
    CheckConstraint("state in ('pending', 'active', 'disabled', 'removed')", name="webhook_state_known"),
    CheckConstraint("(secret is null) = (state in ('pending', 'removed'))", name="webhook_secret_while_used"),
    Index(
        "webhook_by_organisation",
        "city",
        "organisation_id",
        "registered_at",
        postgresql_where=text("state <> 'removed'"),
    ),
    Index("webhook_active", "city", "id", postgresql_where=text("state = 'active'")),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("webhook_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("event_version", Integer, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("case_id", Uuid),
    Column("payload", JSONB, nullable=False),
    instant("written_at"),
    instant("next_attempt_at"),
    Column("attempts", Integer, nullable=False),
    Column("is_repeated", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Integer),
    Column("error", Text),
    instant("delivered_at", nullable=True),
    PrimaryKeyConstraint("city", "id", name="delivery_pkey"),
    CheckConstraint("state in ('waiting', 'delivered', 'overtaken', 'failed')", name="delivery_state_known"),
    CheckConstraint("(delivered_at is not null) = (state = 'delivered')", name="delivery_delivered_at"),
    Index(
        "delivery_waiting",
        "city",
        "webhook_id",
        "aggregate_id",
        "sequence",
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("delivery_by_webhook", "city", "webhook_id", "written_at", "id"),
    Index(
        "delivery_delivered",
        "city",
        "webhook_id",
        "aggregate_id",
        "sequence",
        postgresql_where=text("state = 'delivered'"),
    ),
    Index("delivery_age", "city", "written_at"),
)
