"""Loan whitelists and referrals (XB23)."""

from __future__ import annotations

from marshmallow import Schema

from gateway.schemas.base import PageQuery
from gateway.schemas.declaration.declarations import DeclarationApplicant
from gateway.schemas.declaration.kinds import day, identity, instant, one, one_of, said, told
from gateway.schemas.funding.kinds import amount, fen, reason, version

LISTING_STATES = ("applied", "listed", "declined", "removed")
REFERRAL_KINDS = ("credit_loan", "guarantee")
REFERRAL_STATES = ("referred", "granted", "refused")


class LoanApplication(Schema):
    """What is borrowed for."""

    amount_fen = amount("贷款需求（分）/ loan wanted, in fen", least=1)
    purpose = said("用途 / purpose", longest=1000)


class LoanListingReview(Schema):
    """On the list, or not."""

    verdict = one_of("结论：列入、不列入 / verdict", ("list", "decline"))
    opinion = reason("意见；不列入时必填 / opinion", shortest=0, required=False)


class LoanListingFilter(PageQuery):
    """Which applications."""

    state = one_of("状态 / state", LISTING_STATES, required=False)


class LoanListing(Schema):
    """A project on the list, or an application for it."""

    id = identity("标识 / id")
    version = version()
    project_id = identity("项目 / project")
    applicant = one(DeclarationApplicant, "企业 / enterprise")
    division = told("区划代码 / division")
    programme_year = told("项目年度 / programme and year")
    amount_fen = fen("贷款需求（分）/ loan wanted, in fen")
    purpose = told("用途 / purpose")
    state = one_of("状态 / state", LISTING_STATES)
    applied_at = instant("申请时间 / applied")
    opinion = told("意见 / opinion")
    decided_at = instant("决定时间 / decided", null=True)


class LoanEnterprise(Schema):
    """An enterprise on the enterprise list."""

    id = identity("案件 / case")
    enterprise_id = identity("企业 / enterprise")
    credit_code = told("统一社会信用代码 / credit code")
    name = told("企业名称 / name")
    division = told("区划代码 / division")
    programme_year = told("项目年度 / programme and year")


class LoanReferralRequest(Schema):
    """Who is named to whom."""

    kind = one_of("类别：信用贷款、增信担保 / kind", REFERRAL_KINDS)
    enterprise_id = identity("企业 / enterprise")
    listing_id = identity("项目白名单条目；针对项目时填写 / listing of the project", required=False)
    institution = said("银行或担保机构 / bank or guarantor")
    referred_on = day("推荐日期 / day of the referral")


class LoanOutcome(Schema):
    """What the bank or the guarantor said."""

    outcome = one_of("结果：批准、未批准 / outcome", ("grant", "refuse"))
    answered_on = day("答复日期 / day of the answer")
    granted_fen = amount("批准金额（分）；批准时必填 / granted, in fen", least=1, required=False)
    note = reason("说明；未批准时必填 / note", shortest=0, required=False)


class LoanReferralFilter(PageQuery):
    """Which referrals."""

    state = one_of("状态 / state", REFERRAL_STATES, required=False)
    enterprise_id = identity("企业 / enterprise", required=False)


class LoanReferral(Schema):
    """A referral and its outcome."""

    id = identity("标识 / id")
    version = version()
    kind = one_of("类别 / kind", REFERRAL_KINDS)
    enterprise_id = identity("企业 / enterprise")
    listing_id = identity("项目白名单条目 / listing", null=True)
    institution = told("银行或担保机构 / bank or guarantor")
    referred_on = day("推荐日期 / day of the referral")
    state = one_of("状态 / state", REFERRAL_STATES)
    granted_fen = fen("批准金额（分）/ granted, in fen", null=True)
    note = told("说明 / note")
    answered_on = day("答复日期 / day of the answer", null=True)
