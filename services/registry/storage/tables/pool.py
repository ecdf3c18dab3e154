"""The provider pool, the N+X catalogue, and accounts for payment (DL6, DL12)."""

from __future__ import annotations

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.storage.tables.base import identity, instant, metadata

pool_entry = Table(
    "pool_entry",
    metadata,
    *identity("pool_entry"),
    Column("organisation_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("presentation", Text, nullable=False),
    Column("files", JSONB, nullable=False),
    instant("applied_at"),
    Column("opinion", Text, nullable=False),
    instant("decided_at", nullable=True),
    UniqueConstraint("city", "organisation_id", name="pool_entry_organisation_key"),
    CheckConstraint(
        "state in ('in_review', 'returned', 'enrolled', 'rejected', 'suspended', 'removed')",
        name="pool_entry_state_known",
    ),
    Index("pool_entry_by_state", "city", "state", "applied_at", "id"),
)

product = Table(
    "product",
    metadata,
    *identity("product"),
    Column("provider_id", Uuid, nullable=False),
    Column("category", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("proposed_price_fen", BigInteger, nullable=False),
    Column("ceiling_fen", BigInteger),
    Column("state", Text, nullable=False),
    Column("opinion", Text, nullable=False),
    instant("proposed_at"),
    CheckConstraint("proposed_price_fen >= 0", name="product_price_not_negative"),
    CheckConstraint("ceiling_fen >= 0", name="product_ceiling_not_negative"),
    CheckConstraint("state in ('proposed', 'listed', 'declined', 'withdrawn')", name="product_state_known"),
    CheckConstraint("state <> 'listed' or ceiling_fen is not null", name="product_listed_with_ceiling"),
    Index("product_by_state", "city", "state", "category", "id"),
    Index("product_by_provider", "city", "provider_id", "id"),
)

payee_account = Table(
    "payee_account",
    metadata,
    *identity("payee_account"),
    Column("organisation_id", Uuid, nullable=False),
    Column("account_name", Text, nullable=False),
    Column("bank_name", Text, nullable=False),
    Column("branch_code", Text, nullable=False),
    Column("number", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    instant("registered_at"),
    CheckConstraint("state in ('unconfirmed', 'confirmed')", name="payee_account_state_known"),
    CheckConstraint("branch_code ~ '^[0-9]{12}$'", name="payee_account_branch_code_shape"),
    Index("payee_account_by_organisation", "city", "organisation_id", "id"),
)
