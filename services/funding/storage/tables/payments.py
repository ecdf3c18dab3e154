"""Payment batches with their instructions, exports of them, and the bank's answers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from services.funding.domain.states import BatchState, InstructionState
from services.funding.storage.tables.base import (
    identity,
    instant,
    instrument_check,
    metadata,
    money,
    part,
    shares_check,
    state_check,
)

payment_batches = Table(
    "payment_batch",
    metadata,
    *identity("payment_batch"),
    Column("number", Text, nullable=False),
    Column("planned_by", JSONB, nullable=False),
    Column("made_by", Uuid, nullable=False),
    instant("made_at"),
    Column("state", Text, nullable=False),
    Column("checked_by", Uuid),
    instant("checked_at", nullable=True),
    Column("opinion", Text, nullable=False),
    Column("exports", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    money("total_fen"),
    Column("digest", Text, nullable=False),
    Column("instrument", Text, nullable=False),
    instrument_check("payment_batch"),
    UniqueConstraint("city", "number", name="payment_batch_number_key"),
    state_check("payment_batch", BatchState),
    CheckConstraint("checked_by is null or checked_by <> made_by", name="payment_batch_four_eyes"),
    CheckConstraint("(state = 'made') = (checked_by is null)", name="payment_batch_checked_by"),
    CheckConstraint("count > 0 and total_fen > 0", name="payment_batch_not_empty"),
    Index("payment_batch_listed", "city", "made_at", "id"),
)

payment_instructions = Table(
    "payment_instruction",
    metadata,
    *part("payment_instruction"),
    Column("batch_id", Uuid, nullable=False),
    Column("number", Text, nullable=False),
    Column("tranche_id", Uuid, nullable=False),
    Column("award_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("attempt", Integer, nullable=False),
    money("amount_fen"),
    Column("shares", JSONB, nullable=False),
    Column("snapshot_id", Uuid, nullable=False),
    Column("payee", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("answers", JSONB, nullable=False),
    Column("netted", JSONB, nullable=False),
    UniqueConstraint("city", "number", name="payment_instruction_number_key"),
    UniqueConstraint("city", "tranche_id", "attempt", name="payment_instruction_attempt_key"),
    state_check("payment_instruction", InstructionState),
    shares_check("payment_instruction", "amount_fen"),
    CheckConstraint("amount_fen > 0", name="payment_instruction_amount_positive"),
    Index(
        "payment_instruction_one_live",
        "city",
        "tranche_id",
        unique=True,
        postgresql_where=text("state in ('made', 'checked', 'paid')"),
    ),
    Index("payment_instruction_batch", "city", "batch_id"),
)

payment_exports = Table(
    "payment_export",
    metadata,
    *part("payment_export"),
    Column("batch_id", Uuid, nullable=False),
    Column("file_format", Text, nullable=False),
    Column("made_by", Uuid, nullable=False),
    instant("made_at"),
    instant("expires_at"),
    Index("payment_export_batch", "city", "batch_id"),
)

bank_result_files = Table(
    "bank_result_file",
    metadata,
    *identity("bank_result_file"),
    Column("file", JSONB, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("lines", Integer, nullable=False),
    money("total_fen"),
    Column("paid", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("unknown", JSONB, nullable=False),
    Column("imported_by", Uuid, nullable=False),
    instant("imported_at"),
    UniqueConstraint("city", "sha256", name="bank_result_file_sha256_key"),
    Index("bank_result_file_listed", "city", "imported_at", "id"),
)
