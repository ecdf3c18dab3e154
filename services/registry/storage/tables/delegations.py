"""What enterprises let providers do for them, and which organisations have to do with each other (ZS4, ZS6)."""

from __future__ import annotations

from sqlalchemy import ARRAY, Boolean, CheckConstraint, Column, Index, Table, Text, UniqueConstraint, Uuid

from services.registry.storage.tables.base import identity, instant, metadata

delegation = Table(
    "delegation",
    metadata,
    *identity("delegation"),
    Column("principal_id", Uuid, nullable=False),
    Column("agent_id", Uuid, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("stages", ARRAY(Text), nullable=False),
    Column("state", Text, nullable=False),
    Column("text_version", Text, nullable=False),
    instant("granted_at"),
    Column("granted_by", Uuid, nullable=False),
    instant("revoked_at", nullable=True),
    Column("reason", Text, nullable=False),
    UniqueConstraint("city", "principal_id", "agent_id", "programme_year", name="delegation_one_per_programme"),
    CheckConstraint("state in ('granted', 'revoked')", name="delegation_state_known"),
    CheckConstraint("(state = 'revoked') = (revoked_at is not null)", name="delegation_revoked_once"),
    CheckConstraint("principal_id <> agent_id", name="delegation_to_another"),
    Index("delegation_by_principal", "city", "principal_id", "granted_at", "id"),
    Index("delegation_by_agent", "city", "agent_id", "granted_at", "id"),
)

relation = Table(
    "relation",
    metadata,
    *identity("relation"),
    Column("kind", Text, nullable=False),
    Column("from_id", Uuid, nullable=False),
    Column("to_id", Uuid, nullable=False),
    Column("source", Text, nullable=False),
    Column("is_in_force", Boolean, nullable=False),
    instant("declared_at"),
    UniqueConstraint("city", "kind", "from_id", "to_id", name="relation_one_per_pair"),
    CheckConstraint("kind in ('sold_to', 'diagnosed', 'advised', 'affiliated')", name="relation_kind_known"),
    CheckConstraint("from_id <> to_id", name="relation_of_two"),
    Index("relation_by_age", "city", "declared_at", "id"),
)
