"""Questionnaires, trials and comparisons of assessments as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.acceptance.assessments import AssessmentOutcome, AssessmentSummary, points
from gateway.schemas.base import described
from gateway.schemas.declaration import declarations as dossier
from gateway.schemas.declaration.kinds import (
    count,
    flag,
    many,
    one,
    one_of,
    texts,
    told,
)
from policy.assessment import KINDS, METHODS, UNITS


class AssessmentRaise(Schema):
    """An item that can be improved."""

    code = told("题目 / item")
    number = told("题号 / number")
    title = told("名称 / title")
    score = points("现得分 / score now")
    target = points("可得分 / score then")
    gain = points("增加 / gain")
    how = texts("做什么 / what would do it")


class AssessmentLift(Schema):
    """A scenario that can be lifted."""

    code = told("场景 / scenario")
    title = told("名称 / title")
    is_binding = flag("是否约束性 / binding")
    level = count("现等级 / level now")
    target = count("目标等级 / level then")
    how = told("达到的样子 / what that looks like")


class AssessmentCondition(Schema):
    """One condition of the next level."""

    condition = one_of("条件 / condition", ("score", "scenarios", "binding"))
    holds = flag("是否满足 / holds")
    needed = told("门槛 / needed")
    found = told("实得 / found")


class AssessmentAdvice(Schema):
    """What would raise the level fastest."""

    level = count("下一级 / next level")
    conditions = many(AssessmentCondition, "三个条件 / conditions of the rule")
    items = many(AssessmentRaise, "最少改进哪些题目 / the fewest items that close the gap")
    scenarios = many(AssessmentLift, "最少提升哪些场景 / the scenarios nearest to the level")
    room = many(AssessmentRaise, "各题可提升的空间，大者在前 / what each item could still gain")


class AssessmentCheck(Schema):
    """A trial: what handing in would refuse, or what the answers are worth."""

    problems = fields.List(
        fields.Nested(dossier.DraftProblem), required=True, metadata=described("全部问题 / every problem")
    )
    outcome = one(AssessmentOutcome, "试算结果 / outcome of the answers as they are", null=True)
    advice = one(AssessmentAdvice, "最快提升 / what would raise the level fastest", null=True)


class AssessmentNamed(Schema):
    """A code with its title."""

    code = told("代码 / code")
    title = told("名称 / title")


class AssessmentRawDatum(AssessmentNamed):
    """A raw figure that is asked for."""

    unit = one_of("单位 / unit", UNITS)
    places = count("小数位 / decimals")


class AssessmentOption(AssessmentNamed):
    """One answer."""

    score = points("分值 / score")
    stands_alone = flag("不能与其他选项同选 / excludes the others")


class AssessmentBasis(Schema):
    """What it rests on."""

    article = told("依据 / article", null=True)
    assumed = told("假定的理由 / why it was assumed", null=True)


class AssessmentItem(AssessmentBasis):
    """A scored item of the edition."""

    code = told("题目 / item")
    number = told("题号 / number")
    dimension = told("维度 / dimension")
    group = told("类别 / group")
    title = told("名称 / title")
    kind = one_of("题型 / kind", KINDS)
    full = points("满分 / full score")
    options = many(AssessmentOption, "选项 / options")
    raw = texts("所用原始数据 / raw figures it is computed from")
    may_not_apply = flag("本阶段可选“不适用” / may be said not to apply at this stage")
    evidence = texts("常见佐证 / usual evidence")


class AssessmentScenario(AssessmentBasis):
    """A scenario that is judged by level."""

    code = told("场景 / scenario")
    domain = told("领域 / domain")
    title = told("名称 / title")
    is_binding = flag("是否约束性 / binding")
    levels = texts("各级的样子，从一级起 / what each level looks like, from 1")


class AssessmentLevel(AssessmentBasis):
    """What a level asks for."""

    level = count("等级 / level")
    score = points("计分部分不低于 / score at least")
    scenarios = count("该级及以上场景不少于 / scenarios at least")
    binding = count("其中约束性场景不少于 / of which binding at least")


class AssessmentForm(Schema):
    """The questionnaire of an edition."""

    edition = told("版本 / edition")
    title = told("名称 / title")
    method = one_of("逐题作答，或只录入总分 / by answers, or by the total only", METHODS)
    full = points("满分 / full score")
    dimensions = many(AssessmentNamed, "维度 / dimensions")
    raw = many(AssessmentRawDatum, "原始数据 / raw figures")
    items = many(AssessmentItem, "题目 / items")
    domains = many(AssessmentNamed, "领域 / domains")
    scenarios = many(AssessmentScenario, "场景 / scenarios")
    levels = many(AssessmentLevel, "定级规则 / rule of the levels")
    terms = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(AssessmentNamed)),
        required=True,
        metadata=described("诊断归类用语 / words that a diagnosis is classified by"),
    )


class AssessmentDifference(Schema):
    """A score before and after."""

    before = points("改造前 / before")
    after = points("改造后 / after")
    difference = told("变化，带符号 / difference with its sign")


class AssessmentPart(AssessmentDifference):
    """A dimension or an item before and after."""

    code = told("代码 / code")
    title = told("名称 / title")


class AssessmentScenarioPart(Schema):
    """A scenario before and after."""

    code = told("场景 / scenario")
    title = told("名称 / title")
    is_binding = flag("是否约束性 / binding")
    before = count("改造前等级 / level before")
    after = count("改造后等级 / level after")


class AssessmentComparison(Schema):
    """Before and after. Scores are compared only under one edition."""

    before = one(AssessmentSummary, "改造前 / before", null=True)
    after = one(AssessmentSummary, "改造后 / after", null=True)
    is_same_edition = flag("两次是否同一版本 / both under one edition")
    total = one(AssessmentDifference, "总分 / total", null=True)
    dimensions = many(AssessmentPart, "维度 / dimensions")
    items = many(AssessmentPart, "题目 / items")
    scenarios = many(AssessmentScenarioPart, "场景 / scenarios")
