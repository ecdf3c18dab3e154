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
    """`title` is how sentences name the fact; `options` maps codes to titles; `columns` are the facts of a row.

    `may_be_negative`: a form asks for it so; what the services supply never is.
    """

    kind: Kind
    title: str
    options: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, FactType] = field(default_factory=dict)
    may_be_negative: bool = False


Catalogue = Mapping[str, FactType]

EVIDENCE_KINDS = {"quotation": "报价单", "invoice": "发票", "payment_proof": "付款凭证"}
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
    "paid_on": FactType(Kind.DATE, "付款日期"),
}

IDENTIFIER_MONTH: Catalogue = {
    "month": FactType(Kind.DATE, "月份"),
    "resolutions": FactType(Kind.WHOLE, "当月标识解析量"),
}
"""One month; `month` is any day of it."""

PLATFORM_ENTERPRISE: Catalogue = {
    "enterprise_name": FactType(Kind.TEXT, "企业名称"),
    "credit_code": FactType(Kind.TEXT, "统一社会信用代码"),
    "subsector": FactType(Kind.TEXT, "细分行业"),
    "actual_cost": FactType(Kind.MONEY, "实际改造成本"),
    "is_evidenced": FactType(Kind.FLAG, "成本有佐证材料"),
    "awarded_before": FactType(Kind.MONEY, "该企业此前已核定金额"),
}

SUPPORT_ELSEWHERE: Catalogue = {
    "purpose": FactType(Kind.TEXT, "支持事项"),
    "policy": FactType(Kind.TEXT, "政策名称"),
    "granted_by": FactType(Kind.TEXT, "支持层级"),
    "year": FactType(Kind.WHOLE, "年度"),
    "granted_on": FactType(Kind.DATE, "批准日期"),
    "amount": FactType(Kind.MONEY, "金额"),
    "is_returned": FactType(Kind.FLAG, "已退回"),
}
"""A support that another policy gave; one that was paid back (`is_returned`) is held no more."""

DATES = {
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
    "diagnosed_on": "诊断完成日期",
    "held_on": "培训举办日期",
    "recognised_on": "认定日期",
    "first_used_on": "首次使用日期",
    "paid_on": "付款日期",
    "terminated_on": "项目终止日期",
}
"""The dates that values may be looked up by."""

_DIVISIONS = {"town": "所在镇街", "county": "所在旗县区", "district": "所在区县", "league": "所在盟市"}

