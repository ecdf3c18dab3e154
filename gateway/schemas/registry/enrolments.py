"""Enrolments: the way into the pool. What every dossier has is described once, by the declaration."""

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
from gateway.schemas.registry.kinds import shaped, text, whole
from gateway.schemas.registry.pool import KIND
from gateway.schemas.registry.products import ProductClasses, ProductOffer

PURPOSES = ("application", "recommendation")


class EnrolmentStart(Schema):
    """As what a provider applies."""

    kind = shaped("服务商类型代码 / kind of provider", KIND)
    programme_year = said("项目年度（本市有多个项目时必填）/ programme, where there are several", required=False)


class ProductRecommendation(ProductOffer):
    """Which product of whom is recommended, for whom. Provider and enterprise are registered."""

    provider_code = text("服务商统一社会信用代码 / the provider's credit code", longest=30)
    enterprise_code = text("企业统一社会信用代码 / the enterprise's credit code", longest=30)


class EnrolmentPageAnswers(Schema):
    """One page of the form, the whole of it."""

    answers = anything("字段 → 内容 / field → answer")


class EnrolmentReview(DeclarationReviewDecision):
    """A reviewer's verdict; the last approval of a recommendation may set a ceiling."""

    ceiling_fen = whole(
        "推荐产品的限价（分），缺省为报价 / ceiling of the recommended product, the offer unless given", least=1,
        required=False,
    )  # fmt: skip


class RecommendedProduct(ProductClasses):
    """What is recommended, and for whom."""

    enterprise_id = identity("企业 / enterprise")
    product_id = identity("入库后的产品 / the product, once approved", null=True)
    category = told("类别 / class")
    title = told("产品名称 / title")
    unit = told("计价单位 / unit")
    description = told("说明 / description")
    proposed_price_fen = count("报价（分）/ proposed price in fen")


class EnrolmentHead(Schema):
    """What an enrolment and its line in a list have in common."""

    id = identity("入库申请标识 / id")
    version = count("版本 / version")
    purpose = one_of("申请或推荐 / application or recommendation", PURPOSES)
    kind = told("服务商类型 / kind of provider")
    state = one_of("状态 / state", State)
    programme_year = told("项目年度 / programme")
    pack = told("政策包版本 / pack")
    applicant = one(dossier.DeclarationApplicant, "申请或推荐单位 / who asks")
    provider_id = identity("拟入库的服务商 / the provider")
    division = told("区划代码 / division")
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / submitted last", null=True)


class EnrolmentSummary(EnrolmentHead):
    """An enrolment in a list."""

    step = told("环节 / step", null=True)
    waits_for = told("等待的角色 / the role it waits for", null=True)
    waits_since = instant("自何时起 / since", null=True)
    due_on = day("截止日 / due", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")


class Enrolment(EnrolmentHead):
    """An enrolment, as far as the reader may know it."""

    stage = told("阶段 / stage of the pack")
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
    recommended = one(RecommendedProduct, "推荐的产品 / the recommended product", null=True)


class EnrolmentForm(Schema):
    """What is asked for, and who will review it."""

    pack = told("政策包 / pack")
    pack_sha256 = sha256("政策包摘要 / its hash")
    form = one(forms.FormDescription, "表单 / form")
    slots = many(forms.SlotDescription, "附件项 / slots")
    steps = many(forms.StepDescription, "审核环节 / steps")
    conditions = many(forms.RuleDescription, "入库条件 / conditions")


class EnrolmentFilter(PageQuery):
    """What a list is narrowed to."""

    state = one_of("状态 / state", State, required=False)
    purpose = one_of("申请或推荐 / application or recommendation", PURPOSES, required=False)
    kind = shaped("服务商类型代码 / kind", KIND, required=False)
    text = said("名称或信用代码开头 / beginning of name or credit code", longest=100, required=False)


class ProviderRight(Schema):
    """What a kind of provider may do, and by which article."""

    act = told("可以做的 / what it may do")
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


class ProviderKindSchema(Schema):
    """A kind of provider."""

    code = told("代码 / code")
    title = told("名称 / title")
    stage = told("申报入库的阶段；空为不接受申报 / stage of the application, null where nobody applies", null=True)
    rights = many(ProviderRight, "权限 / rights")
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


class ProductCategorySchema(Schema):
    """A class of the catalogue."""

    code = told("代码 / code")
    title = told("名称 / title")
    group = told("common（共性）或 individual（个性）/ group")
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


class CodeTitle(Schema):
    """A code with its title."""

    code = told("代码 / code")
    title = told("名称 / title")


class DelegationRules(Schema):
    """What an enterprise may let a provider do for it."""

    stages = many(CodeTitle, "可委托服务商代办的阶段 / stages that may be delegated")
    text = told("须确认的委托书；没有时为空 / the consent that is confirmed, null where there is none", null=True)
    text_version = told("委托书文本的 SHA-256 / its version", null=True)


class ProviderRulesSchema(Schema):
    """What a pack in force says of providers and their products."""

    programme_year = told("项目年度 / programme")
    pack = told("政策包版本 / pack")
    kinds = many(ProviderKindSchema, "服务商类型 / kinds")
    categories = many(ProductCategorySchema, "产品类别 / classes of the catalogue")
    recommended_as = told("推荐入库的服务商类型 / kind of a recommended provider", null=True)
    delegation = fields.Nested(DelegationRules, required=True, metadata=described("委托代办 / delegation"))
    scenarios = many(CodeTitle, "应用场景 / scenarios")
    subsectors = many(CodeTitle, "细分行业 / sub-industries")
    aims = many(CodeTitle, "改造目标 / aims")
    links = many(CodeTitle, "环节 / links")


EnrolmentSummaryPage = page_of(EnrolmentSummary)
