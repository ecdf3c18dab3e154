"""Measures against providers, and what their rating is computed from: contracts, verdicts, answers of enterprises."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.storage.tables.base import identity, instant, metadata

ANSWERED: Final = "satisfaction_once_per_project"

measure = Table(
    "provider_measure",
    metadata,
    *identity("provider_measure"),
    Column("provider_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("finding_ids", ARRAY(Uuid), nullable=False),
    instant("taken_at"),
    Column("appeal_working_days", Integer),
    Column("appeal", JSONB(none_as_null=True)),
    instant("ended_at", nullable=True),
    CheckConstraint("kind in ('warning', 'suspension', 'removal')", name="provider_measure_kind_known"),
    CheckConstraint(
        "state in ('in_force', 'appealed', 'confirmed', 'overturned', 'lifted', 'final')",
        name="provider_measure_state_known",
    ),
    CheckConstraint("(kind = 'removal') = (state = 'final')", name="provider_measure_removal_final"),
    CheckConstraint(
        "(state in ('overturned', 'lifted')) = (ended_at is not null)", name="provider_measure_ended_when_undone"
    ),
    CheckConstraint(
        "state not in ('appealed', 'confirmed', 'overturned') or appeal is not null",
        name="provider_measure_decided_by_appeal",
    ),
    Index("provider_measure_by_provider", "city", "provider_id", "taken_at", "id"),
    Index("provider_measure_by_state", "city", "state", "taken_at", "id"),
)

known_contract = Table(
    "known_contract",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("provider_id", Uuid, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("due_on", Date),
    Column("price_fen", BigInteger, nullable=False),
    Column("ceiling_fen", BigInteger, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="known_contract_pkey"),
    CheckConstraint("price_fen >= 0 and ceiling_fen >= 0", name="known_contract_amounts_not_negative"),
    Index("known_contract_of_provider", "city", "provider_id", "project_id"),
    Index("known_contract_of_applicant", "city", "applicant_id", "project_id"),
)
"""The contract in force of a project; prices and ceilings are sums over the lines that have a ceiling."""

known_verdict = Table(
    "known_verdict",
    metadata,
    Column("acceptance_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("is_passed", Boolean, nullable=False),
    Column("level", Integer),
    Column("completed_on", Date),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    instant("decided_at"),
    PrimaryKeyConstraint("city", "acceptance_id", name="known_verdict_pkey"),
    Index("known_verdict_of_project", "city", "project_id", "decided_at"),
)
"""How an acceptance ended; of several of one project the latest counts."""

known_finding = Table(
    "known_finding",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("provider_id", Uuid, nullable=False),
    Column("finding_id", Uuid),
    Column("severity", Text, nullable=False),
    Column("found_on", Date, nullable=False),
    PrimaryKeyConstraint("city", "project_id", "sequence", name="known_finding_pkey"),
    Index("known_finding_of_provider", "city", "provider_id", "project_id", "sequence"),
)
"""What checks of projects found about their providers."""

satisfaction = Table(
    "satisfaction",
    metadata,
    *identity("satisfaction"),
    Column("project_id", Uuid, nullable=False),
    Column("provider_id", Uuid, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("score", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    instant("answered_at"),
    UniqueConstraint("city", "project_id", name=ANSWERED),
    CheckConstraint("score >= 0", name="satisfaction_score_not_negative"),
)
