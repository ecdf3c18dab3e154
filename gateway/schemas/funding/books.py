"""Payments, budgets, the ledger and recoveries as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration.kinds import count, day, flag, identity, instant, many, one_of, sha256, told
from gateway.schemas.funding.awards import PaymentInstruction
from gateway.schemas.funding.kinds import document, fen, shares, told_year, version
from gateway.schemas.funding.words import (
    BATCH_STATES,
    BUDGET_LINE_STATES,
    BUDGET_STATUSES,
    ENTRY_KINDS,
    EXPORT_FORMATS,
    INSTRUMENTS,
    LEDGER_ACCOUNTS,
)

SIDES = ("debit", "credit")


class PaymentBatchSummary(Schema):
    """A batch in a list: count, sum and digest are what the bank's copy is compared with."""

    id = identity("标识 / id")
    version = version()
    number = told("批次号 / number")
    state = one_of("状态 / state", BATCH_STATES)
    instrument = one_of("拨付方式 / instrument", INSTRUMENTS)
    count = count("笔数 / count")
    total_fen = fen("合计（分）/ total in fen")
    digest = sha256("校验码 / digest")
    made_at = instant("编制时间 / made")
    checked_at = instant("复核时间 / checked", null=True)
    opinion = told("复核意见 / opinion")
    exports = fields.Integer(required=True, metadata=described("导出次数 / times exported"))


class PaymentBatch(PaymentBatchSummary):
    """A batch with its instructions."""

    instructions = many(PaymentInstruction, "指令 / instructions")


class PaymentExport(Schema):
    """Permission to download a batch with whole account numbers, for a while."""

    id = identity("标识 / id")
    version = count("批次版本 / version of the batch")
    batch_id = identity("批次 / batch")
    file_format = one_of("格式 / format", EXPORT_FORMATS)
    expires_at = instant("下载期限 / download until")
    count = fields.Integer(required=True, metadata=described("笔数 / count"))
    total_fen = fen("合计（分）/ total in fen")
    digest = sha256("校验码 / digest")


class UnknownBankLine(Schema):
    """A line of the bank's file that names no instruction of ours."""

    row = count("行号 / row")
    number = told("指令号 / number")
    amount_fen = fen("金额（分）/ amount in fen")


class BankResultFile(Schema):
    """What a file of the bank changed."""

    id = identity("标识 / id")
    version = version()
    name = told("文件名 / file name")
    sha256 = sha256("文件内容 / content")
    lines = count("行数 / lines")
    total_fen = fen("合计（分）/ total in fen")
    paid = count("成功笔数 / paid")
    returned = count("退回笔数 / returned")
    known = count("此前已登记笔数 / said before")
    unknown_lines = many(UnknownBankLine, "未识别的行 / lines that nobody here knows", data_key="unknown")
    imported_at = instant("登记时间 / taken")
    is_repeated = flag("是否此前已登记的文件 / the same file again: nothing was changed")


class BudgetLine(Schema):
    """A line of the budget with the document that gives it."""

    id = identity("标识 / id")
    version = version()
    fund_source = told("资金来源 / fund source")
    fund_year = told_year()
    category = told("资金类别 / category")
    amount_fen = fen("金额（分）/ amount in fen")
    document = document()
    state = one_of("状态 / state", BUDGET_LINE_STATES)
    entered_at = instant("录入时间 / entered")
    confirmed_at = instant("确认时间 / confirmed", null=True)


class BudgetPool(Schema):
    """A source, year and category: what came in, what plans drew, what is left."""

    fund_source = told("资金来源 / fund source")
    fund_year = told_year()
    category = told("资金类别 / category")
    allocated_fen = fen("预算（分）/ brought in, in fen")
    committed_fen = fen("已安排（分）/ drawn by plans, in fen")
    available_fen = fen("可用（分）/ left, in fen")


class BudgetPlace(Schema):
    """Where a recommended tranche stands, and what the budget can carry of it now."""

    place = count("次序 / place, from 1")
    tranche_id = identity("笔 / tranche")
    award_id = identity("奖补 / award")
    applicant_name = told("申报主体 / applicant")
    division = told("区划代码 / division")
    title = told("奖补政策行 / subsidy line")
    status = one_of("安排情况 / served, cut, queued or stopped", BUDGET_STATUSES)
    asked_fen = fen("奖补（分）/ asked, in fen")
    ahead_fen = fen("排在前面的合计（分）/ what those before it are due, in fen")
    amount_fen = fen("现在可安排（分）/ what can be planned of it now, in fen")
    shares = shares("现在可安排，按资金来源（分）/ the same by fund source in fen")
    requirement = told("规则 / the rule by which it waits or is cut; empty where it is served")
    article = told("依据条款 / article", null=True)
    assumed = told("假定及理由 / assumed, and why", null=True)


class LedgerAccount(Schema):
    """An account of the chart."""

    code = one_of("代码 / code", LEDGER_ACCOUNTS)
    title = told("名称 / title")
    normal_side = one_of("余额方向 / normal side", SIDES)


class LedgerBalance(Schema):
    """What stands on an account; a credit is a negative debit."""

    fund_source = told("资金来源 / fund source")
    fund_year = told_year()
    category = told("资金类别 / category")
    account = one_of("账户 / account", LEDGER_ACCOUNTS)
    title = told("名称 / title")
    normal_side = one_of("余额方向 / normal side", SIDES)
    debit_fen = fen("借方余额（分）/ debit balance in fen")


class LedgerPosting(Schema):
    """One side of an entry: above zero a debit, below a credit."""

    account = one_of("账户 / account", LEDGER_ACCOUNTS)
    fund_source = told("资金来源 / fund source")
    fund_year = told_year()
    category = told("资金类别 / category")
    amount_fen = fen("金额（分），借正贷负 / amount in fen")


class LedgerEntry(Schema):
    """An entry of the ledger. Never changed."""

    id = identity("标识 / id")
    number = count("序号 / number")
    kind = one_of("事项 / what happened", ENTRY_KINDS)
    subject_id = identity("对象 / what it is about")
    subject_kind = told("对象类型 / kind of it")
    case_id = identity("案件 / case", null=True)
    booked_on = day("记账日期 / booked on")
    at = instant("时间 / when")
    postings = many(LedgerPosting, "分录 / postings")


class LedgerEntryPage(Schema):
    """Entries, newest first."""

    items = many(LedgerEntry, "本页 / this page")
    next = count("下一页的 before；没有则为 null / `before` of the next page", null=True)
