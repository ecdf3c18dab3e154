"""The tables of evidence, and the index over all of a city by which the same document is found twice."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.acceptance.storage.tables import metadata

evidence = Table(
    "evidence",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("allocations", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="evidence_pkey"),
    CheckConstraint("version >= 0", name="evidence_version_not_negative"),
)

evidence_items = Table(
    "evidence_item",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("seller_code", Text, nullable=False),
    Column("buyer_code", Text, nullable=False),
    Column("net_fen", BigInteger, nullable=False),
    Column("tax_fen", BigInteger, nullable=False),
    Column("gross_fen", BigInteger, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("pays", JSONB, nullable=False),
    Column("file", JSONB),
    Column("source", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    PrimaryKeyConstraint("city", "id", name="evidence_item_pkey"),
    CheckConstraint("kind in ('quotation', 'invoice', 'payment_proof')", name="evidence_item_kind_known"),
    CheckConstraint("source in ('entered', 'imported', 'invoice_file')", name="evidence_item_source_known"),
    CheckConstraint("gross_fen > 0 and tax_fen >= 0 and net_fen + tax_fen = gross_fen", name="evidence_item_adds_up"),
    Index("evidence_item_once", "city", "project_id", "kind", "number", "code", unique=True),
)

evidence_marks = Table(
    "evidence_mark",
    metadata,
    Column("city", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("city", "kind", "value", name="evidence_mark_pkey"),
)
"""One row per number or file of the city: who uses it waits here for whoever does at the same instant."""

evidence_uses = Table(
    "evidence_use",
    metadata,
    Column("city", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("flag_id", Uuid, nullable=False),
    Column("is_notice", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False),
    Column("raised_at", DateTime(timezone=True)),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Uuid),
    Column("reason", Text),
    PrimaryKeyConstraint("city", "kind", "value", "project_id", name="evidence_use_pkey"),
    CheckConstraint("kind in ('invoice', 'payment_proof', 'file')", name="evidence_use_kind_known"),
    CheckConstraint("state in ('single', 'open', 'cleared', 'confirmed')", name="evidence_use_state_known"),
    CheckConstraint("(state = 'single') = (raised_at is null)", name="evidence_use_raised_when_flagged"),
    CheckConstraint(
        "num_nonnulls(decided_at, decided_by, reason) = case when state in ('cleared', 'confirmed') then 3 else 0 end",
        name="evidence_use_decided_with_reason",
    ),
    Index("evidence_use_flag", "city", "flag_id", unique=True),
    Index("evidence_use_of_project", "city", "project_id"),
    Index("evidence_use_flagged", "city", "raised_at", "flag_id", postgresql_where=text("raised_at is not null")),
)
