"""A match as an Excel file, for the auditor's own papers: results, cuts, what belongs to what, what is left."""

from __future__ import annotations

from collections.abc import Iterator

from services.acceptance.adapters.workbooks import Table, WrittenFile, Yuan, workbook
from services.acceptance.domain.evidence import Evidence, EvidenceItem, EvidenceKind
from services.acceptance.domain.matching_result import Match

NAME = "佐证材料比对结果.xlsx"
_KINDS = {EvidenceKind.QUOTATION: "报价单", EvidenceKind.INVOICE: "发票", EvidenceKind.PAYMENT_PROOF: "付款凭证"}


def match_file(evidence: Evidence, match: Match) -> WrittenFile:
    """The sheets; the last row of the first one adds up."""
    return workbook(NAME, [_results(match), _cuts(match), _shares(evidence, match), _left(evidence, match)])


def _results(match: Match) -> Table:
    lines = [
        (
            line.line,
            line.title,
            *map(Yuan, (line.quoted_fen, line.contracted_fen, line.invoiced_fen, line.paid_fen, line.ceiling_fen)),
            Yuan(line.eligible_fen),
            "；".join(cut.sentence for cut in line.cuts),
        )
        for line in match.lines
    ]
    sums = (match.contracted_fen, match.invoiced_fen, match.paid_fen)
    total = ("合计", "", None, *map(Yuan, sums), None, Yuan(match.eligible_fen), "")
    heading = ["合同明细行", "产品名称", "报价", "合同金额", "开票金额", "付款金额", "清单限价", "合规金额", "核减原因"]
    widths = [12, 32, 16, 16, 16, 16, 16, 16, 60]
    return Table(title="比对结果", heading=heading, rows=[*lines, total], widths=widths)


def _cuts(match: Match) -> Table:
    rows = [
        (line.line, cut.code.value, cut.sentence, Yuan(cut.cut_fen), cut.refers_to.number)
        for line in match.lines
        for cut in line.cuts
    ]
    heading = ["合同明细行", "代码", "原因", "核减金额", "涉及单据或行"]
    return Table(title="核减明细", heading=heading, rows=rows, widths=[12, 18, 60, 16, 26])


def _shares(evidence: Evidence, match: Match) -> Table:
    return Table(
        title="对应关系",
        heading=["种类", "号码", "行", "对应", "金额", "依据"],
        rows=_share_rows(evidence, match),
        widths=[12, 26, 6, 26, 16, 40],
    )


def _share_rows(evidence: Evidence, match: Match) -> Iterator[tuple[object, ...]]:
    items = {item.id: item for item in evidence.items}
    for share in match.line_shares:
        item = items[share.item_id]
        yield (*_named(item), share.line, f"合同第{share.contract_line}行", Yuan(share.amount_fen), share.sentence)
    for paid in match.payment_shares:
        target = f"发票{items[paid.invoice_id].number}"
        yield (*_named(items[paid.item_id]), None, target, Yuan(paid.amount_fen), paid.sentence)


def _left(evidence: Evidence, match: Match) -> Table:
    items = {item.id: item for item in evidence.items}
    rows = [(*_named(items[each.item_id]), each.line, Yuan(each.open_fen), each.sentence) for each in match.unmatched]
    return Table(
        title="未对应",
        heading=["种类", "号码", "行", "未对应金额", "说明"],
        rows=rows,
        widths=[12, 26, 6, 16, 40],
    )


def _named(item: EvidenceItem) -> tuple[str, str]:
    return (_KINDS[item.kind], item.full_number)
