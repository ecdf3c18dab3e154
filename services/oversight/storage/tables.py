"""The tables of the oversight service. The migrations build them; a test compares the two."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Numeric,
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
    Column("scale", Text),
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


def _counted() -> tuple[Column[Any], ...]:
    """What counts, how much, since which day, and where it belongs: the same of a tally and of an entry."""
    return (
        Column("measure", Text, nullable=False),
        Column("subject_id", Uuid, nullable=False),
        Column("level", Integer, nullable=False),
        Column("amount", Numeric(20, 3), nullable=False),
        Column("on", Date, nullable=False),
        Column("case_id", Uuid),
        Column("name", Text, nullable=False),
        Column("credit_code", Text, nullable=False),
        Column("programme_year", Text),
        Column("division", Text),
        Column("scale", Text),
    )


tallies = Table(
    "tally",
    metadata,
    Column("city", Text, nullable=False),
    *_counted(),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    PrimaryKeyConstraint("city", "measure", "subject_id", "level", name="tally_pkey"),
    Index("tally_of_case", "city", "case_id"),
)
"""What counts of one thing now; an amount of 0 counts no more."""

entries = Table(
    "entry",
    metadata,
    Column("city", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    *_counted(),
    Column("target", Text),
    PrimaryKeyConstraint("city", "position", "number", name="entry_pkey"),
    CheckConstraint("amount <> 0", name="entry_adds_something"),
    Index("entry_counted", "city", "measure", "level", "on"),
)
"""How the tallies changed, under the position of the news that changed them. Rows are only added; a figure is a sum."""

quarters = Table(
    "quarter",
    metadata,
    Column("city", Text, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("begins_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("frozen_at", DateTime(timezone=True), nullable=False),
    Column("frozen_by", Uuid, nullable=False),
    PrimaryKeyConstraint("city", "programme_year", "code", name="quarter_pkey"),
    CheckConstraint("begins_on < ends_on", name="quarter_begins_before_it_ends"),
)
"""Frozen quarters: what was heard up to `position` is all that counts for them, judged by the pack of then."""
