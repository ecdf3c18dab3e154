"""The records of a period as JSON Lines or Excel, with one signed statement, and back: what is in a file is checked.

Both hold the same lines, so the statement of a period is the same in both. JSON Lines: a line for each record, the
statement is the last one. Excel: a row for each record, a column for each member, the statement on a second sheet.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from contracts.national_feed import STATEMENT_SCHEMA, FeedBroken, FeedVerifier, digest_of, line_of

JSON_LINES: Final = "application/x-ndjson"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECORDS: Final = "对接数据"
STATEMENT: Final = "签名声明"
_OBJECTS: Final = frozenset({"shares"})

Record = Mapping[str, Any]


def statement_of(
    records: Sequence[Record], *, city: str, happened_from: str, happened_until: str, up_to: int
) -> dict[str, Any]:
    """What is signed: the period, how many records, the sum of each amount, and the digest of all lines.

    `up_to` is the number of the city's last record then: what was heard later is not in it.
    """
    amounts = sorted({member for record in records for member in record if member.endswith("_fen")})
    return {
        "schema": STATEMENT_SCHEMA,
        "city": city,
        "happened_from": happened_from,
        "happened_until": happened_until,
        "up_to": up_to,
        "records": len(records),
        "totals": {member: sum(record[member] or 0 for record in records) for member in amounts},
        "sha256": digest_of(_lines(records)),
    }


def json_lines(records: Sequence[Record], statement: Record) -> bytes:
    """The file as JSON Lines."""
    return _lines(records) + line_of(statement) + b"\n"


def workbook(records: Sequence[Record], statement: Record, members: Sequence[str]) -> bytes:
    """The file as Excel. Blocks while it is written: call it in a thread."""
    book = Workbook(write_only=True)
    page = book.create_sheet(RECORDS)
    page.append([_cell(page, member) for member in members])
    for record in records:
        page.append([_cell(page, _flat(member, record[member])) for member in members])
    signed = book.create_sheet(STATEMENT)
    for member, value in statement.items():
        signed.append([_cell(signed, member), _cell(signed, line_of(value).decode())])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def checked(content: bytes, verifier: FeedVerifier) -> dict[str, Any]:
    """The statement of a file, once it is found signed and true of the records. FeedBroken otherwise."""
    try:
        records, statement = _from_workbook(content) if content.startswith(b"PK") else _from_lines(content)
    except (ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile) as error:
        raise FeedBroken(f"not a file of records with its statement: {error}") from None
    verifier.must_be_signed(statement)
    bounds = ("happened_from", "happened_until", "up_to")
    counted = statement_of(records, city=statement["city"], **{name: statement[name] for name in bounds})
    for member, value in counted.items():
        if statement[member] != value:
            raise FeedBroken(f"{member}: the statement says {statement[member]}, the records come to {value}")
    return statement


def _lines(records: Sequence[Record]) -> bytes:
    return b"".join(line_of(record) + b"\n" for record in records)


def _from_lines(content: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    lines: list[dict[str, Any]] = [orjson.loads(line) for line in content.splitlines()]
    if not lines or not all(isinstance(line, dict) for line in lines):
        raise ValueError("a line is an object, and the last one the statement")
    return lines[:-1], lines[-1]


def _from_workbook(content: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    members, *rows = book[RECORDS].iter_rows(values_only=True)
    records = [{str(name): _deep(str(name), cell) for name, cell in zip(members, row, strict=True)} for row in rows]
    return records, {
        str(member): json.loads(str(value)) for member, value in book[STATEMENT].iter_rows(values_only=True)
    }


def _flat(member: str, value: Any) -> Any:
    return line_of(value).decode() if member in _OBJECTS and value is not None else value


def _deep(member: str, cell: Any) -> Any:
    return json.loads(cell) if member in _OBJECTS and cell is not None else cell


def _cell(page: Any, value: Any) -> Any:
    """Text is text, whatever it looks like: no code becomes a number, and nothing is a formula."""
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
