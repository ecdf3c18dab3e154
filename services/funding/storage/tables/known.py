"""Copies of foreign facts: the columns that funding decides by, each written by one handler."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Numeric, PrimaryKeyConstraint, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.funding.storage.tables.base import metadata, money

known_pilots = Table(
    "known_pilot",
    metadata,
    Column("city", Text, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    Column("applicant_id", Uuid),
    Column("pack", Text),
    PrimaryKeyConstraint("city", "case_id", name="known_pilot_pkey"),
    Index("known_pilot_of_applicant", "city", "applicant_id"),
)

known_contracts = Table(
    "known_contract",
    metadata,
    Column("city", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("signed_on", Date, nullable=False),
    money("amount_fen"),
    Column("payee_account_id", Uuid, nullable=False),
    Column("ceilings", JSONB, nullable=False),
    money("down_payment_fen", nullable=True),
    money("list_price_fen", nullable=True),
    money("concession_fen", nullable=True),
    Column("case_id", Uuid),
    Column("applicant", JSONB),
    Column("applicant_id", Uuid),
    Column("division", Text),
    Column("pack", Text),
    Column("pack_sha256", Text),
    Column("provider_id", Uuid),
    Column("group_lead_id", Uuid),
    PrimaryKeyConstraint("city", "project_id", name="known_contract_pkey"),
    Index("known_contract_of_applicant", "city", "applicant_id"),
    Index("known_contract_of_provider", "city", "provider_id"),
    Index("known_contract_of_group_lead", "city", "group_lead_id"),
)

known_project_ends = Table(
    "known_project_end",
    metadata,
    Column("city", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="known_project_end_pkey"),
)

known_payee_accounts = Table(
    "known_payee_account",
    metadata,
    Column("city", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("account_name", Text, nullable=False),
    Column("bank_name", Text, nullable=False),
    Column("branch_code", Text, nullable=False),
    Column("number", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_payee_account_pkey"),
)

known_case_packs = Table(
    "known_case_pack",
    metadata,
    Column("city", Text, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    PrimaryKeyConstraint("city", "case_id", name="known_case_pack_pkey"),
)

known_providers = Table(
    "known_provider",
    metadata,
    Column("city", Text, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("is_enrolled", Boolean, nullable=False),
    Column("kinds", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "organisation_id", name="known_provider_pkey"),
)

known_trainings = Table(
    "known_training",
    metadata,
    Column("city", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("project_id", Uuid),
    Column("applicant_id", Uuid, nullable=False),
    Column("institution_id", Uuid),
    Column("person_days", Numeric, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_training_pkey"),
    Index("known_training_of_project", "city", "project_id"),
    Index("known_training_of_applicant", "city", "applicant_id"),
    Index("known_training_of_institution", "city", "institution_id"),
)

known_passes = Table(
    "known_pass",
    metadata,
    Column("city", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="known_pass_pkey"),
)

known_assessed = Table(
    "known_assessed",
    metadata,
    Column("city", Text, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("assessor_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="known_assessed_pkey"),
    Index("known_assessed_by", "city", "assessor_id"),
)

known_benchmarks = Table(
    "known_benchmark",
    metadata,
    Column("city", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("chosen_on", Date, nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_benchmark_pkey"),
    Index("known_benchmark_of_project", "city", "project_id"),
)
