"""Acceptances as the API gives them. What every dossier has is described once, by the declaration."""

from __future__ import annotations

from marshmallow import Schema, fields

from casework.states import State
from gateway.schemas.base import described
from gateway.schemas.declaration import declarations as dossier
from gateway.schemas.declaration import forms
from gateway.schemas.declaration.kinds import (
    anything,
    count,
    day,
    flag,
    identity,
    instant,
    many,
    one,
    one_of,
    sha256,
    texts,
    told,
)


def _files(description: str) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(dossier.DeclarationAttachment)),
        required=True,
        metadata=described(description),
    )


class AcceptanceHead(Schema):
    """What an acceptance and its line in a list have in common."""

    id = identity("验收标识 / id")
    version = count("版本 / version")
    case_id = identity("案件 / case")
    project_id = identity("项目 / project")
    state = one_of("状态 / state", State)
    pack = told("政策包版本 / pack")
    applicant = one(dossier.DeclarationApplicant, "申请主体 / applicant")
    division = told("区划代码 / division")
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / submitted last", null=True)


class AcceptanceSummary(AcceptanceHead):
    """An acceptance in a list."""

    step = told("环节 / step", null=True)
    waits_for = told("等待的角色 / the role it waits for", null=True)
    waits_since = instant("自何时起 / since", null=True)
    due_on = day("截止日 / due", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")
    assignee_id = identity("受托机构 / institution", null=True)
    level = count("验收认定的数字化水平等级 / digital level found", null=True)
    audited_fen = count("审定投入合计（分）/ audited total in fen", null=True)


class AcceptanceResult(Schema):
    """What was found when it passed."""

    level = count("数字化水平等级 / digital level")
    edition = told("评测指标版本 / edition of the indicators")
    accepted_on = day("验收通过日期 / passed on")
    completed_on = day("改造完成日期 / completed on")
    audited_fen = count("审定投入合计（分）/ audited total in fen")


class Acceptance(AcceptanceHead):
    """An acceptance, as far as the reader may know it."""

    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    step = one(dossier.DeclarationStep, "当前环节 / step", null=True)
    next = one(dossier.DeclarationNextActor, "下一步由谁处理 / who acts next")
    actions = texts("您现在可以做的 / what you may do now")
    answers = anything("验收申请表内容 / answers of the request")
    problems = many(dossier.DraftProblem, "草稿中的问题 / problems of the draft")
    attachments = _files("附件项 → 文件 / slot → files")
    stale_pages = texts("须重新打印盖章的页 / pages to stamp again")
    items_to_correct = many(dossier.DeclarationCorrection, "须补正的内容 / items to correct")
    filings = many(dossier.DeclarationFiling, "历次提交 / filings")
    reviews = many(dossier.DeclarationReview, "审核记录 / reviews")
    ending = one(dossier.DeclarationEnding, "结束 / ending", null=True)
    assignee_id = identity("受托机构 / institution", null=True)
    papers = anything("验收意见和专项审计：表单 → 页 → 内容；企业在作出结论后可见 / form → page → answers")
    reports = _files("第三方报告：附件项 → 文件；企业在作出结论后可见 / slot → files")
    result = one(AcceptanceResult, "验收结果 / result", null=True)


class AcceptanceForms(Schema):
    """What is asked for in this pack version, of the enterprise and of the assessor, and who decides."""

    pack = told("政策包 / pack")
    pack_sha256 = sha256("政策包摘要 / its hash")
    form = one(forms.FormDescription, "验收申请表 / form of the request")
    slots = many(forms.SlotDescription, "申请附件项 / slots of the request")
    papers = many(forms.FormDescription, "第三方填写的表 / forms of the assessor")
    reports = many(forms.SlotDescription, "第三方报告项 / slots of the assessor")
    steps = many(forms.StepDescription, "审核环节 / steps")
    conditions = many(forms.RuleDescription, "验收条件 / conditions")


class AcceptedContractLine(Schema):
    """One product as it was contracted; prices per unit."""

    line = count("行号，从 1 起 / line")
    product_id = identity("产品 / product")
    product_name = told("产品名称 / name")
    category = told("清单类别 / class in the catalogue")
    cost_category = told("费用类别 / cost category")
    link = told("应用环节 / link")
    quantity = told("数量（十进制文本）/ quantity, decimal as text")
    price_fen = count("单价（分）/ price in fen")
    ceiling_fen = count("备案时的清单限价（分），0 为无限价 / ceiling in fen as filed, 0 for none")


class AcceptedContract(Schema):
    """The contract as it was filed."""

    provider_id = identity("服务商 / provider")
    contract_number = told("合同编号 / number")
    signed_on = day("签订日期 / signed on")
    amount_fen = count("合同金额（分）/ amount in fen")
    lines = many(AcceptedContractLine, "产品明细 / lines")


class AcceptedProject(Schema):
    """The project that is to be accepted: what the assessor compares with."""

    id = identity("项目 / project")
    case_id = identity("案件 / case")
    applicant = one(dossier.DeclarationApplicant, "申报主体 / applicant")
    division = told("立项时的区划代码 / division when it was enrolled")
    pack = told("政策包版本 / pack")
    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    title = told("项目名称 / title")
    filing_number = told("备案号 / filing number", null=True)
    percent = count("最近填报的完成比例（%）/ percent done by the newest report", null=True)
    reached = texts("项目已达成的节点 / milestones that it reached")
    is_terminated = flag("是否已终止 / ended without completion")
    contract = one(AcceptedContract, "合同 / contract", null=True)
