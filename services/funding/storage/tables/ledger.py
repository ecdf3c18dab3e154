"""The ledger, which only grows, and its chart of accounts."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.funding.storage.tables.base import instant, metadata, money, part

# National on purpose: the places that money can be in are the same everywhere; a city's own codes come by mapping.
ledger_accounts = Table(
    "ledger_account",
    metadata,
    Column("code", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("normal_side", Text, nullable=False),
    Column("position", Integer, nullable=False),
    CheckConstraint("normal_side in ('debit', 'credit')", name="ledger_account_side_known"),
)

ledger_entries = Table(
    "ledger_entry",
    metadata,
    *part("ledger_entry"),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("subject_version", Integer, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("case_id", Uuid),
    Column("booked_on", Date, nullable=False),
    instant("at"),
    Column("postings", Integer, nullable=False),
    UniqueConstraint("city", "subject_id", "subject_version", name="ledger_entry_booked_once"),
    CheckConstraint("postings > 1", name="ledger_entry_has_two_sides"),
    Index("ledger_entry_journal", "city", "seq"),
    Index("ledger_entry_by_kind", "city", "kind", "seq"),
    Index("ledger_entry_by_case", "city", "case_id", "seq"),
)

ledger_postings = Table(
    "ledger_posting",
    metadata,
    Column("city", Text, nullable=False),
    Column("entry_id", Uuid, nullable=False),
    Column("line", Integer, nullable=False),
    Column("account", Text, ForeignKey("ledger_account.code", name="ledger_posting_account_fkey"), nullable=False),
    Column("fund_source", Text, nullable=False),
    Column("fund_year", Integer, nullable=False),
    Column("category", Text, nullable=False),
    money("amount_fen"),
    PrimaryKeyConstraint("city", "entry_id", "line", name="ledger_posting_pkey"),
    ForeignKeyConstraint(
        ["city", "entry_id"], ["ledger_entry.city", "ledger_entry.id"], name="ledger_posting_entry_fkey"
    ),
    CheckConstraint("amount_fen <> 0", name="ledger_posting_moves_money"),
    Index("ledger_posting_balance", "city", "fund_source", "fund_year", "category", "account"),
)
