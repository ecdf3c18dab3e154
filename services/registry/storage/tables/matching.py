"""What enterprises need, and who is interested in whom (供需对接, XB6)."""

from __future__ import annotations

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Table, Text, Uuid, text

from services.registry.storage.tables.base import identity, instant, metadata

INTEREST_ONCE = "interest_once"

need = Table(
    "need",
    metadata,
    *identity("need"),
    Column("enterprise_id", Uuid, nullable=False),
    Column("division", Text, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("subsector", Text),
    Column("scenarios", ARRAY(Text), nullable=False),
    Column("budget_fen", BigInteger),
    Column("state", Text, nullable=False),
    instant("drafted_at"),
    instant("published_at", nullable=True),
    Column("closing_reason", Text, nullable=False),
    CheckConstraint("state in ('draft', 'published', 'closed')", name="need_state_known"),
    CheckConstraint("state <> 'published' or published_at is not null", name="need_published_at"),
    CheckConstraint("budget_fen > 0", name="need_budget_positive"),
    Index("need_of_enterprise", "city", "enterprise_id", "drafted_at", "id"),
    Index("need_public", "city", "published_at", "id", postgresql_where=text("state = 'published'")),
)

interest = Table(
    "interest",
    metadata,
    *identity("interest"),
    Column("need_id", Uuid),
    Column("product_id", Uuid),
    Column("from_id", Uuid, nullable=False),
    Column("to_id", Uuid, nullable=False),
    Column("provider_id", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    instant("expressed_at"),
    Column("answer", Text, nullable=False),
    instant("answered_at", nullable=True),
    CheckConstraint("state in ('expressed', 'matched', 'declined')", name="interest_state_known"),
    CheckConstraint("num_nonnulls(need_id, product_id) = 1", name="interest_in_one_thing"),
    CheckConstraint("(state = 'expressed') = (answered_at is null)", name="interest_answered_at"),
    CheckConstraint("from_id <> to_id", name="interest_in_another"),
    Index(
        INTEREST_ONCE,
        "city",
        "from_id",
        text("coalesce(need_id, product_id)"),
        unique=True,
        postgresql_where=text("state <> 'declined'"),
    ),
    Index("interest_by_sender", "city", "from_id", "expressed_at", "id"),
    Index("interest_by_receiver", "city", "to_id", "expressed_at", "id"),
)
"""One and the same is asked for once, and again after it was declined."""
