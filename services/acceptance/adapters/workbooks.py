"""Writing Excel files: text stays text, money is exact, nothing is run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADING: Final = Font(bold=True)
_SHADE: Final = PatternFill("solid", fgColor="DDEBF7")
_FEN_PER_YUAN: Final = 100


@dataclass(frozen=True)
class Yuan:
    """An amount of fen that is shown in yuan; None is an empty cell."""

    fen: int | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A sheet: its heading and its rows of text, whole numbers and `Yuan`."""

    title: str
    heading: Sequence[str]
    rows: Iterable[Sequence[Any]] = ()
    widths: Sequence[int] = ()
    text_columns: int = 0
    """Columns, from the left, that are prepared for text, so that long numbers keep their digits."""


@dataclass(frozen=True, kw_only=True)
class WrittenFile:
    """A file that is handed over and kept nowhere."""

    name: str
    content: bytes
    media_type: str = XLSX


def workbook(name: str, tables: Iterable[Table]) -> WrittenFile:
    """The file; blocks for a moment on thousands of rows: call it in a thread."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.title)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(table.widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for number in range(1, table.text_columns + 1):
            sheet.column_dimensions[get_column_letter(number)].number_format = "@"
        sheet.append([_heading(sheet, title) for title in table.heading])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return WrittenFile(name=name, content=content.getvalue())


def _heading(sheet: Any, title: str) -> Any:
    cell = _cell(sheet, title)
    cell.font, cell.fill = _HEADING, _SHADE
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, Yuan):
        exact: Any = None if value.fen is None else Decimal(value.fen) / _FEN_PER_YUAN
        cell = WriteOnlyCell(sheet, value=exact)
        cell.number_format = "#,##0.00"
    elif isinstance(value, int) or value is None:
        cell = WriteOnlyCell(sheet, value=value)
    else:
        cell = WriteOnlyCell(sheet, value=str(value))
        cell.data_type = "s"
    return cell
