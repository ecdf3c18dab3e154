"""The bank's answers from a CSV or Excel file: one row per instruction, and a last row that says what they add up to.

Columns are found by their heading, in any order; others are ignored. Amounts are yuan with at most two decimals.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook

from contracts.money import Money
from contracts.refusal import Problem
from services.funding.domain.bank_results import ResultFile, ResultLine
from services.funding.domain.payment import BankAnswer, BankVerdict
from services.funding.domain.refusals import ResultFileUnreadable

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 50 * 1024 * 1024
MAX_ROWS: Final = 5_000

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("指令号", "指令编号", "拨付指令编号", "number"),
    "amount": ("金额（元）", "金额(元)", "金额", "amount_yuan"),
    "verdict": ("状态", "结果", "处理结果", "status"),
    "on": ("日期", "支付日期", "处理日期", "date"),
    "bank_reference": ("银行流水号", "流水号", "bank_reference"),
    "reason": ("退回原因", "原因", "reason"),
}
NEEDED: Final = ("number", "amount", "verdict", "on")
VERDICTS: Final[Mapping[str, BankVerdict]] = {
    **dict.fromkeys(("成功", "已支付", "支付成功", "paid"), BankVerdict.PAID),
    **dict.fromkeys(("退回", "失败", "退票", "退汇", "returned"), BankVerdict.RETURNED),
}
TOTALS: Final = ("合计", "总计", "total")

Cells = Mapping[str, str]


def read_results(content: bytes) -> ResultFile:
    """ResultFileUnreadable with every wrong row at once; whether it adds up is for `domain.bank_results`."""
    if len(content) > MAX_BYTES:
        raise ResultFileUnreadable(reason="too_large")
    rows = _xlsx_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    numbered = enumerate(rows, 1)
    columns = _columns(numbered)
    lines: list[ResultLine] = []
    problems: list[Problem] = []
    total = None
    for row, cells in ((row, _cells(columns, values)) for row, values in numbered if any(values)):
        if cells["number"].lower() in TOTALS:
            total = _total(cells, row, problems)
        elif (line := _line(cells, row, problems)) is not None:
            lines.append(line)
    if problems:
        raise ResultFileUnreadable(problems=problems, reason="rows")
    if total is None:
        raise ResultFileUnreadable(reason="no_total")
    stated_count, stated_total = total
    return ResultFile(lines=tuple(lines), stated_count=stated_count, stated_total=stated_total)


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    """UTF-8, or what Chinese banks' systems still write."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    try:
        yield from _limited(list(map(str.strip, row)) for row in csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise ResultFileUnreadable(reason="not_a_table") from None


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise ResultFileUnreadable(reason="too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from _limited([_as_text(value) for value in row] for row in sheet.iter_rows(values_only=True))
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError):
        raise ResultFileUnreadable(reason="not_a_table") from None


def _limited(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > MAX_ROWS:
            raise ResultFileUnreadable(reason="too_many_rows")
        yield row


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.2f}" if round(value, 2) == value else repr(value)
    return str(value).strip()


def _columns(rows: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    """Where each column stands; the heading is the first row that is not empty."""
    heading: Sequence[str] = next((values for _, values in rows if any(values)), [])
    columns = {name: heading.index(title) for name, titles in HEADINGS.items() for title in titles if title in heading}
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        problems = [
            Problem(code="column_missing", field=name, inputs={"one_of": list(HEADINGS[name])}) for name in missing
        ]
        raise ResultFileUnreadable(problems=problems, reason="columns")
    return columns


def _cells(columns: Mapping[str, int], values: Sequence[str]) -> dict[str, str]:
    return {name: values[columns[name]] if name in columns and columns[name] < len(values) else "" for name in HEADINGS}


def _line(cells: Cells, row: int, problems: list[Problem]) -> ResultLine | None:
    amount, on = _amount(cells, row, problems), _day(cells, row, problems)
    verdict = VERDICTS.get(cells["verdict"].lower())
    if not cells["number"]:
        problems.append(_problem("required", row, "number"))
    if verdict is None:
        problems.append(_problem("not_an_option", row, "verdict", found=cells["verdict"], options=list(VERDICTS)))
    if amount is None or on is None or verdict is None:
        return None
    answer = BankAnswer(verdict=verdict, on=on, bank_reference=cells["bank_reference"], reason=cells["reason"])
    return ResultLine(row=row, number=cells["number"], amount=amount, answer=answer)


def _total(cells: Cells, row: int, problems: list[Problem]) -> tuple[int | None, Money] | None:
    """The sum, and the count where the row has one (in the column of the verdict: `12` or `12笔`)."""
    amount = _amount(cells, row, problems)
    count = cells["verdict"].removesuffix("笔")
    return None if amount is None else (int(count) if count.isdecimal() else None, amount)


def _amount(cells: Cells, row: int, problems: list[Problem]) -> Money | None:
    try:
        return Money.yuan(cells["amount"].replace(",", ""))
    except ValueError:
        problems.append(_problem("not_an_amount", row, "amount", found=cells["amount"]))
        return None


def _day(cells: Cells, row: int, problems: list[Problem]) -> date | None:
    text = cells["on"].replace("/", "-")
    try:
        return date.fromisoformat(text) if len(text) in (8, 10) else date(*map(int, text.split("-")))
    except (ValueError, TypeError):
        problems.append(_problem("not_a_date", row, "on", found=cells["on"]))
        return None


def _problem(code: str, row: int, column: str, **inputs: Any) -> Problem:
    return Problem(code=code, field=f"row.{row}.{column}", inputs=inputs)
