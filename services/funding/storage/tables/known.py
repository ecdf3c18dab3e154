"""Copies of foreign facts: the columns that funding decides by, each written by one handler."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, PrimaryKeyConstraint, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.funding.storage.tables.base import metadata, money

known_pilots = Table(
    "known_pilot",
    metadata,
    Column("city", Text, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    PrimaryKeyConstraint("city", "case_id", name="known_pilot_pkey"),
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
    PrimaryKeyConstraint("city", "project_id", name="known_contract_pkey"),
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
