"""Reading the cells of an uploaded list: Excel (read-only, so that size does not matter) or CSV in UTF-8 or GBK."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from services.registry.domain.errors import ListFileUnreadable
from services.registry.domain.exclusion import MOST_ROWS, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
LARGEST = 20 * 1024 * 1024
_MOST_COLUMNS = 100
_SOME_ROWS_MORE = 1_000
"""Titles above the table and empty rows below it are read as well, but not without end."""


def must_be_readable(size: int, media_type: str) -> None:
    """ListFileUnreadable for another type or a very large file, before anything is read."""
    if size > LARGEST:
        raise ListFileUnreadable(reason="too_large", most_bytes=LARGEST)
    if media_type not in _READERS:
        raise ListFileUnreadable(reason="media_type", expected=sorted(_READERS))


def read_table(content: bytes, media_type: str) -> Table:
    """The cells of the first sheet as text. ListFileUnreadable for a broken file.

    Blocks for seconds on a large workbook: call it in a thread.
    """
    rows = []
    for row in _READERS[media_type](content):
        rows.append(row)
        if len(rows) > MOST_ROWS + _SOME_ROWS_MORE:
            raise ListFileUnreadable(reason="too_many_rows", most=MOST_ROWS)
    return rows


def _read_workbook(content: bytes) -> Iterator[list[str]]:
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
            yield ["" if cell is None else str(cell) for cell in row]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, TypeError) as error:
        raise ListFileUnreadable(reason="not_a_workbook") from error


def _read_csv(content: bytes) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(_decoded(content), newline=""))
    except csv.Error as error:
        raise ListFileUnreadable(reason="not_csv") from error


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, or else GB 18030, which holds GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListFileUnreadable(reason="encoding")


_READERS: Final[Mapping[str, Callable[[bytes], Iterator[list[str]]]]] = {XLSX: _read_workbook, CSV: _read_csv}
