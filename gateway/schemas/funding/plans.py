"""Allocation plans, their notices and releases as the API gives them (DL10)."""

from __future__ import annotations

from marshmallow import Schema, fields

from casework.public_notice import NoticeState, ObjectionState, PeriodUnit
from gateway.schemas.base import described
from gateway.schemas.declaration.kinds import count, day, flag, identity, instant, many, one, one_of, told
from gateway.schemas.funding.kinds import document, fen, refused, shares, told_year, version
from gateway.schemas.funding.words import PLAN_LINE_STATES, PLAN_STATES


class PlanSummary(Schema):
    """An allocation plan in a list."""

    id = identity("标识 / id")
    version = version()
    number = told("方案编号 / number")
    title = told("名称 / title")
    pack = told("政策包版本 / pack")
    fund_year = told_year()
    fund_category = told("资金类别 / fund category")
    state = one_of("状态 / state", PLAN_STATES)
    total_fen = fen("合计（分）/ total in fen")
    shares = shares("按资金来源合计（分）/ totals by fund source in fen")
    decision = document("会议文件 / the meeting's document", null=True)
    drawn_up_at = instant("编制时间 / drawn up")
    approved_at = instant("审议通过时间 / approved", null=True)
    published_at = instant("公示时间 / published", null=True)


class PlanLine(Schema):
    """One tranche with the amount that was decided on."""

    id = identity("标识 / id")
    tranche_id = identity("笔 / tranche")
    award_id = identity("奖补 / award")
    case_id = identity("案件 / case")
    project_id = identity("项目 / project")
    applicant_name = told("企业名称 / enterprise")
    credit_code = told("统一社会信用代码 / credit code")
    division = told("区划代码 / division")
    amount_fen = fen("金额（分）/ amount in fen")
    shares = shares()
    state = one_of("状态 / state", PLAN_LINE_STATES)
    reason = told("移出原因 / why it was removed")


class NoticeBasis(Schema):
    """What the period rests on."""

    article = told("依据条款 / article", null=True)
    assumed = told("假定及理由 / assumed, and why", null=True)


class AllocationNoticeLine(Schema):
    """What is published of a line. No accounts, no phones."""

    id = identity("标识 / id")
    applicant_name = told("企业名称 / enterprise")
    amount_fen = fen("金额（分）/ amount in fen", null=True)
    objections = count("异议数 / number of objections")
    is_held = flag("是否因异议暂缓 / held by an objection")


class AllocationNotice(Schema):
    """The public notice of a plan (公示)."""

    id = identity("标识 / id")
    version = version()
    plan_id = identity("资金分配方案 / allocation plan")
    title = told("标题 / title")
    state = one_of("状态 / state", NoticeState)
    opened_at = instant("公示开始 / opened", null=True)
    closes_on = day("公示截止日 / last day", null=True)
    closes_at = instant("公示结束时刻 / the instant at which it is over", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")
    days = count("公示天数 / days")
    unit = one_of("单位 / unit", PeriodUnit)
    basis = one(NoticeBasis, "期限依据 / what the period rests on")
    lines = many(AllocationNoticeLine, "公示内容 / lines")


class AllocationPlan(PlanSummary):
    """A plan with its lines and its notice."""

    lines = many(PlanLine, "明细 / lines")
    notice = one(AllocationNotice, "公示 / notice", null=True)
    refused = refused()


class ObjectionContact(Schema):
    """How to reach who objects."""

    last4 = told("联系方式后四位 / last four characters")


class AllocationObjection(Schema):
    """An objection to one line."""

    id = identity("标识 / id")
    version = count("公示版本 / version of the notice")
    notice_id = identity("公示 / notice")
    line_id = identity("明细 / line")
    raised_by = told("提出人 / who objects")
    text = told("内容 / text")
    contact = one(ObjectionContact, "联系方式 / contact")
    at = instant("提出时间 / when")
    state = one_of("状态 / state", ObjectionState)
    findings = told("核查结论 / findings")
    decided_at = instant("处理时间 / decided", null=True)


class AllocationRelease(Schema):
    """What the finance bureau passed on (下达)."""

    id = identity("标识 / id")
    version = version()
    plan_id = identity("资金分配方案 / allocation plan")
    document = document()
    tranche_ids = fields.List(fields.UUID(), required=True, metadata=described("下达的各笔 / released tranches"))
    total_fen = fen("合计（分）/ total in fen")
    released_at = instant("下达时间 / released")
    refused = refused()
