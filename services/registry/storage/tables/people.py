"""Messages to people, and which of them they want by mail (ALL5)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.storage.tables.base import instant, metadata

message = Table(
    "message",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_id", Uuid),
    Column("subject_id", Uuid, nullable=False),
    Column("facts", JSONB, nullable=False),
    instant("written_at"),
    instant("read_at", nullable=True),
    PrimaryKeyConstraint("city", "id", name="message_pkey"),
    Index("message_by_account", "city", "account_id", "written_at", "id"),
)

mail_preference = Table(
    "mail_preference",
    metadata,
    Column("city", Text, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by_mail", Boolean, nullable=False),
    PrimaryKeyConstraint("city", "account_id", "kind", name="mail_preference_pkey"),
)
