"""Targets with what is reached, the things behind a figure, and quarters."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described
from gateway.schemas.declaration.kinds import count, day, flag, identity, instant, many, one, one_of, said, told
from policy.targets import ASPECTS, MEASURES

PARTS = ("added", "corrections")
_AMOUNT = r"-?[0-9]{1,12}(\.[0-9]{1,3})?"


class TargetFilter(Schema):
    """For a division and all below it; left out: the city."""

    division = said("区划代码 / division", longest=6, shortest=6, required=False)


class FigureFilter(PageQuery):
    """Which figure of the row."""

    period = said("分期代码；缺省为合计 / period, the whole by default", longest=40, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)


class QuarterFigureFilter(PageQuery):
    """Which figure of the quarter."""

    part = one_of("本季新增或对已冻结季度的更正 / what it adds, or corrects", PARTS, required=False)


class Figure(Schema):
    """Numbers are decimals as text, in the unit of the row; a rate is in percent."""

    target = told("目标值 / what was promised", null=True)
    value = told("完成值 / what is reached")
    numerator = told("分子 / numerator")
    denominator = told("分母，占比指标才有 / denominator, of a share only", null=True)
    rate = told("完成率（%）/ how much of the promise, in percent", null=True)


class PeriodFigure(Figure):
    """Of one period."""

    code = told("分期代码 / period")
    title = told("分期名称 / its title")
    since = day("起始日 / first day", null=True)
    until = day("截止日 / last day")


class TargetHead(Schema):
    """What a row is, and what it rests on."""

    code = told("指标代码 / code")
    title = told("指标名称 / title")
    aspect = one_of("所属方面 / aspect", ASPECTS)
    unit = told("单位 / unit")
    measure = one_of("计数口径 / what is counted", MEASURES)
    takes_reports = flag("可人工填报 / whether an officer may report what adds to it")
    article = told("依据条款 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)
    denominator_title = told("分母名称 / what the denominator is", null=True)
    denominator_assumed = told("分母的假定理由 / why it was assumed", null=True)


class Target(TargetHead):
    """One row of the annex."""

    due_on = day("完成期限 / due on")
    periods = many(PeriodFigure, "分期 / by period")
    total = one(Figure, "合计 / the whole")


class ProgrammeTargets(Schema):
    """All rows of a programme."""

    programme_year = told("项目年度 / programme year")
    pack = told("政策包版本 / pack")
    division = told("区划代码 / division", null=True)
    items = many(Target, "指标 / rows")


class CountedThing(Schema):
    """Something that counts: a case, a provider, a report; `amount` adds up to the figure."""

    id = identity("标识 / id")
    case_id = identity("案件 / case", null=True)
    name = told("名称；人工填报的为数据来源 / name, of a report its source")
    credit_code = told("统一社会信用代码 / credit code")
    division = told("区划代码 / division", null=True)
    on = day("计入日期 / the day that it belongs to")
    amount = told("计入数 / what it adds")


class CountedThings(Schema):
    """A page of a list, and the sum of the whole list."""

    items = many(CountedThing, "本页 / this page")
    next = told("下一页的 after；没有则为 null / null on the last page", null=True)
    sum = told("全部之和，等于分子 / of the whole list: the numerator")


class FigureReport(Schema):
    """What the platform cannot count; an amount below zero takes back what was reported wrongly."""

    amount = fields.String(
        required=True,
        validate=validate.Regexp(_AMOUNT + "$", error="malformed"),
        metadata=described("增加数，最多三位小数 / what is added, at most three decimals"),
    )
    on = day("所属日期 / the day that it belongs to")
    source = said("数据来源和佐证 / where it comes from", longest=500)


class ReportedFigure(Schema):
    """What was kept."""

    id = identity("标识 / id")
    target = told("指标代码 / row")
    on = day("所属日期 / day")
    source = told("数据来源和佐证 / source")


class QuarterSummary(Schema):
    """A frozen quarter."""

    programme_year = told("项目年度 / programme year")
    code = told("季度，如 2024-q4 / quarter, as 2024-q4")
    begins_on = day("起始日 / first day")
    ends_on = day("截止日 / last day")
    pack = told("政策包版本 / pack")
    frozen_at = instant("冻结时间 / frozen at")


class QuarterList(Schema):
    """Frozen quarters, newest first."""

    items = many(QuarterSummary, "季度 / quarters")


class QuarterRow(TargetHead):
    """One row in a quarter."""

    added = told("本季新增 / what the quarter adds")
    corrections = told("对已冻结季度的更正 / what corrects quarters that are frozen")
    by_now = one(Figure, "本期累计 / by the end of the quarter, in its period")


class QuarterAspect(Schema):
    """One of the five aspects."""

    aspect = one_of("方面 / aspect", ASPECTS)
    rows = many(QuarterRow, "指标 / rows")


class QuarterMoney(Schema):
    """The use of funds."""

    measure = one_of("口径 / what is counted", MEASURES)
    added_fen = count("本季新增（分）/ what the quarter adds, in fen")
    corrections_fen = count("更正（分）/ corrections, in fen")
    by_now_fen = count("累计（分）/ by the end of the quarter, in fen")


class QuarterReport(Schema):
    """The self-evaluation of a quarter (季度绩效自评)."""

    programme_year = told("项目年度 / programme year")
    code = told("季度，如 2024-q4 / quarter, as 2024-q4")
    begins_on = day("起始日 / first day")
    ends_on = day("截止日 / last day")
    pack = told("政策包版本 / pack")
    frozen_at = instant("冻结时间；未冻结为 null / null while it is open", null=True)
    aspects = many(QuarterAspect, "五个方面 / the five aspects")
    money = many(QuarterMoney, "财政资金使用 / use of funds")
