"""A payment batch as a file for the bank: the platform's neutral JSON, or the same as CSV or Excel.

The only place where account numbers are opened. The bytes go to the checker who asked, and are kept nowhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from contracts.money import Money
from contracts.sealed import Sealed
from services.funding.adapters.amount_in_words import amount_in_words
from services.funding.domain.bank_files import ExportFormat
from services.funding.domain.bank_results import DIGEST_MARK, lines_digest
from services.funding.domain.payment import PaymentBatch

FORMAT: Final = "shuzhuan-payment-batch/1"
PAYEE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "bank_transfer": ("收款账户名称", "收款账号", "开户行", "联行号"),
    "digital_rmb": ("钱包名称", "钱包编号", "运营机构", "联行号"),
    "voucher": ("持券企业", "券号", "发券机构", "联行号"),
}
"""The same four columns for every instrument; what an instrument does not have stays empty."""
AMOUNT_COLUMNS: Final = ("金额（元）", "大写金额", "应付金额（元）", "已抵扣（元）")
RESULT_COLUMNS: Final = ("状态", "日期", "银行流水号", "退回原因")
"""Empty: the bank, or who asks it, fills them in, and the same file can be handed in as the bank's answer."""
TOTAL: Final = "合计"

MEDIA_TYPES: Final = {
    ExportFormat.JSON: "application/json",
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Open = Callable[[Sealed], str]


@dataclass(frozen=True, kw_only=True)
class BatchFile:
    """`content` holds whole account numbers: hand it over, never store it."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def batch_file(batch: PaymentBatch, file_format: ExportFormat, open_number: Open) -> BatchFile:
    """The file. Its own sum is compared with the batch's before it leaves."""
    lines = [_line(batch, position, open_number) for position in range(batch.count)]
    if sum(line["amount_fen"] for line in lines) != batch.total.fen:
        raise AssertionError("the file does not add up to its batch")
    write = {ExportFormat.JSON: _as_json, ExportFormat.CSV: _as_csv, ExportFormat.XLSX: _as_xlsx}[file_format]
    return BatchFile(
        name=f"{batch.number}.{file_format.value}",
        media_type=MEDIA_TYPES[file_format],
        content=write(batch, lines),
    )


def _line(batch: PaymentBatch, position: int, open_number: Open) -> dict[str, Any]:
    instruction = batch.instructions[position]
    payee = instruction.payee
    return {
        "number": instruction.number,
        "account_name": payee.account_name,
        "account_number": open_number(payee.number) if payee.number else "",
        "bank_name": payee.bank_name,
        "branch_code": payee.branch_code,
        "amount_fen": instruction.amount.fen,
        "amount_yuan": instruction.amount.as_yuan(),
        "amount_in_words": amount_in_words(instruction.amount),
        "gross_yuan": instruction.gross.as_yuan(),
        "netted_yuan": (instruction.gross - instruction.amount).as_yuan(),
    }


def _as_json(batch: PaymentBatch, lines: list[dict[str, Any]]) -> bytes:
    content = {
        "format": FORMAT,
        "batch": batch.number,
        "instrument": batch.instrument,
        "count": batch.count,
        "total_fen": batch.total.fen,
        "digest": batch.digest,
        "lines": lines,
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def _as_csv(batch: PaymentBatch, lines: list[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_plain(cell) for cell in row] for row in _rows(batch, lines))
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(batch: PaymentBatch, lines: list[dict[str, Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("拨付清单")
    for row in _rows(batch, lines):
        sheet.append([_text_cell(sheet, cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(batch: PaymentBatch, lines: list[dict[str, Any]]) -> Iterator[list[str]]:
    yield ["指令号", *PAYEE_COLUMNS[batch.instrument], *AMOUNT_COLUMNS, *RESULT_COLUMNS]
    for line in lines:
        yield [
            line["number"],
            line["account_name"],
            line["account_number"],
            line["bank_name"],
            line["branch_code"],
            line["amount_yuan"],
            line["amount_in_words"],
            line["gross_yuan"],
            line["netted_yuan"],
            *("" for _ in RESULT_COLUMNS),
        ]
    total = batch.total
    gross = Money(sum(instruction.gross.fen for instruction in batch.instructions))
    yield [
        TOTAL,
        f"{batch.count}笔",
        f"批次{batch.number}",
        f"校验码{batch.digest}",
        f"{DIGEST_MARK}{lines_digest((each.number, each.amount) for each in batch.instructions)}",
        total.as_yuan(),
        amount_in_words(total),
        gross.as_yuan(),
        (gross - total).as_yuan(),
        *("" for _ in RESULT_COLUMNS),
    ]


def _plain(cell: str) -> str:
    """Spreadsheets run a cell that begins like a formula; a leading apostrophe makes it text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell


def _text_cell(sheet: Any, value: str) -> Any:
    """Text, whatever it looks like: a long account number must not become a floating-point number."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
