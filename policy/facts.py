"""Facts: what conditions are about. Form answers become facts; the rest is what the platform itself knows.

One flat dict from name to typed value: `contract_on` a date, `contract.amount` a Money,
`standing.lists` a frozenset of codes, `declaration.basic.industry_code` an answer. A fact that is not
there, or None, is *unknown*, and an unknown fact never lets anything pass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from contracts.money import Money
from contracts.wire import to_json

Facts = Mapping[str, Any]


class Kind(StrEnum):
    """The type of a fact; its value in Python stands beside it."""

    TEXT = "text"  # str
    CHOICE = "choice"  # str, one of the options
    CHOICES = "choices"  # frozenset or tuple of str
    MONEY = "money"  # Money
    WHOLE = "whole"  # int
    DECIMAL = "decimal"  # Decimal
    DATE = "date"  # date
    FLAG = "flag"  # bool
    ROWS = "rows"  # tuple of dicts


@dataclass(frozen=True)
class FactType:
    """`title` is how sentences name the fact; `options` maps codes to titles; `columns` are the facts of a row."""

    kind: Kind
    title: str
    options: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, FactType] = field(default_factory=dict)


Catalogue = Mapping[str, FactType]

SIZE_CLASSES = {"large": "大型企业", "medium": "中型企业", "small": "小型企业", "micro": "微型企业"}

CONTRACT_LINE: Catalogue = {
    "product": FactType(Kind.TEXT, "产品"),
    "category": FactType(Kind.CHOICE, "费用类别"),
    "link": FactType(Kind.CHOICE, "应用环节"),
    "is_listed": FactType(Kind.FLAG, "产品在清单内"),
    "quantity": FactType(Kind.DECIMAL, "数量"),
    "unit_price": FactType(Kind.MONEY, "单价"),
    "ceiling": FactType(Kind.MONEY, "清单限价"),
    "amount": FactType(Kind.MONEY, "金额"),
}

SPEND_LINE: Catalogue = {
    "category": FactType(Kind.CHOICE, "费用类别"),
    "link": FactType(Kind.CHOICE, "应用环节"),
    "product": FactType(Kind.TEXT, "产品"),
    "quantity": FactType(Kind.DECIMAL, "数量"),
    "amount": FactType(Kind.MONEY, "审定金额"),
    "tax": FactType(Kind.MONEY, "税额"),
    "ceiling": FactType(Kind.MONEY, "清单限价"),
    "contract_on": FactType(Kind.DATE, "合同签订日期"),
    "invoice_on": FactType(Kind.DATE, "发票日期"),
    "completed_on": FactType(Kind.DATE, "完工日期"),
}

_DATES = {
    "declared_on": "申报提交日期",
    "filed_on": "立项提交日期",
    "contract_on": "合同签订日期",
    "invoice_on": "发票日期",
    "completed_on": "改造完成日期",
    "requested_on": "验收申请日期",
    "assessed_on": "水平评定日期",
    "accepted_on": "验收通过日期",
    "applied_on": "奖补核算日期",
    "planned_on": "分配方案编制日期",
    "recovered_on": "追回决定日期",
}

FACTS: Catalogue = {
    **{name: FactType(Kind.DATE, title) for name, title in _DATES.items()},
    "applicant.kind": FactType(Kind.CHOICE, "申报主体类型", {"enterprise": "企业", "provider": "服务商"}),
    "applicant.credit_code": FactType(Kind.TEXT, "统一社会信用代码"),
    "applicant.division": FactType(Kind.TEXT, "所属区划代码"),
    "applicant.size_class": FactType(Kind.CHOICE, "按划型标准核算的企业规模", SIZE_CLASSES),
    "standing.lists": FactType(Kind.CHOICES, "企业被列入的名单"),
    "statements.confirmed": FactType(Kind.CHOICES, "已确认的声明"),
    "attachments.filled": FactType(Kind.CHOICES, "已上传的附件"),
    "provider.is_enrolled": FactType(Kind.FLAG, "服务商已遴选入库"),
    "contract.amount": FactType(Kind.MONEY, "合同金额"),
    "contract.lines": FactType(Kind.ROWS, "合同产品明细", columns=CONTRACT_LINE),
    "project.is_enrolled": FactType(Kind.FLAG, "项目已通过立项审核"),
    "acceptance.level": FactType(Kind.WHOLE, "改造后数字化水平等级"),
    "acceptance.level_before": FactType(Kind.WHOLE, "改造前数字化水平等级"),
    "acceptance.edition": FactType(Kind.TEXT, "评测指标版本"),
    "acceptance.is_confirmed": FactType(Kind.FLAG, "企业已确认验收报告"),
    "acceptance.is_passed": FactType(Kind.FLAG, "项目已通过验收"),
    "audit.is_filed": FactType(Kind.FLAG, "已提供专项审计报告"),
}
"""What the services know and supply, by these names; form answers come on top."""

_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.MONEY: Money,
    Kind.DECIMAL: Decimal,
    Kind.DATE: date.fromisoformat,
    Kind.CHOICES: frozenset,
}


def to_wire(facts: Facts) -> dict[str, Any]:
    """Facts as JSON: money as whole fen, dates and decimals as text, sets as sorted lists."""
    return {name: to_json(value) for name, value in facts.items()}


def from_wire(catalogue: Catalogue, wire: Mapping[str, Any]) -> dict[str, Any]:
    """The opposite of `to_wire`, typed by the catalogue; a name that the catalogue lacks is left out."""
    return {name: _read(catalogue[name], value) for name, value in wire.items() if name in catalogue}


def _read(kind: FactType, value: Any) -> Any:
    if value is None:
        return None
    if kind.kind is Kind.ROWS:
        return tuple(from_wire(kind.columns, row) for row in value)
    return _READERS.get(kind.kind, lambda same: same)(value)
