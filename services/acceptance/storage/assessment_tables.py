"""The tables of assessments, of requests for them, and of who may be asked. The migrations build them."""

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
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from casework.division_paths import PATH_COLUMN
from services.acceptance.storage.tables import metadata

ONE_UNDER_WAY = "assessment_one_under_way_per_request"
ONE_OPEN_REQUEST = "assessment_request_one_open"
"""A project asks for one diagnosis, and for one evaluation, at a time."""

assessments = Table(
    "assessment",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid),
    Column("project_id", Uuid),
    Column("request_id", Uuid),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column(PATH_COLUMN, JSONB, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_hash", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("assessor_id", Uuid, nullable=False),
    Column("assessor_code", Text, nullable=False),
    Column("assessor_name", Text, nullable=False),
    Column("assessed_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("submitted_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    Column("answers", JSONB, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("diagnosis", JSONB, nullable=False),
    Column("level", Integer),
    Column("total", Numeric(6, 3)),
    Column("outcome", JSONB),
    Column("submissions", JSONB, nullable=False),
    Column("disputes", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "id", name="assessment_pkey"),
    CheckConstraint("version > 0", name="assessment_version_positive"),
    CheckConstraint("pack_hash ~ '^[0-9a-f]{64}$'", name="assessment_pack_hash_is_sha256"),
    CheckConstraint("stage in ('before', 'mid', 'after')", name="assessment_stage_known"),
    CheckConstraint(
        "method in ('self', 'provider_precheck', 'institution', 'third_party', 'imported')",
        name="assessment_method_known",
    ),
    CheckConstraint(
        "state in ('draft', 'awaiting_confirmation', 'disputed', 'confirmed', 'completed', 'discarded')",
        name="assessment_state_known",
    ),
    CheckConstraint("level between 0 and 9", name="assessment_level_known"),
    CheckConstraint("total >= 0", name="assessment_total_not_negative"),
    CheckConstraint("num_nonnulls(level, total, outcome) in (0, 3)", name="assessment_outcome_whole"),
    CheckConstraint(
        "state not in ('awaiting_confirmation', 'disputed', 'confirmed', 'completed')"
        " or num_nonnulls(outcome, submitted_at) = 2",
        name="assessment_handed_in_with_outcome",
    ),
    CheckConstraint(
        "(state in ('confirmed', 'completed', 'discarded')) = (settled_at is not null)", name="assessment_settled_at"
    ),
    CheckConstraint(
        "method <> 'third_party' or (project_id is not null and assessor_id <> applicant_id)",
        name="assessment_third_party_is_another",
    ),
    Index(
        ONE_UNDER_WAY,
        "city",
        "request_id",
        unique=True,
        postgresql_where=text("state in ('draft', 'awaiting_confirmation', 'disputed')"),
    ),
    Index("assessment_of_applicant", "city", "applicant_id", "started_at", "id"),
    Index("assessment_of_assessor", "city", "assessor_id", "started_at", "id"),
    Index("assessment_started", "city", "started_at", "id"),
)

assessment_requests = Table(
    "assessment_request",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column(PATH_COLUMN, JSONB, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_hash", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("wish", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("institution_id", Uuid),
    Column("level", Integer),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("city", "id", name="assessment_request_pkey"),
    CheckConstraint("version > 0", name="assessment_request_version_positive"),
    CheckConstraint("round > 0", name="assessment_request_round_positive"),
    CheckConstraint("pack_hash ~ '^[0-9a-f]{64}$'", name="assessment_request_pack_hash_is_sha256"),
    CheckConstraint("purpose in ('diagnosis', 'evaluation')", name="assessment_request_purpose_known"),
    CheckConstraint(
        "state in ('requested', 'assigned', 'below_level', 'settled', 'withdrawn')",
        name="assessment_request_state_known",
    ),
    CheckConstraint(
        "state not in ('assigned', 'below_level', 'settled') or institution_id is not null",
        name="assessment_request_assigned_to_somebody",
    ),
    Index(
        ONE_OPEN_REQUEST,
        "city",
        "project_id",
        "purpose",
        unique=True,
        postgresql_where=text("state in ('requested', 'assigned', 'below_level')"),
    ),
    Index("assessment_request_requested", "city", "requested_at", "id"),
    Index("assessment_request_of_applicant", "city", "applicant_id", "requested_at", "id"),
    Index("assessment_request_of_institution", "city", "institution_id", "requested_at", "id"),
)

known_providers = Table(
    "known_provider",
    metadata,
    Column("organisation_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("kinds", JSONB, nullable=False),
    Column("is_enrolled", Boolean, nullable=False),
    PrimaryKeyConstraint("city", "organisation_id", name="known_provider_pkey"),
)
"""Who is in the pool, and as which kinds: what a pack lets them do."""
