"""What clients send to the funding service."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import LAST_POSITION, FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import day, flag, one, one_of, said
from gateway.schemas.funding.kinds import Documented, FundingPageQuery, amount, ids, reason, year
from gateway.schemas.funding.words import EXPORT_FORMATS, MEETING_VERDICTS, TRANCHE_STATES

DECIMAL = validate.Regexp(r"^[0-9]{1,9}(\.[0-9]{1,6})?$", error="malformed")


def _choice(description: str) -> fields.String:
    return fields.String(validate=validate.Length(max=100, error="too_long"), metadata=described(description))


def _year_asked() -> fields.Integer:
    return fields.Integer(validate=validate.Range(2000, 2100, error="out_of_range"), metadata=described("年度 / year"))


class TrancheFilter(PageQuery):
    """Which tranches."""

    state = fields.String(
        validate=validate.OneOf([str(each) for each in TRANCHE_STATES], error="not_an_option"),
        metadata=described("状态 / state"),
    )
    division = _choice("区划代码 / division")
    credit_code = _choice("统一社会信用代码 / credit code")
    plan_id = fields.UUID(metadata=described("资金分配方案 / allocation plan"))


class ReplayQuery(Schema):
    """By which version."""

    pack = said("政策包版本，如 dalian/sme-digital-2024@2 / a released version")


class TrialSpend(Schema):
    """One line of spend that somebody thinks of."""

    category = said("费用类别 / cost category", longest=60)
    link = fields.String(
        allow_none=True,
        validate=validate.Length(max=60, error="too_long"),
        metadata=described("应用环节；政策包未列环节的可为空 / link; none where the pack lists none"),
    )
    amount_fen = amount("金额（分）/ amount in fen")
    invoice_on = day("发票日期 / date of the invoice")
    quantity = fields.String(validate=DECIMAL, metadata=described("数量 / quantity"))
    ceiling_fen = amount("单价上限（分）/ price limit of one unit in fen", required=False, allow_none=True)
    product = fields.String(
        allow_none=True, validate=validate.Length(max=200, error="too_long"), metadata=described("产品 / product")
    )


class TrialRequest(Schema):
    """What is assumed for a trial calculation (试算)."""

    programme_year = said("项目年度 / programme and year")
    contract_on = day("合同签订日期 / contract signed on")
    level = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, 4, error="out_of_range"),
        metadata=described("改造后等级 / level reached"),
    )
    spend = fields.List(
        fields.Nested(TrialSpend),
        required=True,
        validate=validate.Length(0, 200, error="out_of_range"),
        metadata=described(
            "投入明细；不以投入为基数的政策行可为空 / lines of spend; none where a line has another base"
        ),
    )
    line = fields.String(
        allow_none=True,
        validate=validate.Length(max=60, error="too_long"),
        metadata=described("奖补政策行 / subsidy line"),
    )
    awarded_before_fen = amount("此前已核定（分）/ awarded before in fen", required=False)
    facts = fields.Dict(
        keys=fields.String(validate=validate.Length(max=200, error="too_long")),
        allow_none=True,
        validate=validate.Length(max=100, error="too_long"),
        metadata=described(
            "其他要素，名称见奖补政策；金额为分 / other facts, as the subsidy line names them; money in fen"
        ),
    )


class RecommendationRequest(Documented):
    """What a district recommends."""

    tranche_ids = ids("推荐的各笔 / tranches")


class EvaluationRequest(Schema):
    """绩效评价."""

    is_done = flag("是否已开展 / done")
    is_passed = fields.Boolean(
        truthy={True}, falsy={False}, allow_none=True, metadata=described("是否通过；未开展时不填 / passed")
    )


class ShowcaseRequest(Schema):
    """样板."""

    is_chosen = flag("是否作为样板 / chosen")
    reason = reason("理由；选为样板时必填 / why; needed when chosen", required=False, shortest=0)


class PlanRequest(Schema):
    """What a plan is drawn up from."""

    title = said("名称 / title")
    fund_year = year()
    tranche_ids = ids("列入的各笔 / tranches")


class PlanLinesRequest(Schema):
    """What is added to a plan."""

    tranche_ids = ids("列入的各笔 / tranches")


class MeetingDecisionRequest(Documented):
    """What the director's meeting decided (局长办公会审议)."""

    verdict = one_of("审议结果 / verdict", MEETING_VERDICTS)
    reason = reason("理由 / reason", required=False, shortest=0)


