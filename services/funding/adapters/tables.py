"""Reading the cells of an uploaded table: Excel or CSV, as text, with limits. Whoever reads says what a refusal is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook

from contracts.refusal import Refusal

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 50 * 1024 * 1024
MAX_ROWS: Final = 5_000
TOTALS: Final = ("合计", "总计", "total")


def rows_of(content: bytes, unreadable: type[Refusal], *, most: int = MAX_ROWS) -> Iterator[list[str]]:
    """The rows of a CSV file, or of the first sheet of a workbook. `unreadable(reason=…)` for anything else."""
    if len(content) > MAX_BYTES:
        raise unreadable(reason="too_large")
    rows = _xlsx_rows(content, unreadable) if content.startswith(b"PK") else _csv_rows(content, unreadable)
    return _limited(rows, unreadable, most)


def _csv_rows(content: bytes, unreadable: type[Refusal]) -> Iterator[list[str]]:
    """UTF-8, or what Chinese banks' systems still write."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    try:
        yield from (list(map(str.strip, row)) for row in csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise unreadable(reason="not_a_table") from None


def _xlsx_rows(content: bytes, unreadable: type[Refusal]) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise unreadable(reason="too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from ([_as_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True))
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError):
        raise unreadable(reason="not_a_table") from None


def _limited(rows: Iterable[list[str]], unreadable: type[Refusal], most: int) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > most:
            raise unreadable(reason="too_many_rows")
        yield row


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.2f}" if round(value, 2) == value else repr(value)
    return str(value).strip()
