"""The sheets of the Excel file in which evidence is handed in: what the template has, and the import reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.acceptance.domain.evidence import EvidenceKind

TEXT, MONEY, DAY, WHOLE, LIST = "text", "money", "day", "whole", "list"
NUMBER_SEPARATORS: Final = "；;，,、 \n"


@dataclass(frozen=True, kw_only=True)
class Column:
    """`member` is where it goes; a member of a line begins with `line.`. `hint` stands in the template."""

    member: str
    title: str
    kind: str = TEXT
    is_needed: bool = True
    hint: str = ""

    @property
    def is_of_line(self) -> bool:
        return self.member.startswith("line.")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of document; several rows with the same number are the lines of one."""

    title: str
    kind: EvidenceKind
    columns: Sequence[Column]


_CODE_HINT: Final = "18位统一社会信用代码"
_NUMBER = Column(member="number", title="发票号码", hint="20位数电发票号码，或8位号码；设为文本格式")
_CONTRACT_LINE = Column(
    member="line.contract_line",
    title="合同明细行",
    kind=WHOLE,
    is_needed=False,
    hint="见“合同明细”；不填则按名称和金额比对",
)

SHEETS: Final = (
    Sheet(
        title="报价单",
        kind=EvidenceKind.QUOTATION,
        columns=(
            Column(member="number", title="报价单号"),
            Column(member="issued_on", title="报价日期", kind=DAY),
            Column(member="seller_code", title="报价方信用代码", hint=_CODE_HINT),
            Column(member="buyer_code", title="询价方信用代码", hint=_CODE_HINT),
            Column(member="line.title", title="产品名称"),
            Column(member="line.quantity", title="数量", is_needed=False),
            Column(member="line.gross_fen", title="金额（元）", kind=MONEY, hint="含税，最多两位小数"),
            _CONTRACT_LINE,
        ),
    ),
    Sheet(
        title="发票",
        kind=EvidenceKind.INVOICE,
        columns=(
            Column(member="code", title="发票代码", is_needed=False, hint="数电发票不填"),
            _NUMBER,
            Column(member="issued_on", title="开票日期", kind=DAY),
            Column(member="seller_code", title="销售方信用代码", hint=_CODE_HINT),
            Column(member="buyer_code", title="购买方信用代码", hint=_CODE_HINT),
            Column(member="line.title", title="项目名称"),
            Column(member="line.quantity", title="数量", is_needed=False),
            Column(member="line.net_fen", title="不含税金额（元）", kind=MONEY),
            Column(member="line.tax_fen", title="税额（元）", kind=MONEY, hint="免税填0"),
            Column(member="line.gross_fen", title="价税合计（元）", kind=MONEY),
            _CONTRACT_LINE,
        ),
    ),
    Sheet(
        title="付款凭证",
        kind=EvidenceKind.PAYMENT_PROOF,
        columns=(
            Column(member="number", title="凭证号码", hint="银行回单号或流水号；设为文本格式"),
            Column(member="issued_on", title="付款日期", kind=DAY),
            Column(member="seller_code", title="收款方信用代码", hint=_CODE_HINT),
            Column(member="buyer_code", title="付款方信用代码", hint=_CODE_HINT),
            Column(member="gross_fen", title="付款金额（元）", kind=MONEY),
            Column(member="pays", title="对应发票号码", kind=LIST, is_needed=False, hint="多张以分号隔开"),
        ),
    ),
)
