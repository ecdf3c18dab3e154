"""Recoveries, nettings, instruments, honours without money, and who was paid, as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described
from gateway.schemas.declaration.declarations import DeclarationApplicant
from gateway.schemas.declaration.kinds import count, day, flag, identity, instant, one, one_of, said, told
from gateway.schemas.funding.kinds import Documented, FundingPageQuery, amount, document, fen, reason, shares, version
from gateway.schemas.funding.words import INSTRUMENTS, NETTING_STATES, RECOVERY_STATES


class RecoveryInterest(Schema):
    """Interest on what is paid back late, where the city's rules know it."""

    rate = told("年利率 / rate per year")
    article = told("依据条款 / article", null=True)
    assumed = told("假定及理由 / assumed, and why", null=True)


class DeclarationBan(Schema):
    """No further declaration until then, where the city's rules know it."""

    until = day("截止日（含）/ until, that day included")
    article = told("依据条款 / article", null=True)
    assumed = told("假定及理由 / assumed, and why", null=True)


class RecoveryTerms(Schema):
    """What the rules said when it was opened; `article` or `assumed` is for the budget."""

    reenters_budget = flag("退还后是否回到原预算 / whether the money re-enters its budget")
    article = told("依据条款 / article", null=True)
    assumed = told("假定及理由 / assumed, and why", null=True)
    interest = one(RecoveryInterest, "利息 / interest", null=True)
    ban = one(DeclarationBan, "限制申报 / ban", null=True)


class FundRecovery(Schema):
    """Paid money that is claimed back (追回)."""

    id = identity("标识 / id")
    version = version()
    case_id = identity("案件 / case")
    tranche_id = identity("笔 / tranche")
    award_id = identity("奖补 / award")
    amount_fen = fen("金额（分）/ amount in fen")
    shares = shares("退还各来源（分）/ back to its sources in fen")
    netted_fen = fen("已抵扣（分）/ netted against later payments in fen")
    outstanding_fen = fen("尚待退还（分）/ still to come in fen")
    reason = told("原因 / reason")
    article = told("依据条款 / article", null=True)
    document = document()
    terms = one(RecoveryTerms, "规定 / what the rules say of it")
    interest_fen = fen("利息（分），不计入账本 / interest in fen, beside the ledger")
    state = one_of("状态 / state", RECOVERY_STATES)
    opened_at = instant("发起时间 / opened")
    settled_on = day("退还日期 / settled on", null=True)
    bank_reference = told("银行流水号 / bank reference")


class Netting(Schema):
    """What is kept of a later tranche against a recovery from the same payee (抵扣)."""

    id = identity("标识 / id")
    version = version()
    case_id = identity("案件 / case")
    recovery_id = identity("追回 / recovery")
    tranche_id = identity("被抵扣的一笔 / the later tranche")
    amount_fen = fen("抵扣金额（分）/ amount in fen")
    kept = shares("从各来源扣下（分）/ kept from the tranche's sources, once confirmed")
    given = shares("归还各来源（分）/ given to the recovery's sources, once confirmed")
    reason = told("原因 / reason")
    document = document()
    state = one_of("状态 / state", NETTING_STATES)
    proposed_at = instant("提出时间 / proposed")
    confirmed_at = instant("确认时间 / confirmed", null=True)


class NettingRequest(Documented):
    """What is to be kept of which tranche."""

    tranche_id = identity("被抵扣的一笔 / the later tranche of the same payee")
    reason = reason()
    amount_fen = amount(
        "抵扣金额（分）；不填则能抵多少抵多少 / in fen; as much as goes unless given",
        least=1,
        required=False,
        allow_none=True,
    )


class NettingFilter(FundingPageQuery):
    """Which nettings."""

    recovery_id = fields.UUID(metadata=described("追回 / recovery"))


class PaymentInstrument(Schema):
    """How an award is paid (XB12)."""

    award_id = identity("奖补 / award")
    version = count("选择的版本；未选择过为 0 / version of the choice; 0 before any")
    instrument = one_of("拨付方式 / instrument", INSTRUMENTS)
    offered = fields.List(
        fields.String(validate=validate.OneOf(INSTRUMENTS)), required=True, metadata=described("可选方式 / offered")
    )
    holder_name = told("钱包名称 / holder of the wallet")
    institution = told("运营机构 / operating institution")
    last4 = told("钱包编号后四位 / last four of the wallet")
    chosen_at = instant("选择时间 / chosen", null=True)


class InstrumentRequest(Schema):
    """A choice; the wallet is needed for digital RMB and for nothing else."""

    instrument = one_of("拨付方式 / instrument", INSTRUMENTS)
    holder_name = said("钱包名称，须与企业注册名称一致 / holder, as registered", required=False, shortest=0)
    institution = said("运营机构 / operating institution", required=False, shortest=0)
    wallet_id = said("钱包编号，只存密文 / number of the wallet, kept sealed", required=False, shortest=0, longest=34)


class Honour(Schema):
    """A project with the honour and no money (ZS8)."""

    id = identity("标识 / id")
    version = version()
    case_id = identity("案件 / case")
    project_id = identity("项目 / project")
    applicant = one(DeclarationApplicant, "企业 / enterprise")
    division = told("区划代码 / division")
    programme_year = told("项目年度 / programme and year")
    reason = told("理由 / reason")
    granted_at = instant("登记时间 / granted")


class PublicHonour(Schema):
    """What is published of an honour."""

    id = identity("标识 / id")
    project_id = identity("项目 / project")
    programme_year = told("项目年度 / programme and year")
    applicant_name = told("企业名称 / enterprise")
    division = told("区划代码 / division")
    granted_at = instant("登记时间 / granted")


class FundedProject(Schema):
    """What is published of a project that was paid for."""

    id = identity("项目 / project")
    programme_year = told("项目年度 / programme and year")
    applicant_name = told("企业名称 / enterprise")
    division = told("区划代码 / division")
    paid_fen = fen("已拨付（分），不含已退还 / paid in fen, without what came back")
    paid_on = day("最近拨付日期 / last paid on")


class ProgrammeFilter(PageQuery):
    """Of which programme."""

    programme_year = fields.String(
        validate=validate.Length(max=100, error="too_long"), metadata=described("项目年度 / programme and year")
    )
