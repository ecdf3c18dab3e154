"""Supports granted elsewhere from a CSV or Excel file: one row each; a last row may say what they add up to.

Columns are found by their heading, in any order; others are ignored. Amounts are yuan with at most two decimals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from services.funding.adapters.tables import TOTALS, rows_of
from services.funding.domain.refusals import SupportFileUnreadable
from services.funding.domain.supports import GrantedSupport, SupportRow

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "credit_code": ("统一社会信用代码", "信用代码", "credit_code"),
    "enterprise_name": ("企业名称", "单位名称", "enterprise_name"),
    "purpose": ("支持事项", "事项", "purpose"),
    "year": ("年度", "年份", "year"),
    "amount_fen": ("金额（元）", "金额(元)", "金额", "amount_yuan"),
    "policy": ("政策名称", "政策", "policy"),
    "granted_by": ("支持层级", "层级", "granted_by"),
    "granted_on": ("批准日期", "日期", "granted_on"),
}
NEEDED: Final = ("credit_code", "purpose", "year", "amount_fen", "policy", "granted_by")

Cells = Mapping[str, str]


def read_supports(content: bytes) -> tuple[SupportRow, ...]:
    """Every row, readable or not. SupportFileUnreadable for no table, a missing column, or a sum that is not theirs."""
    rows = rows_of(content, SupportFileUnreadable)
    heading: Sequence[str] = next((values for values in rows if any(values)), [])
    columns = {name: heading.index(title) for name, titles in HEADINGS.items() for title in titles if title in heading}
    missing = [
        Problem(code="column_missing", field=name, inputs={"one_of": list(HEADINGS[name])})
        for name in NEEDED
        if name not in columns
    ]
    if missing:
        raise SupportFileUnreadable(problems=missing, reason="columns")
    found, total = [], None
    for number, values in enumerate(rows, 2):
        if any(values):
            if values[0].lower() in TOTALS:
                total = _cells(columns, values)["amount_fen"]
                break
            found.append(_row(number, _cells(columns, values)))
    if not found:
        raise SupportFileUnreadable(reason="no_rows")
    if total is not None:
        _must_add_up(found, total)
    return tuple(found)


def _cells(columns: Mapping[str, int], values: Sequence[str]) -> dict[str, str]:
    return {name: values[at] if at < len(values) else "" for name in HEADINGS for at in [columns.get(name, 10**6)]}


def _row(number: int, cells: Cells) -> SupportRow:
    problems: list[Problem] = []
    amount, day = _amount(cells, problems), _day(cells, problems)
    if not cells["year"].isdecimal():
        problems.append(Problem(code="not_whole_number", field="year", inputs={"found": cells["year"]}))
    if problems or amount is None:
        return SupportRow(row=number, support=None, problems=tuple(problems))
    support = GrantedSupport(
        credit_code=cells["credit_code"],
        purpose=cells["purpose"],
        year=int(cells["year"]),
        amount=amount,
        policy=cells["policy"],
        granted_by=cells["granted_by"],
        enterprise_name=cells["enterprise_name"],
        granted_on=day,
    )
    return SupportRow(row=number, support=support)


def _amount(cells: Cells, problems: list[Problem]) -> Money | None:
    try:
        return Money.yuan(cells["amount_fen"].replace(",", ""))
    except ValueError:
        problems.append(Problem(code="not_an_amount", field="amount_fen", inputs={"found": cells["amount_fen"]}))
        return None


def _day(cells: Cells, problems: list[Problem]) -> date | None:
    text = cells["granted_on"].replace("/", "-")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(Problem(code="not_a_date", field="granted_on", inputs={"found": cells["granted_on"]}))
        return None


def _must_add_up(rows: Sequence[SupportRow], total: str) -> None:
    """The rows that could be read: with one that could not, nobody knows the sum, and the row itself is named."""
    amounts = list(_amounts(rows))
    if len(amounts) < len(rows):
        return
    counted = sum(amounts, ZERO)
    try:
        is_right = Money.yuan(total.replace(",", "")) == counted
    except ValueError:
        is_right = False
    if not is_right:
        inputs = {"stated": total, "counted": counted.as_yuan()}
        raise SupportFileUnreadable(problems=[Problem(code="sum_differs", field="total", inputs=inputs)], reason="sum")


def _amounts(rows: Sequence[SupportRow]) -> Iterator[Money]:
    yield from (row.support.amount for row in rows if row.support is not None)
