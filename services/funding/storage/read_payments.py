"""Reading payment batches, their exports and result files."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.funding.domain.bank_files import ExportFormat, PaymentExport, must_be_downloadable
from services.funding.domain.payment import PaymentBatch
from services.funding.domain.views_payment import batch_view, result_file_view
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.payments import BATCH, EXPORT, INSTRUCTION, RESULT_FILE
from services.funding.storage.tables import (
    bank_result_files,
    payment_batches,
    payment_exports,
    payment_instructions,
)

Shown = dict[str, Any]

_batch = select(payment_batches).where(payment_batches.c.id == bindparam("id"))
_instructions = (
    select(payment_instructions)
    .where(payment_instructions.c.batch_id == bindparam("id"))
    .order_by(payment_instructions.c.number)
)
_export = select(payment_exports).where(
    payment_exports.c.id == bindparam("id"), payment_exports.c.batch_id == bindparam("batch_id")
)
_batches = newest_first(
    select(payment_batches).where(equal_or_any(payment_batches.c.state, "state")),
    payment_batches.c.made_at,
    payment_batches.c.id,
)
_result_files = newest_first(select(bank_result_files), bank_result_files.c.imported_at, bank_result_files.c.id)


def get_batch(reading: Reading, batch_id: UUID) -> Shown:
    """One batch with its instructions; account numbers by their last four digits."""
    return batch_view(_read_batch(reading, batch_id))


def list_batches(reading: Reading, *, state: str | None, limit: int, after: str | None) -> Shown:
    """Batches without their instructions, newest first."""
    return read_page(reading, _batches, _batch_row, limit=limit, after=after, by="made_at", state=state)


def batch_to_download(
    reading: Reading, actor: Actor, batch_id: UUID, export_id: UUID, *, at: datetime
) -> tuple[PaymentBatch, ExportFormat]:
    """The batch of an export, for the account that made it and for as long as it lasts."""
    row = reading.first(_export, id=export_id, batch_id=batch_id)
    if row is None:
        raise NotFound(kind="payment_export", id=str(export_id))
    export: PaymentExport = EXPORT.of(row)
    must_be_downloadable(export, by=actor.account_id, at=at)
    return _read_batch(reading, batch_id), export.file_format


def list_result_files(reading: Reading, *, limit: int, after: str | None) -> Shown:
    """What the bank answered, newest first."""
    return read_page(
        reading,
        _result_files,
        lambda row: result_file_view(RESULT_FILE.of(row), is_repeated=False),
        limit=limit,
        after=after,
        by="imported_at",
    )


def _read_batch(reading: Reading, batch_id: UUID) -> PaymentBatch:
    row = reading.first(_batch, id=batch_id)
    if row is None:
        raise NotFound(kind="payment_batch", id=str(batch_id))
    instructions = tuple(INSTRUCTION.of(each) for each in reading.read(_instructions, id=batch_id))
    batch: PaymentBatch = BATCH.of(row, instructions=instructions)
    return batch


def _batch_row(row: Row) -> Shown:
    return {
        "id": row.id,
        "version": row.version,
        "number": row.number,
        "state": row.state,
        "instrument": row.instrument,
        "count": row.count,
        "total_fen": row.total_fen,
        "digest": row.digest,
        "made_at": row.made_at,
        "checked_at": row.checked_at,
        "opinion": row.opinion,
        "exports": row.exports,
    }