FACTS: Catalogue = {
    **{name: FactType(Kind.DATE, title) for name, title in DATES.items()},
    **{f"division.{level}": FactType(Kind.TEXT, title) for level, title in _DIVISIONS.items()},
    "self_assessment.level": FactType(Kind.WHOLE, "数字化水平自评等级"),
    "self_assessment.edition": FactType(Kind.TEXT, "自评所用评测指标版本"),
    "self_assessment.completed_on": FactType(Kind.DATE, "自评完成日期"),
    "applicant.kind": FactType(
        Kind.CHOICE, "申报主体类型", {"enterprise": "企业", "provider": "服务商", "institution": "机构"}
    ),
    "applicant.credit_code": FactType(Kind.TEXT, "统一社会信用代码"),
    "applicant.division": FactType(Kind.TEXT, "所属区划代码"),
    "applicant.other_projects": FactType(Kind.WHOLE, "同一企业的其他项目数"),
    "applicant.applications_this_year": FactType(Kind.WHOLE, "本年已提交的其他同一事项申请数"),
    "applicant.applications_in_earlier_years": FactType(Kind.WHOLE, "往年已提交的其他同一事项申请数"),
    "applicant.size_class": FactType(Kind.CHOICE, "按划型标准核算的企业规模", SIZE_CLASSES),
    "standing.lists": FactType(Kind.CHOICES, "企业被列入的名单"),
    "statements.confirmed": FactType(Kind.CHOICES, "已确认的声明"),
    "attachments.filled": FactType(Kind.CHOICES, "已上传的附件"),
    "pilot.is_listed": FactType(Kind.FLAG, "已列入试点企业名单"),
    "provider.is_enrolled": FactType(Kind.FLAG, "服务商已遴选入库"),
    "provider.kinds": FactType(Kind.CHOICES, "在库服务商的类型"),
    "contract.amount": FactType(Kind.MONEY, "合同金额"),
    "contract.down_payment": FactType(Kind.MONEY, "合同首付款"),
    "contract.list_price": FactType(Kind.MONEY, "服务商报价"),
    "contract.concession": FactType(Kind.MONEY, "服务商让利"),
    "contract.is_group_purchase": FactType(Kind.FLAG, "由牵引单位组织的集中采购"),
    "contract.lines": FactType(Kind.ROWS, "合同产品明细", columns=CONTRACT_LINE),
    "project.is_enrolled": FactType(Kind.FLAG, "项目已通过立项审核"),
    "acceptance.level": FactType(Kind.WHOLE, "改造后数字化水平等级"),
    "acceptance.level_before": FactType(Kind.WHOLE, "改造前数字化水平等级"),
    "acceptance.edition": FactType(Kind.TEXT, "评测指标版本"),
    "acceptance.is_confirmed": FactType(Kind.FLAG, "企业已确认验收报告"),
    "acceptance.is_passed": FactType(Kind.FLAG, "项目已通过验收"),
    "acceptance.fee": FactType(Kind.MONEY, "验收及水平评测费用"),
    "audit.is_filed": FactType(Kind.FLAG, "已提供专项审计报告"),
    "evidence.kinds": FactType(Kind.CHOICES, "已录入的佐证材料", EVIDENCE_KINDS),
    "evidence.eligible": FactType(Kind.MONEY, "佐证材料支持的金额"),
    "evaluation.score": FactType(Kind.DECIMAL, "评价得分"),
    "diagnosis.fee": FactType(Kind.MONEY, "诊断服务费"),
    "diagnosis.is_confirmed": FactType(Kind.FLAG, "企业已确认诊断报告"),
    "diagnosis.methods": FactType(Kind.CHOICES, "已确认诊断的方式", {"self": "自行诊断", "institution": "机构诊断"}),
    "equipment.investment_last_year": FactType(Kind.MONEY, "上年度设备投入"),
    "cloud.fee": FactType(Kind.MONEY, "上云费用"),
    "cloud.is_first_use": FactType(Kind.FLAG, "首次使用平台上云服务"),
    "cloud.is_registered_platform": FactType(Kind.FLAG, "平台已备案"),
    "identifier.registrations": FactType(Kind.WHOLE, "年标识注册量"),
    "identifier.months": FactType(Kind.ROWS, "各月标识解析量", columns=IDENTIFIER_MONTH),
    "chain.completed_enterprises": FactType(Kind.WHOLE, "完成改造的企业数"),
    "institution.assessed": FactType(Kind.CHOICES, "由本机构验收（评测）的企业"),
    "platform.service_revenue": FactType(Kind.MONEY, "数字化服务收入"),
    "platform.is_nationally_recognised": FactType(Kind.FLAG, "国家级跨行业跨领域工业互联网平台"),
    "platform.is_recognised": FactType(Kind.FLAG, "已认定为试点平台"),
    "platform.enterprises": FactType(Kind.ROWS, "平台服务的企业", columns=PLATFORM_ENTERPRISE),
    "training.person_days": FactType(Kind.DECIMAL, "培训人天数"),
    "training.is_registered_course": FactType(Kind.FLAG, "培训课程已备案"),
    "training.is_recognised_institution": FactType(Kind.FLAG, "培训机构已认定"),
    "benchmark.kind": FactType(Kind.TEXT, "标杆类别"),
    "recognition.kind": FactType(Kind.TEXT, "获评类别"),
    "supports.elsewhere": FactType(Kind.ROWS, "已获其他政策支持", columns=SUPPORT_ELSEWHERE),
}
"""What the services know and supply, by these names; form answers come on top."""

COMPUTED: Catalogue = {"base.amount": FactType(Kind.MONEY, "核定的计算基数")}
"""What the engine knows by itself while it computes: tiers and limits may name it, gates may not."""

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
