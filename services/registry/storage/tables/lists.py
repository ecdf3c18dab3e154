"""Exclusion lists as imported, and the standing of credit codes that follows from them (DL5)."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.storage.tables.base import identity, instant, metadata

exclusion_list = Table(
    "exclusion_list",
    metadata,
    *identity("exclusion_list"),
    Column("code", Text, nullable=False),
    Column("edition_on", Date, nullable=False),
    instant("imported_at"),
    Column("file", JSONB, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("problems", JSONB, nullable=False),
    UniqueConstraint("city", "code", name="exclusion_list_code_key"),
    CheckConstraint("entries >= 0 and rows >= entries", name="exclusion_list_counts"),
)

exclusion_entry = Table(
    "exclusion_entry",
    metadata,
    Column("city", Text, nullable=False),
    Column("list", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("city", "list", "credit_code", name="exclusion_entry_pkey"),
    Index("exclusion_entry_by_code", "city", "credit_code"),
)

standing = Table(
    "standing",
    metadata,
    *identity("standing"),
    Column("credit_code", Text, nullable=False),
    Column("lists", ARRAY(Text), nullable=False),
    UniqueConstraint("city", "credit_code", name="standing_credit_code_key"),
)
