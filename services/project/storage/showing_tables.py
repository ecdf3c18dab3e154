"""The tables of what the city shows: benchmarks and typical cases."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
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

from services.project.domain.typical_case import CaseState
from services.project.storage.known_tables import metadata

BENCHMARK_ONCE = "benchmark_once_per_kind"
_STATES = ", ".join(f"'{state}'" for state in CaseState)

benchmarks = Table(
    "benchmark",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("kind_title", Text, nullable=False),
    Column("subsector", Text),
    Column("reason", Text, nullable=False),
    Column("chosen_on", Date, nullable=False),
    Column("chosen_by", Uuid, nullable=False),
    PrimaryKeyConstraint("city", "id", name="benchmark_pkey"),
    UniqueConstraint("city", "project_id", "kind", name=BENCHMARK_ONCE),
    CheckConstraint("version > 0", name="benchmark_version_positive"),
    Index("benchmark_newest", "city", "chosen_on", "id"),
)

typical_cases = Table(
    "typical_case",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("files", JSONB, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("opinion", Text, nullable=False),
    Column("published_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("city", "id", name="typical_case_pkey"),
    CheckConstraint("version > 0", name="typical_case_version_positive"),
    CheckConstraint(f"state in ({_STATES})", name="typical_case_state_known"),
    CheckConstraint(
        f"(state = '{CaseState.PUBLISHED}') = (published_at is not null)", name="typical_case_published_at"
    ),
    Index("typical_case_newest", "city", "submitted_at", "id"),
    Index("typical_case_of_applicant", "city", "applicant_id", "submitted_at", "id"),
    Index(
        "typical_case_public",
        "city",
        "submitted_at",
        "id",
        postgresql_where=text(f"state = '{CaseState.PUBLISHED}'"),
    ),
)
