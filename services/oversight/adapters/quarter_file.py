"""A quarter as an Excel workbook: the self-evaluation, the use of funds, and the list of what stands behind each row.

Text is text, whatever it looks like: nothing is a formula. Numbers are numbers, so that a spreadsheet can add them up.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASPECTS: Final = {
    "transformation": "数字化改造",
    "replication": "复制推广",
    "innovation": "中小企业创新能力提升",
    "typical_practices": "典型经验做法",
    "use_of_funds": "财政资金使用",
}
_MONEY: Final = {
    "contracts_filed_fen": "备案合同金额",
    "awards_computed_fen": "核定奖补",
    "tranches_paid_fen": "已拨付",
    "recoveries_settled_fen": "已追回",
}
_ROWS: Final = (
    "方面",
    "指标",
    "单位",
    "本季新增",
    "更正",
    "本期累计",
    "分子",
    "分母",
    "本期目标",
    "完成率（%）",
    "依据",
)
_THINGS: Final = ("指标", "名称", "统一社会信用代码", "区划代码", "计入日期", "计入数", "案件", "部分")
_PARTS: Final = {"added": "本季新增", "corrections": "更正"}

Shown = Mapping[str, Any]
Things = Iterable[tuple[str, str, Shown]]
"""Title of the row, part of the quarter, and what counts there."""


def quarter_file(quarter: Shown, things: Things) -> bytes:
    """The workbook. Blocks while it is written: call it in a thread."""
    book = Workbook(write_only=True)
    state = f"冻结于 {quarter['frozen_at']}" if quarter["frozen_at"] else "未冻结"
    head = [(f"{quarter['code']} 季度绩效自评", quarter["pack"], state)]
    _page(book, "绩效自评", [*head, _ROWS, *_evaluation(quarter)])
    _page(book, "资金使用", [("项目", "本季新增（元）", "更正（元）", "累计（元）"), *_money(quarter)])
    _page(book, "明细清单", [_THINGS, *_behind(things)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _evaluation(quarter: Shown) -> Iterator[Sequence[Any]]:
    for aspect in quarter["aspects"]:
        for row in aspect["rows"]:
            now = row["by_now"]
            numbers = (row["added"], row["corrections"], now["value"], now["numerator"], now["denominator"])
            yield (
                ASPECTS[aspect["aspect"]],
                row["title"],
                row["unit"],
                *(_number(text) for text in (*numbers, now["target"], now["rate"])),
                row["article"] or row["assumed"],
            )


def _money(quarter: Shown) -> Iterator[Sequence[Any]]:
    for row in quarter["money"]:
        amounts = (row["added_fen"], row["corrections_fen"], row["by_now_fen"])
        yield (_MONEY[row["measure"]], *(Decimal(fen) / 100 for fen in amounts))


def _behind(things: Things) -> Iterator[Sequence[Any]]:
    for title, part, thing in things:
        place = (thing["name"], thing["credit_code"], thing["division"], thing["on"])
        yield (title, *place, _number(thing["amount"]), thing["case_id"], _PARTS[part])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _page(book: Workbook, title: str, rows: Iterable[Sequence[Any]]) -> None:
    page = book.create_sheet(title)
    for row in rows:
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: Any) -> Any:
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
