"""The tables of the declaration service. The migrations build them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from casework.desk_lists import desk_columns, desk_indexes
from casework.states import State
from casework.tables import dossier_columns, notice_columns
from policy.public_lists import PILOTS
from services.declaration.domain.calls import CallState
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.recommendation import RecommendationState

metadata = MetaData()

ROUND_INDEX = "declaration_one_per_round"
"""Neither withdrawn nor voided: an applicant has one in a round, and a rejected one blocks the round (DL4)."""


def _one_of(*values: str) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


EXCLUSIVE_INDEX = "declaration_one_pilot"
"""An applicant is in one programme at a time of those that exclude one another (XA11)."""

_IN_A_PILOT = _one_of(State.IN_REVIEW, State.RETURNED, State.APPROVED)
_ONCE_LISTED = _one_of(PilotState.LISTED, PilotState.SUSPENDED, PilotState.DELISTED)
_FREE_AGAIN = _one_of(State.WITHDRAWN, State.VOIDED)

pack_releases = Table(
    "pack_release",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("released_at", DateTime(timezone=True), nullable=False),
    Column("released_by", Uuid, nullable=False),
    PrimaryKeyConstraint("city", "id", name="pack_release_pkey"),
    UniqueConstraint("city", "pack", name="pack_release_once"),
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="pack_release_sha256"),
    CheckConstraint("version = 1", name="pack_release_never_changes"),
)

calls = Table(
    "call",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opens_at", DateTime(timezone=True)),
    Column("closes_at", DateTime(timezone=True)),
    Column("closing_reason", Text, nullable=False),
    Column("extensions", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    PrimaryKeyConstraint("city", "id", name="call_pkey"),
    UniqueConstraint("city", "programme_year", "key", name="call_once_per_programme"),
    CheckConstraint("version > 0", name="call_version_positive"),
    CheckConstraint(f"state in {_one_of(*CallState)}", name="call_state_known"),
    CheckConstraint(f"state = '{CallState.PLANNED}' or opens_at is not null", name="call_open_since"),
    CheckConstraint(f"state <> '{CallState.CLOSED}' or closes_at is not null", name="call_closed_at"),
)

declarations = Table(
    "declaration",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("call_id", Uuid, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    *desk_columns("declaration"),
    Column("pilot_state", Text, nullable=False),
    Column("list_key", Text, nullable=False, server_default=text(f"'{PILOTS}'")),
    Column("scale", Text),
    Column("exclusive_key", Text),
    Column("rank_points", Integer, nullable=False, server_default=text("0")),
    Column("rank_codes", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("notice_id", Uuid),
    Column("listed_at", DateTime(timezone=True)),
    Column("delisted_at", DateTime(timezone=True)),
    Column("pilot_reason", Text, nullable=False),
    *dossier_columns("declaration"),
    PrimaryKeyConstraint("city", "id", name="declaration_pkey"),
    CheckConstraint("version > 0", name="declaration_version_positive"),
    CheckConstraint(f"pilot_state in {_one_of(*PilotState)}", name="declaration_pilot_state_known"),
    CheckConstraint(
        f"(pilot_state in {_ONCE_LISTED}) = (listed_at is not null)",
        name="declaration_listed_at",
    ),
    Index(ROUND_INDEX, "city", "case_id", unique=True, postgresql_where=text(f"state not in {_FREE_AGAIN}")),
    CheckConstraint("rank_points >= 0", name="declaration_rank_not_negative"),
    Index(
        EXCLUSIVE_INDEX,
        "city",
        "credit_code",
        "exclusive_key",
        unique=True,
        postgresql_where=text(
            f"exclusive_key is not null and state in {_IN_A_PILOT} and pilot_state <> '{PilotState.DELISTED}'"
        ),
    ),
    Index("declaration_ranked", "city", "rank_points", "id", postgresql_where=text("filed_at is not null")),
    *desk_indexes("declaration"),
    Index("declaration_filed_batch", "city", "batch", "filed_at", "id", postgresql_where=text("filed_at is not null")),
    Index("declaration_listed", "city", "list_key", "listed_at", "id", postgresql_where=text("pilot_state = 'listed'")),
    Index(
        "declaration_place",
        "city",
        "pilot_state",
        "listed_at",
        "id",
        postgresql_where=text("pilot_state <> 'unlisted'"),
    ),
)

level_pilots = Table(
    "level_pilot",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("division_path", JSONB, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("edition", Text, nullable=False),
    Column("pilot_state", Text, nullable=False),
    Column("list_key", Text, nullable=False),
    Column("scale", Text),
    Column("listed_at", DateTime(timezone=True), nullable=False),
    Column("delisted_at", DateTime(timezone=True)),
    Column("pilot_reason", Text, nullable=False),
    PrimaryKeyConstraint("city", "id", name="level_pilot_pkey"),
    UniqueConstraint("city", "case_id", name="level_pilot_one_per_case"),
    CheckConstraint("version > 0", name="level_pilot_version_positive"),
    CheckConstraint(f"pilot_state in {_ONCE_LISTED}", name="level_pilot_state_known"),
    CheckConstraint(
        f"(pilot_state = '{PilotState.DELISTED}') = (delisted_at is not null)", name="level_pilot_delisted_at"
    ),
    Index("level_pilot_of_applicant", "city", "applicant_id"),
    Index("level_pilot_listed", "city", "list_key", "listed_at", "id", postgresql_where=text("pilot_state = 'listed'")),
)
"""Who became a pilot enterprise by a confirmed level, without a declaration (ZS6)."""

known_self_assessments = Table(
    "known_self_assessment",
    metadata,
    Column("city", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("completed_at", DateTime(timezone=True), nullable=False),
    Column("level", Integer, nullable=False),
    Column("edition", Text, nullable=False),
    Column("completed_on", Date, nullable=False),
    PrimaryKeyConstraint("city", "applicant_id", name="known_self_assessment_pkey"),
)

known_warnings = Table(
    "known_warning",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("effect", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_warning_pkey"),
    Index("known_warning_open", "city", "subject_id", postgresql_where=text("is_open")),
)

quota_accounts = Table(
    "quota_account",
    metadata,
    Column("city", Text, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("quota", Text, nullable=False),
    Column("scope", ARRAY(Text), nullable=False),
    Column("holders", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "programme_year", "batch", "key", name="quota_account_pkey"),
)
"""Who holds the scarce places of a round. A row is what two reviewers at the same instant wait for."""

recommendations = Table(
    "recommendation",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opinion", Text, nullable=False),
    Column("cases", JSONB, nullable=False),
    Column("document", JSONB(none_as_null=True)),
    Column("attachments", JSONB, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("drafted_by", Uuid, nullable=False),
    Column("submitted_at", DateTime(timezone=True)),
    Column("submitted_by", Uuid),
    PrimaryKeyConstraint("city", "id", name="recommendation_pkey"),
    CheckConstraint("version > 0", name="recommendation_version_positive"),
    CheckConstraint(f"state in {_one_of(*RecommendationState)}", name="recommendation_state_known"),
    CheckConstraint(
        "num_nonnulls(document, submitted_at, submitted_by)"
        f" = case when state = '{RecommendationState.SUBMITTED}' then 3 else 0 end",
        name="recommendation_submitted_with_letter",
    ),
    Index("recommendation_drafted", "city", "drafted_at", "id"),
    Index("recommendation_of_division", "city", "division", "drafted_at", "id"),
)

notices = Table(
    "notice",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    *notice_columns("notice"),
    PrimaryKeyConstraint("city", "id", name="notice_pkey"),
    CheckConstraint("version > 0", name="notice_version_positive"),
    Index("notice_due", "city", "closes_at", postgresql_where=text("state = 'open'")),
    Index("notice_opened", "city", "opened_at", "id"),
)
