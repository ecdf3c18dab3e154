"""The tables that the chassis keeps in every service's database.

They are built by `chassis.db.migrations`; these descriptions are what statements are made from, and
a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

NAMING = {"pk": "%(table_name)s_pkey", "uq": "%(table_name)s_%(column_0_N_name)s_key"}
_NOW = text("clock_timestamp()")

chassis_metadata = MetaData(naming_convention=NAMING)

idempotency = Table(
    "idempotency",
    chassis_metadata,
    Column("city", Text, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("route", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("answer", Text),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    PrimaryKeyConstraint("city", "account_id", "route", "key", name="idempotency_pkey"),
    Index("idempotency_created_at", "created_at"),
)

outbox = Table(
    "outbox",
    chassis_metadata,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("case_id", Uuid),
    Column("headers", JSONB, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("position", BigInteger),
    Column("published_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("created_at", "seq", name="outbox_pkey"),
    Index("outbox_unpublished", "seq", postgresql_where=text("published_at is null")),
    Index("outbox_position", "position"),
    Index("outbox_city_position", "city", "position"),
    postgresql_partition_by="range (created_at)",
)

inbox = Table(
    "inbox",
    chassis_metadata,
    Column("handler", Text, nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("envelope", JSONB),
    Column("error", Text),
    Column("first_failed_at", DateTime(timezone=True)),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    PrimaryKeyConstraint("handler", "message_id", name="inbox_pkey"),
    CheckConstraint("state in ('done', 'waiting', 'quarantined', 'discarded')", name="inbox_state_known"),
    Index("inbox_due", "next_attempt_at", postgresql_where=text("state = 'waiting'")),
    Index("inbox_quarantined", "settled_at", postgresql_where=text("state = 'quarantined'")),
)

audit = Table(
    "audit",
    chassis_metadata,
    Column("city", Text, nullable=False),
    Column("chain_id", Uuid, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    Column("action", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("request_id", Text, nullable=False),
    Column("event_ids", ARRAY(Uuid), nullable=False),
    Column("details", JSONB, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("city", "chain_id", "position", name="audit_pkey"),
    UniqueConstraint("city", "aggregate_id", "version", name="audit_city_aggregate_id_version_key"),
)

audit_head = Table(
    "audit_head",
    chassis_metadata,
    Column("city", Text, nullable=False),
    Column("chain_id", Uuid, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("city", "chain_id", name="audit_head_pkey"),
)

relay_checkpoint = Table(
    "relay_checkpoint",
    chassis_metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

known_city = Table(
    "known_city",
    chassis_metadata,
    Column("city", Text, primary_key=True),
)
