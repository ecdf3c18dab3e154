"""Supports granted elsewhere, and the files that they came with."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from services.funding.domain.supports import SupportState
from services.funding.storage.tables.base import identity, instant, metadata, money, state_check

supports = Table(
    "support",
    metadata,
    *identity("support"),
    Column("credit_code", Text, nullable=False),
    Column("enterprise_name", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("year", Integer, nullable=False),
    money("amount_fen"),
    Column("policy", Text, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_on", Date),
    Column("recorded_by", Uuid, nullable=False),
    instant("recorded_at"),
    Column("import_id", Uuid),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    state_check("support", SupportState),
    CheckConstraint("amount_fen > 0", name="support_amount_positive"),
    Index(
        "support_one_recorded",
        "city",
        "credit_code",
        "purpose",
        "year",
        "policy",
        unique=True,
        postgresql_where=text("state <> 'withdrawn'"),
    ),
    Index("support_listed", "city", "recorded_at", "id"),
)

support_imports = Table(
    "support_import",
    metadata,
    *identity("support_import"),
    Column("file", JSONB, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("recorded", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("refused", JSONB, nullable=False),
    money("total_fen"),
    Column("imported_by", Uuid, nullable=False),
    instant("imported_at"),
    UniqueConstraint("city", "sha256", name="support_import_sha256_key"),
    Index("support_import_listed", "city", "imported_at", "id"),
)
