"""What commands answer and queries show of budgets, releases, payments and recoveries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.funding.domain.acts import Release
from services.funding.domain.bank_files import BankResultFile, PaymentExport
from services.funding.domain.budget import BudgetLine
from services.funding.domain.bulk import ItemRefused
from services.funding.domain.payment import Instruction, PaymentBatch
from services.funding.domain.shares import as_fen, total_of
from services.funding.domain.views import document_view, refused_view

Shown = dict[str, Any]


def budget_line_view(line: BudgetLine) -> Shown:
    """A budget line from its allocation document."""
    return {
        "id": line.id,
        "version": line.version,
        "fund_source": line.fund_source,
        "fund_year": line.fund_year,
        "category": line.category,
        "amount_fen": line.amount.fen,
        "document": document_view(line.document),
        "state": line.state,
        "entered_at": line.entered_at,
        "confirmed_at": line.confirmed_at,
    }


def release_view(release: Release, refused: Iterable[ItemRefused] = ()) -> Shown:
    """What the finance bureau passed on."""
    return {
        "id": release.id,
        "version": release.version,
        "plan_id": release.plan_id,
        "document": document_view(release.document),
        "tranche_ids": release.tranche_ids,
        "total_fen": release.total.fen,
        "released_at": release.released_at,
        "refused": refused_view(refused),
    }


def batch_view(batch: PaymentBatch) -> Shown:
    """A batch with its instructions: count, sum and digest are what the bank's copy is compared with."""
    return {**batch_head(batch), "instructions": [instruction_view(each) for each in batch.instructions]}


def batch_head(batch: PaymentBatch) -> Shown:
    """A batch without its instructions."""
    return {
        "id": batch.id,
        "version": batch.version,
        "number": batch.number,
        "state": batch.state,
        "instrument": batch.instrument,
        "count": batch.count,
        "total_fen": batch.total.fen,
        "digest": batch.digest,
        "made_at": batch.made_at,
        "checked_at": batch.checked_at,
        "opinion": batch.opinion,
        "exports": batch.exports,
    }


def instruction_view(instruction: Instruction) -> Shown:
    """One attempt to pay a tranche, and what the bank said."""
    payee = instruction.payee
    return {
        "id": instruction.id,
        "number": instruction.number,
        "tranche_id": instruction.tranche_id,
        "award_id": instruction.award_id,
        "case_id": instruction.case_id,
        "attempt": instruction.attempt,
        "amount_fen": instruction.amount.fen,
        "gross_fen": instruction.gross.fen,
        "netted_fen": total_of(instruction.netted).fen,
        "shares": as_fen(instruction.shares),
        "state": instruction.state,
        "payee": {
            "account_name": payee.account_name,
            "bank_name": payee.bank_name,
            "branch_code": payee.branch_code,
            "last4": payee.last4,
            "instrument": payee.instrument,
        },
        "answers": list(instruction.answers),
    }


def export_view(export: PaymentExport, batch: PaymentBatch) -> Shown:
    """A permission to download, with what the file has to add up to."""
    return {
        "id": export.id,
        "version": batch.version,
        "batch_id": export.batch_id,
        "file_format": export.file_format,
        "expires_at": export.expires_at,
        "count": batch.count,
        "total_fen": batch.total.fen,
        "digest": batch.digest,
    }


def result_file_view(file: BankResultFile, *, is_repeated: bool) -> Shown:
    """What a result file changed; a repeated one changed nothing this time."""
    return {
        "id": file.id,
        "version": file.version,
        "name": file.file.name,
        "sha256": file.sha256,
        "lines": file.lines,
        "total_fen": file.total.fen,
        "paid": file.paid,
        "returned": file.returned,
        "known": file.known,
        "unknown": list(file.unknown),
        "imported_at": file.imported_at,
        "is_repeated": is_repeated,
    }
