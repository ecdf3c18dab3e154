"""Copies of foreign facts of the project service: only what it decides by."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)

from services.project.domain.known import ProviderState

metadata = MetaData()

known_pilots = Table(
    "known_pilot",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_pilot_pkey"),
    Index("known_pilot_of_case", "city", "case_id"),
    Index("known_pilot_of_applicant", "city", "applicant_id"),
)

known_calls = Table(
    "known_call",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("pack", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("city", "id", name="known_call_pkey"),
)

known_milestones = Table(
    "known_milestone",
    metadata,
    Column("subject_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    PrimaryKeyConstraint("city", "subject_id", "name", name="known_milestone_pkey"),
)
"""What others told of a project or of its case, in the words of a pack's lifecycle. It is never undone."""

known_moves = Table(
    "known_move",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_move_pkey"),
)

known_providers = Table(
    "known_provider",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False, server_default="{}"),
    PrimaryKeyConstraint("city", "id", name="known_provider_pkey"),
    CheckConstraint(
        f"state in ({', '.join(repr(state.value) for state in ProviderState)})", name="known_provider_state_known"
    ),
)

known_products = Table(
    "known_product",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("provider_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("ceiling_fen", BigInteger, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_product_pkey"),
    CheckConstraint("ceiling_fen >= 0", name="known_product_ceiling_not_negative"),
)

known_payees = Table(
    "known_payee",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("last4", Text, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_payee_pkey"),
)

known_rectifications = Table(
    "known_rectification",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("acceptance_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    Column("is_open", Boolean, nullable=False, server_default=text("true")),
    PrimaryKeyConstraint("city", "acceptance_id", name="known_rectification_pkey"),
    Index("known_rectification_by_project", "city", "project_id", "at"),
)
"""The newest news of each acceptance: an order to rectify, or (`is_open` false) what followed or preceded it."""
