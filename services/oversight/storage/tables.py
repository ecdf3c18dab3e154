"""The tables of the oversight service. The migrations build them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

happening_heads = Table(
    "happening_head",
    metadata,
    Column("city", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    PrimaryKeyConstraint("city", name="happening_head_pkey"),
    CheckConstraint("position > 0", name="happening_head_position_positive"),
)
"""The last position given in a city. Locked from giving one until the commit (ADR 20)."""

happenings = Table(
    "happening",
    metadata,
    Column("city", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("service", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Uuid, nullable=False),
    Column("case_id", Uuid),
    Column("facts", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "position", name="happening_pkey"),
    UniqueConstraint("city", "id", name="happening_once"),
    Index("happening_of_case", "city", "case_id", "at", "position"),
)
"""Every event that was heard, as it was told. Rows are only added; `position` has no gaps within a city."""

known_cases = Table(
    "known_case",
    metadata,
    Column("city", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_case_pkey"),
    Index("known_case_of_applicant", "city", "applicant_id"),
    Index("known_case_newest", "city", "at", "id"),
)

national_records = Table(
    "national_record",
    metadata,
    Column("city", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("line", Text, nullable=False),
    Column("digest", Text, nullable=False),
    PrimaryKeyConstraint("city", "number", name="national_record_pkey"),
    UniqueConstraint("city", "position", name="national_record_of_happening"),
    CheckConstraint("number > 0", name="national_record_number_positive"),
    Index("national_record_of_case", "city", "case_id", "number"),
    Index("national_record_of_day", "city", "at", "number"),
)
"""What is told to the national platform of the happening at `position`, as the bytes that were told (ADR 21)."""
