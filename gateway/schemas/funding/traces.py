"""Tracing as the API gives it (XB12): figures, the rows behind them, and whether they add up."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from casework.public_notice import NoticeState
from gateway.schemas.base import PageQuery, described
from gateway.schemas.declaration.declarations import DeclarationApplicant
from gateway.schemas.declaration.kinds import count, day, flag, identity, instant, many, one, one_of, told
from gateway.schemas.funding.awards import PaymentInstruction, Tranche
from gateway.schemas.funding.back import FundRecovery, Netting
from gateway.schemas.funding.kinds import document, fen, shares, told_year
from gateway.schemas.funding.words import LEDGER_ACCOUNTS, PLAN_LINE_STATES, PLAN_STATES, TRACE_FIGURES, TRACED_KINDS


class TraceCheck(Schema):
    """A figure by the books and by the rows behind it."""

    code = told("核对事项 / what is compared")
    booked_fen = fen("账本（分）/ by the books, in fen")
    counted_fen = fen("明细（分）/ by the rows, in fen")
    is_equal = flag("是否相符 / equal")


class AddedUp(Schema):
    """Whether it adds up."""

    checks = many(TraceCheck, "核对 / checks")
    adds_up = flag("全部相符 / all of them are equal")


class TracedNotice(Schema):
    """The public notice of a plan line."""

    id = identity("标识 / id")
    state = one_of("状态 / state", NoticeState)
    opened_at = instant("公示开始 / opened", null=True)
    closes_at = instant("公示结束 / over at", null=True)
    objections = count("对该明细的异议数 / objections to the line")
    is_held = flag("是否因异议暂缓 / held by an objection")


class TracedPlanLine(Schema):
    """A line of a plan that a tranche stood in."""

    id = identity("标识 / id")
    plan_id = identity("资金分配方案 / allocation plan")
    plan_number = told("方案编号 / number of the plan")
    plan_state = one_of("方案状态 / state of the plan", PLAN_STATES)
    amount_fen = fen("金额（分）/ amount in fen")
    shares = shares()
    state = one_of("状态 / state", PLAN_LINE_STATES)
    reason = told("移出原因 / why it was removed")
    notice = one(TracedNotice, "公示 / notice", null=True)


class TracedRelease(Schema):
    """The release that passed a tranche on."""

    id = identity("标识 / id")
    document = document()
    released_at = instant("下达时间 / released")


class TracedInstruction(PaymentInstruction):
    """An attempt to pay, and the batch it went out with."""

    batch_id = identity("批次 / batch")
    batch_number = told("批次号 / number of the batch")


class TracedRecovery(FundRecovery):
    """What was claimed back, and what settled it by netting."""

    nettings = many(Netting, "抵扣 / nettings")


class TracedTranche(Schema):
    """A tranche and everything that happened to it, in order."""

    tranche = one(Tranche, "笔 / tranche")
    plan_lines = many(TracedPlanLine, "方案明细 / plan lines")
    release = one(TracedRelease, "下达 / release", null=True)
    instructions = many(TracedInstruction, "拨付指令与银行结果 / attempts and bank results")
    recoveries = many(TracedRecovery, "追回 / recoveries")
    nettings = many(Netting, "从该笔扣下的抵扣 / what was kept of it")


class TracedAward(Schema):
    """An award with its tranches."""

    id = identity("标识 / id")
    number = told("奖补编号 / number")
    project_id = identity("项目 / project")
    line = told("奖补政策行 / subsidy line")
    title = told("名称 / title")
    award_fen = fen("奖补（分）/ award in fen")
    shares = shares()
    tranches = many(TracedTranche, "各笔 / tranches")


class CaseTrace(AddedUp):
    """A case's money from the award to what came back."""

    case_id = identity("案件 / case")
    applicant = one(DeclarationApplicant, "奖补对象 / who gets it")
    awards = many(TracedAward, "奖补 / awards")
    awarded_fen = fen("核算（分）/ awarded in fen")
    approved_fen = fen("已批准（分）/ approved in fen")
    released_fen = fen("已下达（分）/ released in fen")
    paid_fen = fen("银行已付（分）/ paid by the bank in fen")
    netted_fen = fen("已抵扣（分）/ netted in fen")
    claimed_fen = fen("追回要求（分）/ claimed back in fen")
    recovered_fen = fen("已追回（分）/ came back, in fen")
    outstanding_fen = fen("尚待追回（分）/ still to come back, in fen")
    held_fen = fen("企业实得（分）/ what the payee has in the end, in fen")


class SourceTrace(AddedUp):
    """A source, year and category: what moved altogether, and what stands where."""

    fund_source = told("资金来源 / fund source")
    fund_year = told_year()
    category = told("资金类别 / category")
    entered_fen = fen("录入预算（分）/ budget entered")
    confirmed_fen = fen("确认预算（分）/ budget confirmed")
    committed_fen = fen("批准安排（分）/ committed by approved plans")
    given_back_fen = fen("取消及收回（分）/ given back before it was paid")
    released_fen = fen("下达（分）/ released")
    instructed_fen = fen("送银行（分）/ sent to the bank")
    paid_fen = fen("拨付（分）/ paid")
    netted_fen = fen("抵扣（分）/ netted instead of paid")
    returned_fen = fen("退回（分）/ returned by the bank")
    corrected_fen = fen("退回后更正（分）/ corrected after a return")
    claimed_fen = fen("追回要求（分）/ claimed back")
    recovered_fen = fen("追回（分）/ recovered")
    reentered_fen = fen("回到预算（分）/ re-entered the budget")
    balances = fields.Dict(
        keys=fields.String(validate=validate.OneOf(LEDGER_ACCOUNTS)),
        values=fields.Integer(strict=True),
        required=True,
        metadata=described("科目余额（分），借正贷负 / balances in fen"),
    )


class SourceQuery(Schema):
    """Which sources."""

    fund_source = fields.String(
        validate=validate.Length(max=100, error="too_long"), metadata=described("资金来源 / fund source")
    )
    fund_year = fields.Integer(
        validate=validate.Range(2000, 2100, error="out_of_range"), metadata=described("预算年度 / year")
    )


class FigureQuery(PageQuery):
    """The rows behind which figure."""

    fund_source = fields.String(
        required=True,
        validate=validate.Length(1, 100, error="out_of_range"),
        metadata=described("资金来源 / fund source"),
    )
    fund_year = fields.Integer(
        required=True, validate=validate.Range(2000, 2100, error="out_of_range"), metadata=described("预算年度 / year")
    )
    category = fields.String(
        required=True, validate=validate.Length(1, 100, error="out_of_range"), metadata=described("资金类别 / category")
    )
    figure = fields.String(
        required=True,
        validate=validate.OneOf(TRACE_FIGURES, error="not_an_option"),
        metadata=described("哪个数 / which figure"),
    )


class FigureEntry(Schema):
    """One row behind a figure; the rows of all pages add up to it."""

    id = identity("标识 / id")
    kind = one_of("事项 / what happened", TRACED_KINDS)
    on = day("日期 / on")
    amount_fen = fen("金额（分）/ amount in fen")
    subject_kind = told("对象类型 / what it is about")
    subject_id = identity("对象 / its id")
    case_id = identity("案件 / case", null=True)
    applicant_name = told("企业名称 / enterprise", null=True)
