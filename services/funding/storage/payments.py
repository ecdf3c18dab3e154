"""Payment batches with their instructions, exports, and the result files of the bank."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, cast, select

from chassis.db.transaction import Transaction
from contracts.refusal import NotFound
from services.funding.domain.bank_files import BankResultFile, PaymentExport
from services.funding.domain.payment import Instruction, PaymentBatch
from services.funding.storage.mapped import Mapped
from services.funding.storage.tables import bank_result_files, payment_batches, payment_exports, payment_instructions

BATCH = Mapped(
    payment_batches,
    PaymentBatch,
    outside=["instructions"],
    repeated=lambda batch: {"count": batch.count, "total_fen": batch.total.fen, "digest": batch.digest},
)
INSTRUCTION = Mapped(payment_instructions, Instruction)
EXPORT = Mapped(payment_exports, PaymentExport)
RESULT_FILE = Mapped(bank_result_files, BankResultFile)

_by_id = select(payment_batches).where(payment_batches.c.id == bindparam("id")).with_for_update()
_instructions = (
    select(payment_instructions)
    .where(payment_instructions.c.batch_id == bindparam("batch_id"))
    .order_by(payment_instructions.c.number)
)
_batches_of_numbers = (
    select(payment_instructions.c.batch_id)
    .where(payment_instructions.c.number == any_(cast(bindparam("numbers"), ARRAY(Text))))
    .distinct()
    .order_by(payment_instructions.c.batch_id)
)
_save_batch, _save_instruction = BATCH.update("id"), INSTRUCTION.update("id", guarded=False)
_export_by_id = select(payment_exports).where(payment_exports.c.id == bindparam("id"))
_file_by_sha256 = select(bank_result_files).where(bank_result_files.c.sha256 == bindparam("sha256"))


class BatchRepository:
    """Batches, locked, with all their instructions."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, batch_id: UUID) -> PaymentBatch:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_by_id, id=batch_id)
        if row is None:
            raise NotFound(kind="payment_batch", id=str(batch_id))
        found = self._transaction.read(_instructions, batch_id=batch_id)
        return BATCH.of(row, instructions=tuple(INSTRUCTION.of(each) for each in found))

    def of_numbers(self, numbers: Collection[str]) -> list[PaymentBatch]:
        """The batches that hold instructions with these numbers, locked in the order of their ids."""
        rows = self._transaction.read(_batches_of_numbers, numbers=list(numbers))
        return [self.get(row.batch_id) for row in rows]

    def add(self, batch: PaymentBatch) -> None:
        """InstructionExists (from the unique index) when one of the tranches has a live instruction."""
        self._transaction.write(BATCH.insert, **BATCH.values(batch))
        for instruction in batch.instructions:
            values = INSTRUCTION.values(instruction, city=batch.city, batch_id=batch.id)
            self._transaction.write(INSTRUCTION.insert, **values)

    def save(self, batch: PaymentBatch, before: PaymentBatch) -> None:
        """The next version, with the instructions that differ from `before`."""
        self._transaction.change_one(_save_batch, at_id=batch.id, at_version=before.version, **BATCH.values(batch))
        for instruction, old in zip(batch.instructions, before.instructions, strict=True):
            if instruction != old:
                values = INSTRUCTION.values(instruction, city=batch.city, batch_id=batch.id)
                self._transaction.change_one(_save_instruction, at_id=instruction.id, **values)


class ExportRepository:
    """Permissions to download a batch."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, export_id: UUID) -> PaymentExport:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_export_by_id, id=export_id)
        if row is None:
            raise NotFound(kind="payment_export", id=str(export_id))
        return EXPORT.of(row)

    def add(self, export: PaymentExport) -> None:
        self._transaction.write(EXPORT.insert, **EXPORT.values(export))


class ResultFileRepository:
    """Result files that were taken."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_content(self, sha256: str) -> BankResultFile | None:
        """The file with this content, if it was taken before."""
        row = self._transaction.first(_file_by_sha256, sha256=sha256)
        return None if row is None else RESULT_FILE.of(row)

    def add(self, file: BankResultFile) -> None:
        self._transaction.write(RESULT_FILE.insert, **RESULT_FILE.values(file))
