"""Projects as the API gives them. What every dossier has is described once, by the declaration."""

from __future__ import annotations

from marshmallow import Schema, fields

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

STATES = ("draft", "in_review", "returned", "enrolled", "rejected", "withdrawn", "voided", "terminated")
CONCERNED = ("applicant", "provider")
PROVIDER_STATES = ("enrolled", "suspended", "removed")


class ProjectHead(Schema):
    """What a project and its line in a list have in common."""

    id = identity("项目标识 / id")
    version = count("版本 / version")
    case_id = identity("案件 / case")
    state = one_of("状态 / state", STATES)
    title = told("项目名称 / title")
    filing_number = told("备案号，立项通过后给出 / filing number, once enrolled", null=True)
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    pack = told("政策包版本 / pack")
    applicant = one(dossier.DeclarationApplicant, "申报主体 / applicant")
    division = told("区划代码 / division")
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / submitted last", null=True)


class ProjectSummary(ProjectHead):
    """A project in a list."""

    provider_id = identity("所选服务商 / provider", null=True)
    contract_amount_fen = count("合同金额（分）/ contract in fen", null=True)
    percent = count("完成比例（%）/ percent done")
    step = told("环节 / step", null=True)
    waits_for = told("等待的角色 / the role it waits for", null=True)
    waits_since = instant("自何时起 / since", null=True)
    due_on = day("截止日 / due", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")
    assignee_id = identity("受托机构 / institution", null=True)


class ProjectContractLine(Schema):
    """One product of the contract; prices per unit."""

    line = count("行号，从 1 起 / line")
    product_id = identity("产品 / product")
    product_name = told("产品名称 / name")
    category = told("清单类别 / class in the catalogue")
    cost_category = told("费用类别 / cost category")
    link = told("应用环节 / link")
    quantity = told("数量（十进制文本）/ quantity, decimal as text")
    price_fen = count("单价（分）/ price in fen")
    amount_fen = count("金额（分）/ amount in fen")
    ceiling_fen = count("清单限价（分），备案时固定 / ceiling in fen, as of the filing", null=True)
    is_listed = flag("是否在“N+X”产品清单内 / in the catalogue")
    is_above_ceiling = flag("是否超过限价 / above its ceiling")


class ProjectContract(Schema):
    """The contract: as it was filed, or as the draft says it."""

    is_filed = flag("是否为提交时的快照 / a snapshot of the filing")
    number = told("合同编号 / number", null=True)
    signed_on = day("签订日期 / signed on", null=True)
    amount_fen = count("合同金额（分）/ amount in fen", null=True)
    down_payment_fen = count("首付款（分）/ down payment in fen", null=True)
    lines = many(ProjectContractLine, "产品明细 / lines")


class ProjectProvider(Schema):
    """The provider that was chosen; its name and place in the pool once they are known here."""

    id = identity("服务商 / provider")
    name = told("名称 / name", null=True)
    state = one_of("库内状态 / place in the pool", PROVIDER_STATES, allow_none=True)


class ProjectPayeeAccount(Schema):
    """The account for payment; only the last four digits."""

    id = identity("对公银行账号标识 / account")
    last4 = told("账号末四位 / last four digits", null=True)


class ProjectProgress(Schema):
    """What the newest progress report said."""

    percent = count("完成比例（%）/ percent done")
    reports = count("已报次数 / reports")
    reported_until = day("进度截止日期 / reported until", null=True)


class ProjectFinding(Schema):
    """What a spot check or a check off-line found."""

    id = identity("标识 / id")
    at = instant("登记时间 / recorded")
    found_on = day("核查日期 / day")
    place = told("地点或方式 / place")
    concerns = one_of("涉及 / whom it concerns", CONCERNED)
    text = told("情况 / text")


class ProjectRectification(Schema):
    """The acceptance's order to rectify, until it is handed in again or decided."""

    acceptance_id = identity("验收 / acceptance")
    at = instant("时间 / when")
    reason = told("原因 / reason")


class ProjectTermination(Schema):
    """Ended without completion."""

    at = instant("时间 / when")
    reason = told("原因 / reason")


class Project(ProjectHead):
    """A project, as far as the reader may know it."""

    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    step = one(dossier.DeclarationStep, "当前环节 / step", null=True)
    next = one(dossier.DeclarationNextActor, "下一步由谁处理 / who acts next")
    actions = texts("您现在可以做的 / what you may do now")
    answers = anything("备案表内容 / answers of the filing form")
    undertaking = anything("承诺书内容；加密字段只给末四位 / the undertaking; sealed answers by `last4`")
    contract = one(ProjectContract, "合同 / contract")
    provider = one(ProjectProvider, "所选服务商 / provider", null=True)
    payee_account = one(ProjectPayeeAccount, "对公银行账号 / account for payment", null=True)
    problems = many(dossier.DraftProblem, "草稿中的问题 / problems of the draft")
    attachments = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(dossier.DeclarationAttachment)),
        required=True,
        metadata=described("附件项 → 文件 / slot → files"),
    )
    stale_pages = texts("须重新打印盖章的页 / pages to stamp again")
    undertaking_confirmation = one(dossier.ConfirmedStatement, "承诺书确认 / confirmation", null=True)
    items_to_correct = many(dossier.DeclarationCorrection, "须补正的内容 / items to correct")
    filings = many(dossier.DeclarationFiling, "历次提交 / filings")
    reviews = many(dossier.DeclarationReview, "审核记录 / reviews")
    ending = one(dossier.DeclarationEnding, "审核结束 / how the filing ended", null=True)
    assignee_id = identity("受托机构 / institution", null=True)
    progress = one(ProjectProgress, "进度 / progress")
    findings = many(ProjectFinding, "核查记录 / findings")
    rectification = one(ProjectRectification, "整改要求（未整改完）/ open order to rectify", null=True)
    termination = one(ProjectTermination, "终止 / termination", null=True)