class ReleaseRequest(Documented):
    """Which lines the finance bureau passes on."""

    line_ids = ids("下达的明细 / plan lines")


class ObjectionRequest(Schema):
    """Who objects, why, and how to reach them."""

    raised_by = said("提出人或单位 / name")
    text = said("内容 / text", longest=4_000)
    contact = said("联系方式 / phone or address")


class ObjectionDecisionRequest(Schema):
    """异议成立 or 异议不成立."""

    is_upheld = flag("异议是否成立 / upheld")
    findings = said("核查结论 / findings", longest=4_000)
    corrected_award_fen = amount(
        "核减后的奖补（分）；不填则不予奖补 / reduced to, in fen; none: nothing is due", required=False, allow_none=True
    )


class BudgetLineRequest(Documented):
    """A line of the budget, from its allocation document."""

    fund_source = said("资金来源 / fund source", longest=60)
    fund_year = year()
    category = said("资金类别 / category", longest=60)
    amount_fen = amount("金额（分）/ amount in fen", least=1)


class BudgetLineFilter(FundingPageQuery):
    """Which lines."""

    fund_source = _choice("资金来源 / fund source")
    fund_year = _year_asked()


class BudgetYearQuery(Schema):
    """From which year's budget; without it that of today."""

    fund_year = _year_asked()


class BudgetQueueQuery(BudgetYearQuery):
    """The order of one programme and category."""

    programme_year = fields.String(required=True, metadata=described("项目年度 / programme and year"))
    fund_category = fields.String(required=True, metadata=described("资金类别 / fund category"))


class BatchRequest(Schema):
    """What is to be paid together."""

    tranche_ids = ids("拨付的各笔 / tranches")


class BatchCheckRequest(Schema):
    """The checker's word."""

    is_approved = flag("是否通过 / approved")
    opinion = reason("意见；退回时必填 / opinion; needed when it is sent back", required=False, shortest=0)


class ExportRequest(Schema):
    """As what."""

    file_format = one_of("格式 / format", EXPORT_FORMATS)


class BankResultRequest(Schema):
    """The bank's file, CSV or Excel."""

    file = one(FileReference, "回执文件 / the file, as uploaded")


class CorrectionRequest(Schema):
    """How a returned payment goes on."""

    adopt_account = flag("是否改用登记的最新账户 / pay to the account that the registry has now", required=False)
    reason = reason()


class FundRecoveryRequest(Documented):
    """Why money is claimed back."""

    reason = reason()
    article = fields.String(
        allow_none=True, validate=validate.Length(max=200, error="too_long"), metadata=described("依据条款 / article")
    )
    amount_fen = amount(
        "追回金额（分）；不填则追回全部 / in fen; all of it unless given", least=1, required=False, allow_none=True
    )


class SettlementRequest(Schema):
    """It was paid back."""

    settled_on = day("退还日期 / on")
    bank_reference = said("银行流水号 / bank reference")


class BalanceQuery(Schema):
    """Of which books."""

    fund_source = _choice("资金来源 / fund source")
    fund_year = _year_asked()


class LedgerQuery(Schema):
    """Which entries; `before` goes on where the last page ended."""

    kind = _choice("事项 / kind")
    case_id = fields.UUID(metadata=described("案件 / case"))
    before = fields.Integer(
        validate=validate.Range(1, LAST_POSITION, error="out_of_range"),
        metadata=described("在此序号之前 / before this number"),
    )
    limit = fields.Integer(
        load_default=50, validate=validate.Range(1, 200, error="out_of_range"), metadata=described("条数 / items")
    )


class DivisionFilter(PageQuery):
    """Of which division."""

    division = _choice("区划代码 / division")
