"""Calls, the pilot list and public notices as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration.forms import DeclarationStatement, RuleDescription, SlotDescription, StepDescription
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


class ReleasedPack(Schema):
    """A released version of a pack."""

    id = identity("标识 / id")
    version = count("始终为 1 / always 1")
    pack = told("政策包版本 / pack")
    sha256 = sha256("内容摘要 / hash")
    title = told("名称 / title")
    released_at = instant("发布时间 / released")


class CallAttributes(Schema):
    """What a policy notice tells of itself (XA1); null or empty where it says nothing."""

    level = told("政策层级 / level", null=True)
    region = told("发布地区 / region", null=True)
    department = told("主管部门 / department", null=True)
    declaration_type = told("申报类型 / what is declared", null=True)
    applicants = texts("申请对象 / who may apply")
    beneficiaries = texts("补贴对象 / who is supported")
    industries = texts("行业类别 / industries")
    sizes = texts("企业规模 / sizes")
    support_methods = texts("支持方式 / kinds of support")
    legal_basis = texts("文件依据 / legal basis")
    conditions = texts("申报条件 / conditions, as the notice words them")


class CallExtension(Schema):
    """A window that was made longer (延期)."""

    actor = told("主体 / whose window")
    closes_at = instant("延至（含该秒）/ new last second")
    drafts_before = instant("仅限此前已开始填报的；为空则不限 / only for drafts begun before; null: for all", null=True)
    reason = told("原因 / reason")
    at = instant("决定时间 / when it was decided")


class CallSummary(Schema):
    """A call in a list."""

    id = identity("标识 / id")
    version = count("版本 / version")
    programme_year = told("项目年度 / programme year")
    programme = told("项目 / programme")
    batch = told("批次 / batch")
    title = told("标题 / title")
    pack = told("政策包版本 / pack")
    state = told("planned、open 或 closed / state")
    is_open = flag("现在能否申报 / can be declared under now")
    form = told("申报表单的地址，在城市之下；可作登录的 lands_on / where its form is, below the city")
    opens_at = instant("开始 / opens", null=True)
    closes_at = instant("截止（含该秒）；无截止则为 null / last second", null=True)
    attributes = one(CallAttributes, "公告要素 / what the notice tells of itself")


class CallDetail(Schema):
    """A particular of a call (主管部门、申报对象、支持方式……)."""

    title = told("名称 / title")
    text = told("内容 / text")


class CallWindow(Schema):
    """When an actor may act at a stage."""

    stage = told("阶段 / stage")
    actor = told("主体 / actor")
    opens_at = instant("开始 / opens", null=True)
    closes_at = instant("截止 / closes", null=True)
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


class Call(CallSummary):
    """A call with all its particulars (申报通知)."""

    begins_with = one_of("由申报还是项目备案开始 / what a case begins with", ("declaration", "project"))
    closing_reason = told("关闭原因 / why it was closed")
    details = many(CallDetail, "具体事项 / particulars")
    windows = many(CallWindow, "时间窗口 / windows")
    extensions = many(CallExtension, "延期 / extensions")
    valid_until = day("政策有效期至 / valid until", null=True)
    succeeded_by = told("后续项目年度 / the programme that follows", null=True)
    sources = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata=described("依据文件 / sources")
    )
    conditions = many(RuleDescription, "申报条件 / conditions")
    slots = many(SlotDescription, "申报材料 / materials")
    steps = many(StepDescription, "审核环节 / steps")
    statement = one(DeclarationStatement, "真实性声明 / statement", null=True)


class PilotRefusal(Schema):
    """Why one of several was refused."""

    code = told("错误码 / code")
    facts = anything("事实 / facts")
    problems = fields.List(fields.Dict(keys=fields.String()), required=True, metadata=described("问题 / problems"))


class PilotResult(Schema):
    """What became of one declaration."""

    declaration_id = identity("申报 / declaration")
    pilot_state = told("名单状态 / place on the list", null=True)
    refusal = one(PilotRefusal, "被拒绝的原因 / why it was refused", null=True)


class PilotResults(Schema):
    """A result for each."""

    items = many(PilotResult, "结果 / results")


class PilotNoticePeriod(Schema):
    """How long something is published."""

    days = count("天数 / days")
    unit = told("working_day 或 day / unit")


class PilotNoticeLine(Schema):
    """One enterprise that is published."""

    declaration_id = identity("申报 / declaration")
    title = told("企业名称 / name")
    objections = count("异议数 / objections")
    undecided = count("未处理的异议 / undecided ones")
    upheld = count("成立的异议 / upheld ones")


class PilotNotice(Schema):
    """A public notice of pilot enterprises (公示)."""

    id = identity("标识 / id")
    version = count("版本 / version")
    title = told("标题 / title")
    programme_year = told("项目年度 / programme year")
    pack = told("政策包版本 / pack")
    state = told("open 或 closed / state")
    period = one(PilotNoticePeriod, "公示期 / period")
    opened_at = instant("开始 / opened", null=True)
    closes_on = day("最后一日 / last day", null=True)
    closes_at = instant("期满时刻 / when it is over", null=True)
    is_provisional = flag("期满日是否暂定 / provisional")
    closed_at = instant("结束登记时间 / closed", null=True)
    lines = many(PilotNoticeLine, "公示内容 / lines")


class ObjectedNotice(PilotNotice):
    """The notice with the objection that was just raised."""

    objection_id = identity("异议标识 / the objection")


class PilotObjection(Schema):
    """An objection, for officers."""

    id = identity("标识 / id")
    declaration_id = identity("申报 / declaration")
    title = told("企业名称 / name")
    raised_by = told("提出人 / who")
    text = told("内容 / text")
    contact_last4 = told("联系方式末四位 / last four of the contact")
    at = instant("提出时间 / when")
    state = told("raised、upheld 或 not_upheld / state")
    findings = told("调查情况 / findings")
    decided_at = instant("处理时间 / decided", null=True)