class ProjectProgressReport(Schema):
    """One progress report."""

    id = identity("标识 / id")
    number = count("第几次 / number, from 1")
    percent = count("完成比例（%）/ percent done")
    reported_until = day("进度截止日期 / reported until", null=True)
    answers = anything("填报内容 / answers")
    explanation = told("比例回退的说明 / why the percentage went back")
    attachments = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(dossier.DeclarationAttachment)),
        required=True,
        metadata=described("证明材料 / evidence, slot → files"),
    )
    at = instant("填报时间 / when")


class ReportedProject(Project):
    """The project with the report that was just added."""

    report = one(ProjectProgressReport, "本次填报 / the report")


class ProjectForms(Schema):
    """What is asked for in this pack version, and who will review it."""

    pack = told("政策包 / pack")
    pack_sha256 = sha256("政策包摘要 / its hash")
    form = one(forms.FormDescription, "备案表 / filing form")
    undertaking = one(forms.FormDescription, "承诺书 / undertaking", null=True)
    commitment = one(forms.StatementText, "承诺书文本 / its wording", null=True)
    slots = many(forms.SlotDescription, "附件项 / slots")
    steps = many(forms.StepDescription, "审核环节 / steps")
    conditions = many(forms.RuleDescription, "立项条件 / conditions")
    progress_form = one(forms.FormDescription, "进度表 / progress form")
    progress_slots = many(forms.SlotDescription, "进度附件项 / slots of progress")


class SubmissionResult(Schema):
    """What became of one of them."""

    id = identity("项目 / project")
    is_submitted = flag("是否已提交 / handed in")
    version = count("版本 / version", null=True)
    state = one_of("状态 / state", STATES, allow_none=True)
    code = told("错误码 / why not", null=True)
    problems = many(dossier.DraftProblem, "问题 / problems")


class SubmissionResults(Schema):
    """One by one, in the order they were named."""

    items = many(SubmissionResult, "结果 / results")
