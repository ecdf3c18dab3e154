"""Who exists and where: organisations, their former names, requested changes, divisions, calendar."""

from __future__ import annotations

from sqlalchemy import (
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

from services.registry.storage.tables.base import identity, instant, metadata

organisation = Table(
    "organisation",
    metadata,
    *identity("organisation"),
    Column("kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    # The name's order is the same on every machine, whatever the locale of its database is.
    Column("name", Text(collation="C"), nullable=False),
    Column("division", Text, nullable=False),
    instant("registered_at"),
    Column("registered_address", Text),
    Column("legal_representative", Text),
    Column("staff", BigInteger),
    Column("revenue_fen", BigInteger),
    Column("data_year", Integer),
    Column("industry_code", Text),
    Column("declared_size_class", Text),
    Column("size_class", Text),
    UniqueConstraint("city", "credit_code", name="organisation_credit_code_key"),
    CheckConstraint("kind in ('enterprise', 'provider', 'institution', 'authority')", name="organisation_kind_known"),
    CheckConstraint("staff >= 0", name="organisation_staff_not_negative"),
    CheckConstraint("revenue_fen >= 0", name="organisation_revenue_not_negative"),
    CheckConstraint("size_class in ('large', 'medium', 'small', 'micro')", name="organisation_size_class_known"),
    Index("organisation_by_name", "city", "name", "id"),
    Index("organisation_by_division", "city", "division", "name", "id"),
    Index("organisation_by_kind", "city", "kind", "name", "id"),
)

former_name = Table(
    "former_name",
    metadata,
    Column("city", Text, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    instant("until"),
    PrimaryKeyConstraint("city", "organisation_id", "version", name="former_name_pkey"),
)

change_request = Table(
    "change_request",
    metadata,
    *identity("change_request"),
    Column("organisation_id", Uuid, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    instant("requested_at"),
    Column("opinion", Text, nullable=False),
    instant("decided_at", nullable=True),
    CheckConstraint("kind in ('division', 'name', 'payee_account')", name="change_request_kind_known"),
    CheckConstraint("state in ('requested', 'approved', 'rejected', 'withdrawn')", name="change_request_state_known"),
    Index(
        "change_request_one_open",
        "city",
        "subject_id",
        "kind",
        unique=True,
        postgresql_where=text("state = 'requested'"),
    ),
    Index("change_request_by_state", "city", "state", "requested_at", "id"),
    Index("change_request_by_organisation", "city", "organisation_id", "requested_at", "id"),
)

division = Table(
    "division",
    metadata,
    *identity("division"),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text),
    UniqueConstraint("city", "code", name="division_code_key"),
    CheckConstraint("level in ('region', 'league', 'city', 'district', 'county', 'town')", name="division_level_known"),
)

calendar_year = Table(
    "calendar_year",
    metadata,
    *identity("calendar_year"),
    Column("year", Integer, nullable=False),
    Column("is_confirmed", Boolean, nullable=False),
    Column("exceptions", JSONB, nullable=False),
    UniqueConstraint("city", "year", name="calendar_year_year_key"),
)
