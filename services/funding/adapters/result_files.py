"""The bank's answers from a CSV or Excel file: one row per instruction, and a last row that says what they add up to.

Columns are found by their heading, in any order; others are ignored. Amounts are yuan with at most two decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from contracts.money import Money
from contracts.refusal import Problem
from services.funding.adapters.tables import TOTALS, rows_of
from services.funding.domain.bank_results import DIGEST_MARK, ResultFile, ResultLine
from services.funding.domain.payment import BankAnswer, BankVerdict
from services.funding.domain.refusals import ResultFileUnreadable

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

_COUNT: Final = re.compile(r"([0-9]+)笔")

Cells = Mapping[str, str]


def read_results(content: bytes) -> ResultFile:
    """ResultFileUnreadable with every wrong row at once; whether it adds up is for `domain.bank_results`."""
    numbered = enumerate(rows_of(content, ResultFileUnreadable), 1)
    columns = _columns(numbered)
    lines: list[ResultLine] = []
    problems: list[Problem] = []
    total = None
    for row, values in ((row, values) for row, values in numbered if any(values)):
        cells = _cells(columns, values)
        if cells["number"].lower() in TOTALS:
            total = _total(cells, values, row, problems)
        elif (line := _line(cells, row, problems)) is not None:
            lines.append(line)
    if problems:
        raise ResultFileUnreadable(problems=problems, reason="rows")
    if total is None:
        raise ResultFileUnreadable(reason="no_total")
    count, amount, digest = total
    return ResultFile(lines=tuple(lines), stated_count=count, stated_total=amount, stated_digest=digest)


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


def _total(
    cells: Cells, values: Sequence[str], row: int, problems: list[Problem]
) -> tuple[int | None, Money, str | None] | None:
    """The sum; the count where the row has one (`12笔` anywhere, or a number in the column of the verdict); and the
    digest of the lines where the file is the one that we wrote ourselves."""
    amount = _amount(cells, row, problems)
    counts = [found.group(1) for value in (cells["verdict"], *values) if (found := _COUNT.fullmatch(value))]
    counts += [cells["verdict"]] if cells["verdict"].isdecimal() else []
    digests = [value.removeprefix(DIGEST_MARK) for value in values if value.startswith(DIGEST_MARK)]
    if amount is None:
        return None
    return int(counts[0]) if counts else None, amount, digests[0] if digests else None


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
