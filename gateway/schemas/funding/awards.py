"""Awards and tranches as the API gives them (DL9, DL11)."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration.declarations import DeclarationApplicant
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
from gateway.schemas.funding.kinds import document, fen, refused, shares, told_year, version
from gateway.schemas.funding.words import (
    BANK_VERDICTS,
    INSTRUCTION_STATES,
    INSTRUMENTS,
    TRANCHE_OUTCOMES,
    TRANCHE_STATES,
)


class AwardCut(Schema):
    """Why a line counts less than it could."""

    reason = told("代码 / stable code")
    sentence = told("说明 / in Chinese")
    cut_fen = fen("核减金额（分）/ cut in fen")
    article = fields.String(metadata=described("依据条款 / article"))
    assumed = fields.String(metadata=described("假定及理由 / assumed, and why"))


class AwardLine(Schema):
    """One computed line: its article or assumption, its inputs, rate, cap, and what was cut."""

    code = told("代码 / stable code")
    title = told("名称 / title")
    requirement = told("规定 / what the rule says")
    inputs = anything("据以计算的数据 / inputs")
    result_fen = fen("结果（分）/ result in fen")
    rate = fields.String(metadata=described("比例 / rate"))
    cap_fen = fields.Integer(metadata=described("上限（分）/ cap in fen"))
    cuts = fields.List(fields.Nested(AwardCut), metadata=described("核减 / cuts"))
    shares = fields.Dict(keys=fields.String(), metadata=described("分担（分）/ shares in fen"))
    article = fields.String(metadata=described("依据条款 / article"))
    assumed = fields.String(metadata=described("假定及理由 / assumed, and why"))


class AwardProblem(Schema):
    """A rule that does not hold, because of which nothing is due."""

    code = told("代码 / stable code")
    field = fields.String(metadata=described("要素 / fact"))
    article = fields.String(metadata=described("依据条款 / article"))
    requirement = fields.String(metadata=described("要求 / requirement"))
    inputs = fields.Dict(keys=fields.String(), metadata=described("据以判断的数据 / inputs"))


class AwardRow(Schema):
    """What one row came to, as one enterprise of a platform."""

    row = told("行，如统一社会信用代码 / the row, as the credit code of an enterprise")
    counted_fen = fen("计入的金额（分）/ counted in fen")
    before_fen = fen("按该行核算（分）/ by its own rate and cap, in fen")
    award_fen = fen("核减后（分）/ after the cuts of the whole, in fen")


class Calculation(Schema):
    """An amount with its shares and its whole explanation."""

    award_fen = fen("拟奖补资金（分）/ award in fen")
    calculated_fen = fen("核算结果（分）/ calculated in fen, whether or not it is due")
    base_fen = fen("符合要求的投入（分）/ eligible base in fen")
    shares = shares()
    sources = anything("资金来源名称 / titles of the fund sources")
    explanation = many(AwardLine, "逐项说明 / line by line")
    rows = many(AwardRow, "各行（平台奖补的各企业）/ row by row, where the base is rows: the enterprises of a platform")
    assumptions = texts("假定 / everything that is assumed")
    problems = many(AwardProblem, "不符合的条件 / rules that do not hold")


class TrialTranche(Schema):
    """What a tranche would bring."""

    key = told("代码 / key")
    title = told("名称 / title")
    outcome = one_of("结果 / outcome", TRANCHE_OUTCOMES)
    amount_fen = fen("金额（分）/ amount in fen")


class TrialCalculation(Calculation):
    """试算: what would come out. No promise."""

    pack = told("政策包版本 / pack")
    line = told("奖补政策行 / subsidy line")
    tranches = many(TrialTranche, "各笔 / tranches")


class LineRule(Schema):
    """A rule that has to hold, in a sentence."""

    code = told("代码 / stable code")
    title = told("名称 / title")
    article = told("依据条款 / article", null=True)
    assumed = told("假定及理由 / assumed, and why", null=True)
    sentence = told("规定 / the rule in Chinese")


class SubsidyLine(Schema):
    """A line of support before anybody declares."""

    programme_year = told("项目年度 / programme and year")
    programme = told("项目名称 / title of the programme")
    pack = told("政策包版本 / pack")
    line = told("奖补政策行 / subsidy line")
    title = told("名称 / title")
    article = told("依据条款 / article", null=True)
    assumed = told("假定及理由 / assumed, and why", null=True)
    rules = many(LineRule, "条件 / rules that must hold")
    facts = anything("试算可填的要素及名称 / facts that a trial can be asked by, with their titles")
    categories = anything("费用类别 / cost categories")
    links = anything("经营环节 / links")
    instruments = texts("拨付方式 / instruments")
    tranches = anything("各笔 / tranches")


class AwardReplay(Schema):
    """An award beside what another version of its pack would have given."""

    award_id = identity("奖补标识 / award")
    pack = told("原政策包 / its pack")
    other_pack = told("另一版本 / the other version")
    original = one(Calculation, "原结果 / as it is")
    replayed = one(Calculation, "另一版本的结果 / by the other version")
    difference_fen = fen("差额（分）/ difference in fen")


class OfCase(Schema):
    """Whose it is."""

    id = identity("标识 / id")
    version = version()
    case_id = identity("案件 / case")
    project_id = identity("项目 / project")
    applicant = one(DeclarationApplicant, "奖补对象 / who gets it")
    division = told("区划代码 / division")
    pack = told("政策包版本 / pack")
    line = told("奖补政策行 / subsidy line")
    title = told("名称 / title")


class Tranche(OfCase):
    """One part of an award, paid in one payment."""

    award_id = identity("奖补 / award")
    number = count("第几笔 / number")
    amount_fen = fen("金额（分）/ amount in fen")
    shares = shares()
    netted_fen = fen("已抵扣（分）/ netted in fen")
    net_fen = fen("实付（分）/ what goes to the payee, in fen")
    recovered_fen = fen("已追回（分）/ came back, in fen")
    state = one_of("状态 / state", TRANCHE_STATES)
    fund_year = told_year(null=True)
    fund_category = told("资金类别 / fund category")
    recommendation_id = identity("推荐文件 / recommendation", null=True)
    plan_id = identity("资金分配方案 / allocation plan", null=True)
    release_id = identity("下达 / release", null=True)
    attempts = count("拨付次数 / attempts to pay")
    paid_on = day("拨付日期 / paid on", null=True)
    reason = told("最近的退回、撤销等原因 / why it last left the straight path")
    created_at = instant("核算时间 / computed")


class PayeeShown(Schema):
    """Where it is paid to."""

    account_name = told("账户名称 / account name")
    bank_name = told("开户行 / bank")
    branch_code = told("联行号 / branch code")
    last4 = told("账号后四位 / last four digits")
    instrument = one_of("拨付方式 / instrument", INSTRUMENTS)


class PayeeSnapshot(PayeeShown):
    """The payee as it was approved; a later change of the account does not move it."""

    snapshot_id = identity("快照 / snapshot")
    tranche_id = identity("笔 / tranche")
    revision = count("第几次 / revision")
    approved_at = instant("批准时间 / approved")
    reason = told("更正原因 / why it was corrected")


class BankAnswer(Schema):
    """What the bank said."""

    verdict = one_of("结果 / verdict", BANK_VERDICTS)
    on = day("日期 / on")
    bank_reference = told("银行流水号 / bank reference")
    reason = told("退回原因 / reason of the return")


class PaymentInstruction(Schema):
    """One attempt to pay a tranche."""

    id = identity("标识 / id")
    number = told("指令号 / number")
    tranche_id = identity("笔 / tranche")
    award_id = identity("奖补 / award")
    case_id = identity("案件 / case")
    attempt = count("第几次 / attempt")
    amount_fen = fen("实付金额（分）/ what is paid, in fen")
    gross_fen = fen("应付金额（分）/ what the plan approved, in fen")
    netted_fen = fen("已抵扣（分）/ netted in fen")
    shares = shares()
    state = one_of("状态 / state", INSTRUCTION_STATES)
    payee = one(PayeeShown, "收款人 / payee")
    answers = many(BankAnswer, "银行回执 / what the bank said, oldest first")


class TrancheDetail(Tranche):
    """A tranche with its payee and every attempt to pay it."""

    payee = one(PayeeSnapshot, "收款账户快照 / payee as approved", null=True)
    instructions = many(PaymentInstruction, "拨付指令 / instructions")


class AwardCorrection(Schema):
    """It was reduced."""

    amount_fen = fen("核减后（分）/ reduced to, in fen")
    findings = told("理由 / findings")
    at = instant("时间 / when")


class PerformanceEvaluation(Schema):
    """绩效评价."""

    is_done = flag("是否已开展 / done")
    is_passed = fields.Boolean(required=True, allow_none=True, metadata=described("是否通过 / passed"))
    recorded_at = instant("登记时间 / recorded", null=True)


class Showcase(Schema):
    """样板."""

    is_chosen = flag("是否作为样板 / chosen")
    reason = told("理由 / why")
    recorded_at = instant("登记时间 / recorded", null=True)


class Award(OfCase, Calculation):
    """What the enterprise sees (DL11), and everything that it rests on (ALL4)."""

    number = told("奖补编号 / number")
    acceptance_id = identity("验收 / acceptance; none for what was due before it", null=True)
    trigger = told("起因 / the event that made it due")
    subject_kind = told("奖补对象：project、platform、award_application、organisation / what it is for")
    tranche = told("分期 / which tranche of its line it is; whole: all of it")
    granted_before_fen = fen("其他各期已核定（分）/ granted by the other tranches, in fen")
    recoverable_fen = fen("应追回（分）/ to be claimed back of what was granted before, in fen")
    pack_sha256 = sha256("政策包内容 / content of the pack")
    cap_fen = fen("上限（分）/ cap in fen", null=True)
    computed_at = instant("核算时间 / computed")
    correction = one(AwardCorrection, "核减 / correction", null=True)
    paid_fen = fen("已拨付奖补资金（分）/ paid so far in fen")
    paid_on = day("拨付日期 / last paid on", null=True)
    performance_evaluation = one(PerformanceEvaluation, "绩效评价 / performance evaluation")
    showcase = one(Showcase, "样板 / showcase")
    tranches = many(Tranche, "各笔 / tranches")


class Recommendation(Schema):
    """A district's formal document (DL10)."""

    id = identity("标识 / id")
    version = version()
    division = told("区划代码 / division")
    document = document()
    tranche_ids = fields.List(fields.UUID(), required=True, metadata=described("推荐的各笔 / recommended tranches"))
    total_fen = fen("合计（分）/ total in fen")
    recommended_at = instant("推荐时间 / recommended")
    refused = refused()
