"""Files between us and the bank, as values: an export that may be downloaded for a while, a result that came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from contracts.money import Money
from services.funding.domain.documents import FileReference
from services.funding.domain.refusals import ExportExpired

DOWNLOAD_MINUTES: Final = 15


class ExportFormat(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, kw_only=True)
class PaymentExport:
    """Permission for one account to download one batch with whole account numbers. The file itself is never stored."""

    id: UUID
    city: str
    batch_id: UUID
    file_format: ExportFormat
    made_by: UUID
    made_at: datetime
    expires_at: datetime


def payment_export(
    export_id: UUID,
    *,
    city: str,
    batch_id: UUID,
    file_format: ExportFormat,
    by: UUID,
    at: datetime,
) -> PaymentExport:
    """A permission that lasts a quarter of an hour."""
    return PaymentExport(
        id=export_id,
        city=city,
        batch_id=batch_id,
        file_format=file_format,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(minutes=DOWNLOAD_MINUTES),
    )


def must_be_downloadable(export: PaymentExport, *, by: UUID, at: datetime) -> None:
    """ExportExpired after its time, and for anybody else."""
    if export.made_by != by or at >= export.expires_at:
        raise ExportExpired(minutes=DOWNLOAD_MINUTES)


@dataclass(frozen=True, kw_only=True)
class UnknownLine:
    """A line of a result file that names no instruction of ours: somebody has to look."""

    row: int
    number: str
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class BankResultFile:
    """A result file that was taken. The same bytes are never taken twice."""

    id: UUID
    city: str
    file: FileReference
    sha256: str
    lines: int
    total: Money
    paid: int
    returned: int
    known: int
    unknown: tuple[UnknownLine, ...]
    imported_by: UUID
    imported_at: datetime
    version: int = 1
