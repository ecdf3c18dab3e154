"""The provider pool, the way into it, the N+X catalogue, and accounts for payment (DL6, DL12, XB3, ZS3)."""

from __future__ import annotations

from typing import Final

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
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from casework.desk_lists import desk_columns, desk_indexes
from casework.tables import dossier_columns
from services.registry.storage.tables.base import identity, instant, metadata

pool_entry = Table(
    "pool_entry",
    metadata,
    *identity("pool_entry"),
    Column("organisation_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("programme_year", Text, nullable=False, server_default=""),
    Column("presentation", Text, nullable=False, server_default=""),  # of entries made before there were enrolments
    Column("files", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
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

UNDER_WAY: Final = "enrolment_one_application_per_kind"
"""A provider asks for a kind once at a time; a unit may recommend several products."""

enrolment = Table(
    "enrolment",
    metadata,
    *identity("enrolment"),
    Column("purpose", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("provider_id", Uuid, nullable=False),
    Column("recommended", JSONB(none_as_null=True)),
    *desk_columns("enrolment"),
    *dossier_columns("enrolment"),
    CheckConstraint("purpose in ('application', 'recommendation')", name="enrolment_purpose_known"),
    CheckConstraint("(purpose = 'recommendation') = (recommended is not null)", name="enrolment_recommends_a_product"),
    CheckConstraint("purpose = 'recommendation' or applicant_id = provider_id", name="enrolment_applies_for_itself"),
    Index(
        UNDER_WAY,
        "city",
        "applicant_id",
        "kind",
        unique=True,
        postgresql_where=text("purpose = 'application' and state in ('draft', 'in_review', 'returned')"),
    ),
    Index("enrolment_of_provider", "city", "provider_id", "started_at", "id"),
    *desk_indexes("enrolment"),
)

_codes = text("'{}'::text[]")

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
    Column("scenarios", ARRAY(Text), nullable=False, server_default=_codes),
    Column("subsectors", ARRAY(Text), nullable=False, server_default=_codes),
    Column("aims", ARRAY(Text), nullable=False, server_default=_codes),
    Column("links", ARRAY(Text), nullable=False, server_default=_codes),
    Column("is_light_solution", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("proposed_price_fen >= 0", name="product_price_not_negative"),
    CheckConstraint("ceiling_fen >= 0", name="product_ceiling_not_negative"),
    CheckConstraint("state in ('proposed', 'listed', 'declined', 'withdrawn')", name="product_state_known"),
    CheckConstraint("state <> 'listed' or ceiling_fen is not null", name="product_listed_with_ceiling"),
    Index("product_by_state", "city", "state", "category", "id"),
    Index("product_by_provider", "city", "provider_id", "id"),
)

product_ceiling = Table(
    "product_ceiling",
    metadata,
    Column("city", Text, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ceiling_fen", BigInteger, nullable=False),
    Column("opinion", Text, nullable=False),
    instant("set_at"),
    PrimaryKeyConstraint("city", "product_id", "version", name="product_ceiling_pkey"),
    CheckConstraint("ceiling_fen > 0", name="product_ceiling_positive"),
)
"""Every ceiling that a product ever had, by the version of the product that it came with."""

known_pack = Table(
    "known_pack",
    metadata,
    Column("city", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    PrimaryKeyConstraint("city", "pack", name="known_pack_pkey"),
)
"""The packs that the declaration service released: whose rules the pool follows."""

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
