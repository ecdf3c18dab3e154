"""Evidence read from an Excel file; every cell that cannot be read is named by sheet, row and column, all at once."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from contracts.money import Money
from contracts.refusal import Problem
from services.acceptance.adapters.evidence_columns import (
    DAY,
    LIST,
    MONEY,
    NUMBER_SEPARATORS,
    SHEETS,
    WHOLE,
    Column,
    Sheet,
)
from services.acceptance.domain.errors import EvidenceFileUnreadable
from services.acceptance.domain.evidence_checks import GivenItem, GivenLine, normal
from services.acceptance.domain.evidence_import import Place, PlacedItem, SheetReading

LARGEST: Final = 5 * 1024 * 1024
MOST_UNPACKED: Final = 50 * 1024 * 1024
MOST_ROWS: Final = 3_000
_EXACT_DIGITS: Final = 15
"""Excel keeps no more of a number that is not text: the rest of a longer one is lost."""

_SEPARATORS = re.compile(f"[{NUMBER_SEPARATORS}]+")
_LONGEST = {"number": 60, "code": 20, "seller_code": 30, "buyer_code": 30, "line.title": 200, "line.quantity": 20}


class _WrongCell(Exception):
    """What a cell says is of the wrong kind."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class _Document:
    """Rows with the same number, while they are read."""

    head: dict[str, Any]
    rows: list[Place] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)


def read_evidence_file(content: bytes) -> SheetReading:
    """What the sheets say. EvidenceFileUnreadable for no workbook, one that is too large, or without our sheets.

    Blocks for a second on a large workbook: call it in a thread.
    """
    tables = _tables(content)
    if not tables:
        raise EvidenceFileUnreadable(reason="no_sheet", expected=[sheet.title for sheet in SHEETS])
    items: list[PlacedItem] = []
    problems: list[Problem] = []
    for sheet in SHEETS:
        if sheet.title in tables:
            items += _read_sheet(sheet, tables[sheet.title], problems)
    return SheetReading(items=tuple(items), problems=tuple(problems))


def _tables(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    if len(content) > LARGEST:
        raise EvidenceFileUnreadable(reason="too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise EvidenceFileUnreadable(reason="too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return {sheet.title: list(_rows(sheet)) for sheet in book.worksheets if sheet.title in _TITLES}
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, TypeError, OSError):
        raise EvidenceFileUnreadable(reason="not_a_workbook") from None


_TITLES: Final = frozenset(sheet.title for sheet in SHEETS)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=50)):
        if number > MOST_ROWS:
            raise EvidenceFileUnreadable(reason="too_many_rows", most=MOST_ROWS)
        yield row


def _read_sheet(sheet: Sheet, rows: Sequence[tuple[Any, ...]], problems: list[Problem]) -> Iterator[PlacedItem]:
    """The documents of a sheet; its heading is the first row that is not empty."""
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(cell is not None for cell in row))
    heading_row, heading = next(numbered, (1, ()))
    titles = [str(cell).strip() if cell is not None else "" for cell in heading]
    missing = [column for column in sheet.columns if column.is_needed and column.title not in titles]
    problems.extend(_place(sheet, heading_row, column).problem("sheet_column_missing") for column in missing)
    documents: dict[Any, _Document] = {}
    for number, row in () if missing else numbered:
        cells = _read_row(sheet, number, dict(zip(titles, row, strict=False)), problems)
        if cells is not None:
            _into(documents, sheet, number, cells, problems)
    yield from (_placed(sheet, document) for document in documents.values())


def _read_row(sheet: Sheet, number: int, row: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any] | None:
    """The members of a row; None where a cell cannot be read."""
    cells: dict[str, Any] = {}
    before = len(problems)
    for column in sheet.columns:
        value = row.get(column.title)
        if value is None or (isinstance(value, str) and not value.strip()):
            if column.is_needed:
                problems.append(_place(sheet, number, column).problem("cell_empty"))
            continue
        try:
            cells[column.member] = _READERS.get(column.kind, _text)(value)
        except _WrongCell as wrong:
            problems.append(_place(sheet, number, column).problem(wrong.code, found=str(value)[:60]))
            continue
        if len(str(cells[column.member])) > _LONGEST.get(column.member, 10_000):
            problems.append(_place(sheet, number, column).problem("cell_too_long"))
    return cells if len(problems) == before else None


def _into(
    documents: dict[Any, _Document], sheet: Sheet, number: int, cells: dict[str, Any], problems: list[Problem]
) -> None:
    """The row becomes a line of its document; what it says of the document itself has to be the same in every row."""
    head = {name: value for name, value in cells.items() if not name.startswith("line.")}
    key = (normal(head["number"]), normal(head.get("code", "")))
    document = documents.setdefault(key, _Document(head))
    index = len(document.lines)
    for column in sheet.columns:
        place = _place(sheet, number, column)
        if column.is_of_line:
            document.places[f"lines.{index}.{column.member.removeprefix('line.')}"] = place
        elif document.head.get(column.member) != head.get(column.member):
            problems.append(place.problem("row_differs", first_row=document.rows[0].row))
        else:
            document.places.setdefault(column.member, place)
    document.rows.append(_place(sheet, number, sheet.columns[0]))
    document.lines.append({name.removeprefix("line."): cells[name] for name in cells if name.startswith("line.")})


def _placed(sheet: Sheet, document: _Document) -> PlacedItem:
    lines = tuple(GivenLine(**line) for line in document.lines if line)
    item = GivenItem(kind=sheet.kind, lines=lines, **document.head)
    return PlacedItem(item=item, rows=tuple(document.rows), places=document.places)


def _place(sheet: Sheet, row: int, column: Column) -> Place:
    return Place(sheet=sheet.title, row=row, column=column.title)


def _text(value: Any) -> str:
    """As it stands; a number that Excel has cut digits from is no number any more."""
    if isinstance(value, bool | date):
        raise _WrongCell("cell_not_text")
    if isinstance(value, float):
        value = int(value) if value.is_integer() else Decimal(f"{value:.{_EXACT_DIGITS}g}")
    if isinstance(value, int) and len(str(abs(value))) > _EXACT_DIGITS:
        raise _WrongCell("cell_lost_digits")
    return str(value).strip()


def _money(value: Any) -> int:
    text = _text(value).replace(",", "").lstrip("¥￥")
    try:
        return Money.yuan(text).fen
    except ValueError:
        raise _WrongCell("cell_not_an_amount") from None


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", _text(value))
    try:
        return date(*map(int, parts.groups())) if parts else date.fromisoformat("")
    except ValueError:
        raise _WrongCell("cell_not_a_date") from None


def _whole(value: Any) -> int:
    text = _text(value)
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise _WrongCell("cell_not_whole")
    return int(text)


def _list(value: Any) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATORS.split(_text(value)) if part)


_READERS: Final[Mapping[str, Any]] = {MONEY: _money, DAY: _day, WHOLE: _whole, LIST: _list}
