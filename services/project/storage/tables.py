"""The tables of the project service. The migrations build them; a test compares the two."""

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
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from casework.desk_lists import desk_columns, desk_indexes, listing_indexes, waiting_indexes
from casework.division_paths import PATH_COLUMN
from casework.states import LIVE, State
from casework.tables import dossier_columns
from services.project.domain.project import ProjectState
from services.project.domain.warning import WarningEffect, WarningState
from services.project.storage.known_tables import metadata
from services.project.storage.showing_tables import benchmarks, typical_cases

__all__ = [
    "CONTRACT_HELD", "CONTRACT_INDEX", "benchmarks", "metadata", "number_sequences", "progress_reports", "projects",
    "spot_checks", "stages", "trainings", "typical_cases", "warnings",
]  # fmt: skip

CONTRACT_INDEX = "project_one_per_contract"
"""A contract stands in one project, from its filing on, unless that was refused, withdrawn or ended."""


def _one_of(*values: str) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


CONTRACT_HELD = _one_of(
    ProjectState.IN_REVIEW, ProjectState.RETURNED, ProjectState.FILED, ProjectState.ENROLLED, ProjectState.COMPLETED
)
_LIVE = _one_of(*(state for state in State if state in LIVE))

projects = Table(
    "project",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("pilot_id", Uuid),
    Column("call_id", Uuid),
    Column("programme_year", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column(PATH_COLUMN, JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("pack", Text, nullable=False),
    Column("pack_hash", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("filed_at", DateTime(timezone=True)),
    Column("submitted_at", DateTime(timezone=True)),
    Column("provider_id", Uuid),
    Column("payee_account_id", Uuid),
    Column("provider_ids", ARRAY(Uuid), nullable=False),
    Column("payee_ids", ARRAY(Uuid), nullable=False),
    Column("product_ids", ARRAY(Uuid), nullable=False),
    Column("yielded", ARRAY(Text), nullable=False),
    Column("filing_number", Text),
    Column("published_on", Date),
    Column("completed_on", Date),
    Column("contract_number", Text),
    Column("contract_provider_id", Uuid),
    Column("contract_amount_fen", BigInteger),
    Column("down_payment_fen", BigInteger),
    Column("percent", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("reported_until", Date),
    Column("check_findings", JSONB, nullable=False),
    Column("termination", JSONB(none_as_null=True)),
    Column("stage", Text, nullable=False),
    Column("step_name", Text),
    Column("waits_for", Text),
    Column("waits_since", DateTime(timezone=True)),
    Column("due_on", Date),
    Column("is_provisional", Boolean, nullable=False),
    Column("assignee_id", Uuid),
    PrimaryKeyConstraint("city", "id", name="project_pkey"),
    UniqueConstraint("city", "programme_year", "filing_number", name="project_filing_number_key"),
    CheckConstraint("version > 0", name="project_version_positive"),
    CheckConstraint(f"status in {_one_of(*ProjectState)}", name="project_status_known"),
    CheckConstraint("num_nonnulls(pilot_id, call_id) = 1", name="project_started_by_list_or_call"),
    CheckConstraint("pack_hash ~ '^[0-9a-f]{64}$'", name="project_pack_hash_is_sha256"),
    CheckConstraint(
        "('filing_number' = any(yielded)) = (filing_number is not null)", name="project_number_when_yielded"
    ),
    CheckConstraint("('completion' = any(yielded)) = (completed_on is not null)", name="project_completed_with_day"),
    CheckConstraint(
        "status = 'terminated' or (status in ('enrolled', 'completed')) = ('enrolment' = any(yielded))",
        name="project_status_of_yielded",
    ),
    CheckConstraint("not ('contract' = any(yielded)) or contract_number is not null", name="project_contract_yielded"),
    CheckConstraint(
        "num_nonnulls(contract_number, contract_provider_id, contract_amount_fen, down_payment_fen) in (0, 4)",
        name="project_contract_whole",
    ),
    CheckConstraint("contract_amount_fen >= 0", name="project_amount_not_negative"),
    CheckConstraint("down_payment_fen between 0 and contract_amount_fen", name="project_down_payment_within"),
    CheckConstraint("percent between 0 and 100", name="project_percent_within"),
    CheckConstraint("reports >= 0", name="project_reports_not_negative"),
    CheckConstraint("(waits_for is null) = (waits_since is null)", name="project_waits_since"),
    CheckConstraint("due_on is not null or not is_provisional", name="project_provisional_when_due"),
    Index(
        CONTRACT_INDEX,
        "city",
        "applicant_id",
        "contract_provider_id",
        "contract_number",
        unique=True,
        postgresql_where=text(f"status in {CONTRACT_HELD}"),
    ),
    Index("project_of_case", "city", "case_id", "id"),
    Index("project_filed_status", "city", "status", "filed_at", "id", postgresql_where=text("filed_at is not null")),
    Index(
        "project_with_provider", "city", "provider_id", "filed_at", "id", postgresql_where=text("filed_at is not null")
    ),
    Index("project_published", "city", "published_on", "id", postgresql_where=text("published_on is not null")),
    *listing_indexes("project"),
)
"""A project. What its stages say stands in their rows; what repeats it here is for the lists, by the stage that

somebody has to act on (`stage` to `assignee_id`), and for the index over contracts.
"""

stages = Table(
    "project_stage",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("begun_in", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("contract", JSONB(none_as_null=True)),
    *desk_columns("project_stage"),
    *dossier_columns("project_stage"),
    PrimaryKeyConstraint("city", "id", name="project_stage_pkey"),
    UniqueConstraint("city", "project_id", "name", "number", name="project_stage_number_key"),
    CheckConstraint("number > 0 and begun_in > 0 and version >= begun_in", name="project_stage_counts_positive"),
    CheckConstraint("number > 1 or reason = ''", name="project_stage_amends_something"),
    Index(
        "project_stage_one_live",
        "city",
        "project_id",
        "name",
        unique=True,
        postgresql_where=text(f"state in {_LIVE}"),
    ),
    Index("project_stage_of_applicant", "city", "applicant_id", "started_at", "id"),
    Index(
        "project_stage_assigned", "city", "assignee_id", "project_id", postgresql_where=text("assignee_id is not null")
    ),
    *waiting_indexes("project_stage"),
)
"""Every time that a stage of a project was gone through; `number` counts the times, from 1."""

progress_reports = Table(
    "progress_report",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("reported_until", Date),
    Column("answers", JSONB, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("attachments", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Uuid, nullable=False),
    PrimaryKeyConstraint("city", "id", name="progress_report_pkey"),
    UniqueConstraint("city", "project_id", "number", name="progress_report_number_key"),
    CheckConstraint("number > 0", name="progress_report_number_positive"),
    CheckConstraint("percent between 0 and 100", name="progress_report_percent_within"),
    Index("progress_report_newest", "city", "project_id", "at", "id"),
)

trainings = Table(
    "training_record",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("recorder_id", Uuid, nullable=False),
    Column("institution_id", Uuid),
    Column("course", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("days", Numeric(7, 3), nullable=False),
    Column("person_days", Numeric(14, 3), nullable=False),
    *desk_columns("training_record"),
    *dossier_columns("training_record"),
    PrimaryKeyConstraint("city", "id", name="training_record_pkey"),
    CheckConstraint("version > 0", name="training_record_version_positive"),
    CheckConstraint("persons > 0 and days > 0", name="training_record_counts_positive"),
    CheckConstraint("person_days = persons * days", name="training_record_person_days_of_both"),
    Index("training_record_of_project", "city", "project_id", "started_at", "id"),
    Index("training_record_by_recorder", "city", "recorder_id", "filed_at", "id"),
    *desk_indexes("training_record"),
)

number_sequences = Table(
    "number_sequence",
    metadata,
    Column("city", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("last", BigInteger, nullable=False),
    PrimaryKeyConstraint("city", "name", "scope", name="number_sequence_pkey"),
    CheckConstraint("last > 0", name="number_sequence_positive"),
)

spot_checks = Table(
    "spot_check",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("drawn_at", DateTime(timezone=True), nullable=False),
    Column("drawn_by", Uuid, nullable=False),
    Column("seed", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("criteria", JSONB, nullable=False),
    Column("candidates", ARRAY(Uuid), nullable=False),
    Column("lines", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "id", name="spot_check_pkey"),
    CheckConstraint("version > 0", name="spot_check_version_positive"),
    CheckConstraint("size > 0", name="spot_check_size_positive"),
    CheckConstraint("cardinality(candidates) > 0", name="spot_check_among_some"),
    Index("spot_check_newest", "city", "drawn_at", "id"),
)
"""A draw with its candidates; the lines are the drawn projects with their results."""

warnings = Table(
    "enterprise_warning",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column(PATH_COLUMN, JSONB, nullable=False),
    Column("project_id", Uuid),
    Column("effect", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("finding_ids", ARRAY(Uuid), nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("issued_by", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("lifting", JSONB(none_as_null=True)),
    PrimaryKeyConstraint("city", "id", name="enterprise_warning_pkey"),
    CheckConstraint("version > 0", name="enterprise_warning_version_positive"),
    CheckConstraint(f"effect in {_one_of(*WarningEffect)}", name="enterprise_warning_effect_known"),
    CheckConstraint(f"state in {_one_of(*WarningState)}", name="enterprise_warning_state_known"),
    CheckConstraint(
        f"(state = '{WarningState.LIFTED}') = (lifting is not null)", name="enterprise_warning_lifted_with_reason"
    ),
    Index("enterprise_warning_newest", "city", "issued_at", "id"),
    Index("enterprise_warning_of_applicant", "city", "applicant_id", "issued_at", "id"),
)
