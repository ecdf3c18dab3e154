"""The Excel file to fill in, with the lines of the contract beside it."""

from __future__ import annotations

from collections.abc import Iterator

from services.acceptance.adapters.evidence_columns import DAY, LIST, MONEY, SHEETS, TEXT, WHOLE
from services.acceptance.adapters.workbooks import Table, WrittenFile, Yuan, workbook
from services.acceptance.domain.matching_rules import Contracted

NAME = "佐证材料导入模板.xlsx"
_KINDS = {TEXT: "文本", MONEY: "金额（元）", DAY: "日期，如2024-06-01", WHOLE: "整数", LIST: "文本，分号隔开"}


def evidence_template(contracted: Contracted | None) -> WrittenFile:
    """One sheet per kind of document, one that explains them, and the contract where it is known."""
    return workbook(NAME, _tables(contracted))


def _tables(contracted: Contracted | None) -> Iterator[Table]:
    for sheet in SHEETS:
        heading = [column.title for column in sheet.columns]
        yield Table(title=sheet.title, heading=heading, widths=[22] * len(heading), text_columns=len(heading))
    explained = [
        (sheet.title, column.title, "是" if column.is_needed else "否", _KINDS[column.kind], column.hint)
        for sheet in SHEETS
        for column in sheet.columns
    ]
    notes = [("全部", "", "", "", "同一号码的多行是同一单据的明细；有任何一格不合规则，整份文件都不导入，并逐格列出")]
    heading = ["表", "列", "必填", "格式", "说明"]
    yield Table(title="填写说明", heading=heading, rows=[*explained, *notes], widths=[12, 20, 8, 22, 60])
    lines = contracted.lines if contracted else ()
    yield Table(
        title="合同明细",
        heading=["合同明细行", "产品名称", "合同金额（元）", "清单限价（元）"],
        rows=[(line.line, line.title, Yuan(line.contracted_fen), Yuan(line.ceiling_fen)) for line in lines],
        widths=[12, 40, 18, 18],
    )
