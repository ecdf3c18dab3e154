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
from casework.tables import dossier_columns
from services.project.domain.known import ProviderState
from services.project.domain.project import ProjectState

metadata = MetaData()

CONTRACT_INDEX = "project_one_per_contract"
"""A contract stands in one project, from its filing on, unless that was refused, withdrawn or ended."""


def _one_of(*values: str) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


CONTRACT_HELD = _one_of(ProjectState.IN_REVIEW, ProjectState.RETURNED, ProjectState.ENROLLED)

projects = Table(
    "project",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("pilot_id", Uuid, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("provider_id", Uuid),
    Column("payee_account_id", Uuid),
    Column("product_ids", ARRAY(Uuid), nullable=False),
    Column("filing_number", Text),
    Column("contract_number", Text),
    Column("contract_provider_id", Uuid),
    Column("contract_amount_fen", BigInteger),
    Column("down_payment_fen", BigInteger),
    Column("contract", JSONB(none_as_null=True)),
    Column("percent", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("reported_until", Date),
    Column("check_findings", JSONB, nullable=False),
    Column("termination", JSONB(none_as_null=True)),
    *desk_columns("project"),
    *dossier_columns("project"),
    PrimaryKeyConstraint("city", "id", name="project_pkey"),
    UniqueConstraint("city", "programme_year", "filing_number", name="project_filing_number_key"),
    CheckConstraint("version > 0", name="project_version_positive"),
    CheckConstraint(f"status in {_one_of(*ProjectState)}", name="project_status_known"),
    CheckConstraint(
        "status = case when state <> 'approved' then state when termination is null then 'enrolled'"
        " else 'terminated' end",
        name="project_status_of_state",
    ),
    CheckConstraint("(state in ('approved', 'voided')) or filing_number is null", name="project_number_when_enrolled"),
    CheckConstraint("state <> 'approved' or filing_number is not null", name="project_enrolled_with_number"),
    CheckConstraint(
        "num_nonnulls(contract, contract_number, contract_provider_id, contract_amount_fen, down_payment_fen)"
        " in (0, 5)",
        name="project_contract_whole",
    ),
    CheckConstraint("filed_at is null or contract is not null", name="project_filed_with_contract"),
    CheckConstraint("contract_amount_fen >= 0", name="project_amount_not_negative"),
    CheckConstraint("down_payment_fen between 0 and contract_amount_fen", name="project_down_payment_within"),
    CheckConstraint("percent between 0 and 100", name="project_percent_within"),
    CheckConstraint("reports >= 0", name="project_reports_not_negative"),
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
    *desk_indexes("project"),
)

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
    PrimaryKeyConstraint("city", "id", name="known_provider_pkey"),
    CheckConstraint(f"state in {_one_of(*ProviderState)}", name="known_provider_state_known"),
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
