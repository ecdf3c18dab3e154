"""The stages of a project as the API gives them: in short beside the others, or one of them whole."""

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

STAGE_STATES = ("draft", "in_review", "returned", "approved", "rejected", "withdrawn", "voided")


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
    list_price_fen = count("目录价（分）/ list price in fen", null=True)
    concession_fen = count("服务商让利（分）/ what the provider concedes, in fen", null=True)
    group_lead_id = identity("集中采购的牵引单位 / who leads a group purchase", null=True)
    complete_by = day("合同约定完成日期 / the day that it promises", null=True)
    lines = many(ProjectContractLine, "产品明细 / lines")


class ProjectStageSummary(Schema):
    """Where a stage stands. What nobody handed in yet looks to everybody else as if it were not begun."""

    stage = told("阶段代码 / stage")
    title = told("阶段名称 / title")
    state = one_of("状态；未开始为空 / state, null before it was begun", STAGE_STATES, allow_none=True)
    number = count("第几次办理，0 为未开始 / which time, 0 before it was begun")
    is_amendment = flag("是否为变更 / whether it amends what was approved")
    yields = texts("审核通过带来的结果 / what its approval yields")
    can_start = flag("您现在是否可以开始或变更 / whether you may begin or amend it now")
    waits_for = texts("尚缺的前提 / what has to happen before")
    started_at = instant("开始时间 / started", null=True)
    submitted_at = instant("最近提交时间 / submitted last", null=True)
    next = one(dossier.DeclarationNextActor, "下一步由谁处理 / who acts next", null=True)
    actions = texts("您现在可以做的 / what you may do now")


class StageDossier(Schema):
    """What was filled in, handed in and judged."""

    submitted_at = instant("最近提交时间 / submitted last", null=True)
    step = one(dossier.DeclarationStep, "当前环节 / step", null=True)
    next = one(dossier.DeclarationNextActor, "下一步由谁处理 / who acts next")
    actions = texts("您现在可以做的 / what you may do now")
    answers = anything("表单内容 / answers of the form")
    undertaking = anything("承诺书内容；加密字段只给末四位 / the undertaking; sealed answers by `last4`")
    contract = one(ProjectContract, "合同 / contract", null=True)
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
    ending = one(dossier.DeclarationEnding, "审核结束 / how it ended", null=True)
    assignee_id = identity("受托机构 / institution", null=True)


class EarlierTime(Schema):
    """A time before: a contract that was amended since, a stage that was withdrawn."""

    number = count("第几次办理 / which time")
    state = one_of("状态 / state", STAGE_STATES)
    reason = told("变更理由 / why it was amended")
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / submitted last", null=True)
    ended_at = instant("结束时间 / ended", null=True)
    contract = one(ProjectContract, "当时的合同 / the contract then", null=True)


class ProjectStage(ProjectStageSummary, StageDossier):
    """One stage of a project, as far as the reader may know it."""

    project_id = identity("项目标识 / project")
    version = count("项目版本 / version of the project")
    pack = told("政策包版本 / pack")
    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    reason = told("变更理由 / why it is amended")
    earlier = many(EarlierTime, "历次办理 / the times before")


class ProjectStageForms(Schema):
    """What a stage asks for in this pack version, and who will review it."""

    pack = told("政策包 / pack")
    pack_sha256 = sha256("政策包摘要 / its hash")
    form = one(forms.FormDescription, "表单 / form")
    undertaking = one(forms.FormDescription, "承诺书 / undertaking", null=True)
    commitment = one(forms.StatementText, "承诺书文本 / its wording", null=True)
    slots = many(forms.SlotDescription, "附件项 / slots")
    steps = many(forms.StepDescription, "审核环节 / steps")
    conditions = many(forms.RuleDescription, "条件 / conditions")
