"""Award applications. What every dossier has is described once, by the declaration."""

from __future__ import annotations

from marshmallow import Schema, fields

from casework.states import State
from gateway.schemas.base import PageQuery, described, page_of
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
    said,
    sha256,
    texts,
    told,
)
from gateway.schemas.declaration.requests import DeclarationReviewDecision

_STAGE = "申请事项，即政策包的阶段 / what is asked for: a stage of the pack"


class AwardApplicationStart(Schema):
    """What is asked for, and for which project where it is about one."""

    stage = said(_STAGE, longest=100)
    programme_year = said("项目年度（本市有多个项目时必填）/ programme, where there are several", required=False)
    project_id = identity("所关联的项目 / the project that it is about", required=False)


class AwardApplicationPageAnswers(Schema):
    """One page of the form, the whole of it."""

    answers = anything("字段 → 内容 / field → answer")


class AwardApplicationReview(DeclarationReviewDecision):
    """A reviewer's verdict."""


class AwardApplicationHead(Schema):
    """What an award application and its line in a list have in common."""

    id = identity("奖补申请标识 / id")
    version = count("版本 / version")
    case_id = identity("所属案件 / the case that it belongs to")
    project_id = identity("所关联的项目 / the project that it is about", null=True)
    stage = told(_STAGE)
    state = one_of("状态 / state", State)
    programme_year = told("项目年度 / programme")
    pack = told("政策包版本 / pack")
    applicant = one(dossier.DeclarationApplicant, "申请单位 / who asks")
    division = told("区划代码 / division")
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / submitted last", null=True)


class AwardApplicationSummary(AwardApplicationHead):
    """An award application in a list."""

    step = told("环节 / step", null=True)
    waits_for = told("等待的角色 / the role it waits for", null=True)
    waits_since = instant("自何时起 / since", null=True)
    due_on = day("截止日 / due", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")


class AwardApplication(AwardApplicationHead):
    """An award application, as far as the reader may know it."""

    title = told("申请事项名称 / title of the stage")
    lines = texts("所申请的奖补政策行 / the subsidy lines that it asks for")
    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    step = one(dossier.DeclarationStep, "当前环节 / step", null=True)
    next = one(dossier.DeclarationNextActor, "下一步由谁处理 / who acts next")
    actions = texts("您现在可以做的 / what you may do now")
    answers = anything("申请表内容 / answers")
    problems = many(dossier.DraftProblem, "草稿中的问题 / problems of the draft")
    attachments = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(dossier.DeclarationAttachment)),
        required=True,
        metadata=described("附件项 → 文件 / slot → files"),
    )
    stale_pages = texts("须重新打印盖章的页 / pages to stamp again")
    items_to_correct = many(dossier.DeclarationCorrection, "须补正的内容 / items to correct")
    filings = many(dossier.DeclarationFiling, "历次提交 / filings")
    reviews = many(dossier.DeclarationReview, "审核记录 / reviews")
    ending = one(dossier.DeclarationEnding, "结束 / ending", null=True)


class AwardApplicationForm(Schema):
    """What is asked for, who will review it, and what has to hold."""

    pack = told("政策包 / pack")
    pack_sha256 = sha256("政策包摘要 / its hash")
    form = one(forms.FormDescription, "表单 / form")
    slots = many(forms.SlotDescription, "附件项 / slots")
    steps = many(forms.StepDescription, "审核环节 / steps")
    conditions = many(forms.RuleDescription, "申请条件 / conditions")


class AwardApplicationFilter(PageQuery):
    """What a list is narrowed to."""

    state = one_of("状态 / state", State, required=False)
    stage = said(_STAGE, longest=100, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)
    project_id = identity("所关联的项目 / the project", required=False)
    programme_year = said("项目年度 / programme", longest=100, required=False)
    text = said("名称或信用代码开头 / beginning of name or credit code", longest=100, required=False)


class AwardStageLine(Schema):
    """A subsidy line that a stage asks for."""

    line = told("奖补政策行 / subsidy line")
    title = told("名称 / title")


class AwardStage(Schema):
    """What can be asked for."""

    programme_year = told("项目年度 / programme")
    pack = told("政策包版本 / pack")
    stage = told(_STAGE)
    title = told("名称 / title")
    applicants = texts("可申请的单位类型 / kinds of applicants")
    lines = many(AwardStageLine, "奖补政策行 / subsidy lines")
    is_about_project = flag("是否须关联项目 / whether it is about a project")
    opens_when = texts("项目须已达到的里程碑 / what the project has to have reached")
    closes_when = texts("不再受理的情形 / what ends it")
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


AwardApplicationPage = page_of(AwardApplicationSummary)
