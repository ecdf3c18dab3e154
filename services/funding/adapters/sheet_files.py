"""Sheets as Excel files, and back: what is handed in again is held against its own last row.

Text is text, whatever it looks like: no code becomes a number, and nothing is a formula. Amounts are numbers with two
decimals, so that a spreadsheet can add them up as well.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from services.funding.adapters.tables import TOTALS, rows_of
from services.funding.domain.refusals import SheetUnreadable
from services.funding.domain.sheets import MOST_ROWS, Cell, Sheet, digest_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHECK: Final = "校验码"
TOTAL: Final = "合计"
_AMOUNT: Final = "（元）"


@dataclass(frozen=True, kw_only=True)
class SheetFile:
    """`content` is an Excel workbook."""

    name: str
    content: bytes
    media_type: str = XLSX

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class CheckedSheet:
    """What a sheet says of itself, and everything in which its lines differ from that; empty: it is whole."""

    lines: int
    totals: dict[str, Money]
    digest: str
    problems: tuple[Problem, ...]


def sheet_file(sheet: Sheet, *more: Sheet) -> SheetFile:
    """The file, of the first sheet's name; each sheet is a page. Blocks while it is written: call it in a thread."""
    book = Workbook(write_only=True)
    for each in (sheet, *more):
        _write_page(book.create_sheet(each.title), each)
    content = io.BytesIO()
    book.save(content)
    return SheetFile(name=sheet.name, content=content.getvalue())


def check_sheet(content: bytes) -> CheckedSheet:
    """Count, sums and digest of the lines against the last row. SheetUnreadable for anything that has no such row."""
    rows = rows_of(content, SheetUnreadable, most=MOST_ROWS + 1)
    columns = next((row for row in rows if any(row)), [])
    if not columns or columns[-1] != CHECK:
        raise SheetUnreadable(reason="not_a_sheet")
    lines, total = _split(rows, len(columns))
    if total is None:
        raise SheetUnreadable(reason="no_total")
    amounts = {number: title for number, title in enumerate(columns) if title.endswith(_AMOUNT)}
    problems: list[Problem] = []
    totals = {title: _added_up(lines, number, title, problems) for number, title in amounts.items()}
    stated = {title: _added_up([total], number, title, problems) for number, title in amounts.items()}
    digest = digest_of(line[:-1] for line in lines)
    if not problems:
        problems += _differences(total, stated, lines=len(lines), totals=totals, digest=digest)
    return CheckedSheet(lines=len(lines), totals=totals, digest=digest, problems=tuple(problems))


def _write_page(page: Any, sheet: Sheet) -> None:
    page.append([_cell(page, title) for title in (*sheet.columns, CHECK)])
    for line in sheet.lines:
        page.append([_cell(page, cell) for cell in (*line, "")])
    page.append([_cell(page, cell) for cell in _total_row(sheet)])


def _total_row(sheet: Sheet) -> Iterator[Cell]:
    yield TOTAL
    yield f"{len(sheet.lines)}行"
    for title in sheet.columns[2:]:
        yield sheet.totals.get(title, "")
    yield sheet.digest


def _split(rows: Iterator[list[str]], width: int) -> tuple[list[list[str]], list[str] | None]:
    """The lines up to the total, each as wide as the heading, and the total."""
    lines: list[list[str]] = []
    for row in rows:
        if any(row):
            full = [*row, *[""] * width][:width]
            if full[0].lower() in TOTALS:
                return lines, full
            lines.append(full)
    return lines, None


def _added_up(lines: Sequence[list[str]], number: int, title: str, problems: list[Problem]) -> Money:
    """The sum of a column, whose cells are written as they are in digests from now on: a spreadsheet drops zeros."""
    whole = ZERO
    for row, line in enumerate(lines, 2):
        try:
            amount = Money.yuan(line[number])
        except ValueError:
            problems.append(Problem(code="not_an_amount", field=f"row.{row}.{title}", inputs={"found": line[number]}))
            continue
        line[number] = amount.as_yuan()
        whole += amount
    return whole


def _differences(
    total: Sequence[str], stated: dict[str, Money], *, lines: int, totals: dict[str, Money], digest: str
) -> Iterator[Problem]:
    if total[1] != f"{lines}行":
        yield Problem(code="sheet_count", field="total.count", inputs={"stated": total[1], "counted": lines})
    for title, counted in totals.items():
        if stated[title] != counted:
            inputs = {"stated_fen": stated[title].fen, "counted_fen": counted.fen}
            yield Problem(code="sheet_sum", field=f"total.{title}", inputs=inputs)
    if total[-1] != digest:
        yield Problem(code="sheet_digest", field=f"total.{CHECK}", inputs={"stated": total[-1], "counted": digest})


def _cell(page: Any, value: Cell) -> Any:
    if isinstance(value, Money):
        yuan: Any = Decimal(value.as_yuan())
        cell = WriteOnlyCell(page, value=yuan)
        cell.number_format = "0.00"
        return cell
    cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"
    return cell
