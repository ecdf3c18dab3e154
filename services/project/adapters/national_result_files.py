"""Results of the national platform as a file: JSON Lines, or the first sheet of an Excel workbook with a heading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import orjson
from openpyxl import load_workbook

from services.project.domain.errors import ResultFileUnreadable

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 50 * 1024 * 1024
MAX_LINES: Final = 1_000

Line = Mapping[str, Any]


def read_lines(content: bytes) -> dict[int, Line]:
    """The members of each line by its number in the file. ResultFileUnreadable for anything else, and for too much."""
    lines: dict[int, Line] = {}
    for number, line in _sheet(content) if content.startswith(b"PK") else _json_lines(content):
        if len(lines) == MAX_LINES:
            raise ResultFileUnreadable(reason="too_many_lines")
        lines[number] = line
    if not lines:
        raise ResultFileUnreadable(reason="no_lines")
    return lines


def _json_lines(content: bytes) -> Iterator[tuple[int, Line]]:
    for number, text in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if text.strip():
            try:
                line = orjson.loads(text)
            except ValueError:
                raise ResultFileUnreadable(reason=f"line {number}: not_json") from None
            if not isinstance(line, dict):
                raise ResultFileUnreadable(reason=f"line {number}: not_an_object")
            yield number, line


def _sheet(content: bytes) -> Iterator[tuple[int, Line]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise ResultFileUnreadable(reason="too_large")
        rows = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0].iter_rows()
        heading = [str(cell.value or "").strip() for cell in next(rows, ())]
        for number, row in enumerate(rows, 2):
            values = [_text(cell.value) for cell in row]
            if any(values):
                yield number, {name: value for name, value in zip(heading, values, strict=False) if value}
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError):
        raise ResultFileUnreadable(reason="not_a_table") from None


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()
