"""Measures against providers, appeals, ratings with what is behind them, and answers of enterprises."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, PageQuery, described, page_of
from gateway.schemas.registry.kinds import answer_text, flag, identity, instant, option, text, whole
from gateway.schemas.registry.pool import RatingSchema

MEASURES = ("warning", "suspension", "removal")
MEASURE_STATES = ("in_force", "appealed", "confirmed", "overturned", "lifted", "final")
MOST_IDS = 200


class MeasureRequest(Schema):
    """What the bureau does, why, and by which article."""

    kind = option("措施：警示、中止、移出 / warning, suspension or removal", MEASURES)
    reason = text("原因 / reason", longest=2000)
    article = text("依据条款 / the article it rests on", longest=500)
    finding_ids = fields.List(
        identity("核查发现 / finding"),
        validate=validate.Length(max=MOST_IDS, error="out_of_range"),
        metadata=described("所依据的核查发现 / the findings that led to it"),
    )


class MeasureLifting(Schema):
    """Why it ends."""

    reason = text("解除原因 / reason", longest=1000)


class AppealRequest(Schema):
    """What the provider says."""

    text = text("申诉理由 / why the measure is wrong", longest=5000)
    files = fields.List(
        fields.Nested(FileReference),
        validate=validate.Length(max=20, error="too_many_files"),
        metadata=described("申诉材料 / files"),
    )


class AppealDecision(Schema):
    """Whether the provider was right."""

    is_upheld = flag("申诉是否成立 / upheld")
    opinion = text("处理意见 / opinion", longest=2000)


class AppealSchema(Schema):
    """An appeal and what was decided about it."""

    text = answer_text("申诉理由 / text")
    made_at = instant("申诉时间 / made")
    files = fields.List(fields.Nested(FileReference), required=True, metadata=described("申诉材料 / files"))
    is_upheld = flag("是否成立；未处理为 null / upheld, null while it waits", allow_none=True)
    opinion = answer_text("处理意见 / opinion")
    decided_at = instant("处理时间 / decided", allow_none=True)


class MeasureSchema(Schema):
    """A measure against a provider."""

    id = identity("措施标识 / id")
    version = whole("版本 / version", least=1)
    provider_id = identity("服务商 / provider")
    kind = option("措施 / measure", MEASURES)
    state = option("状态 / state", MEASURE_STATES)
    reason = answer_text("原因 / reason")
    article = answer_text("依据条款 / article")
    finding_ids = fields.List(fields.UUID(), required=True, metadata=described("核查发现 / findings"))
    taken_at = instant("作出时间 / taken")
    ended_at = instant("解除或撤销时间 / ended", allow_none=True)
    appeal_until = fields.Date(
        required=True, allow_none=True, metadata=described("申诉截止日；null 为无期限 / last day of an appeal")
    )
    is_provisional = flag("截止日是否暂定 / the calendar is not confirmed yet")
    may_appeal = flag("现在可否申诉 / an appeal can be made today")
    appeal = fields.Nested(AppealSchema, required=True, allow_none=True, metadata=described("申诉 / appeal"))


class MeasureQuery(PageQuery):
    """Which measures."""

    provider_id = identity("服务商 / provider", required=False)
    state = option("状态；appealed 为待处理的申诉 / state", MEASURE_STATES, required=False)


class RatingPart(Schema):
    """One criterion with its figures and the projects behind them."""

    criterion = answer_text("指标：acceptance、punctuality、price、satisfaction / criterion")
    weight = answer_text("权重 / weight")
    article = answer_text("依据 / article", null=True)
    assumed = answer_text("假定理由 / why it was assumed", null=True)
    score = answer_text("得分；尚无项目为 null / score, null while no project speaks of it", null=True)
    numerator = whole("分子 / numerator")
    denominator = whole("分母 / denominator")
    projects = fields.List(fields.String(), required=True, metadata=described("所依据的项目 / projects behind it"))


class RatedProject(Schema):
    """A project behind a rating, as far as it is known."""

    project_id = identity("项目 / project")
    enterprise = answer_text("企业 / enterprise")
    signed_on = fields.Date(required=True, metadata=described("合同签订日期 / signed"))
    due_on = fields.Date(required=True, allow_none=True, metadata=described("合同约定完成日期 / due"))
    completed_on = fields.Date(required=True, allow_none=True, metadata=described("实际完成日期 / completed"))
    price_fen = whole("有限价产品的合同价合计（分）/ contracted, in fen")
    ceiling_fen = whole("限价合计（分）/ ceilings, in fen")
    is_passed = flag("是否通过验收；未验收为 null / accepted, null before the verdict", allow_none=True)
    level = whole("数字化水平等级 / digital level", allow_none=True)
    satisfaction = whole("企业满意度 / satisfaction", allow_none=True)
    comment = answer_text("企业评语（仅主管部门可见）/ comment, for the bureau only", null=True)


class RatedFinding(Schema):
    """What a check found about the provider, and what it costs."""

    project_id = identity("项目 / project")
    finding_id = identity("核查发现 / finding", allow_none=True)
    severity = answer_text("严重程度：note、minor、major / severity")
    found_on = fields.Date(required=True, metadata=described("核查日期 / found"))
    points = answer_text("扣分 / points")


class PerformanceSchema(Schema):
    """How a provider is rated, and from what."""

    provider_id = identity("服务商 / provider")
    rating = fields.Nested(RatingSchema, required=True, allow_none=True, metadata=described("评价 / rating"))
    is_public = flag("评价是否公开 / the pack publishes ratings")
    least_projects = whole("至少需要的已验收项目数 / least judged projects", allow_none=True)
    judged = whole("已验收项目数 / judged projects")
    deducted = answer_text("核查发现扣分 / points deducted for findings")
    parts = fields.List(fields.Nested(RatingPart), required=True, metadata=described("各项得分 / parts"))
    projects = fields.List(fields.Nested(RatedProject), required=True, metadata=described("项目 / projects"))
    findings = fields.List(
        fields.Nested(RatedFinding),
        required=True,
        metadata=described("核查发现；申诉成立的不计 / findings, but for those that fell on appeal"),
    )


class SatisfactionAnswer(Schema):
    """How satisfied an enterprise is with the provider of a project: once."""

    project_id = identity("项目 / project")
    score = whole("满意度，按政策包的分值 / on the scale of the pack", most=1000)
    comment = text("评语 / comment", longest=1000, shortest=0, required=False)


class AnsweredSatisfaction(Schema):
    """What was answered."""

    id = identity("标识 / id")
    project_id = identity("项目 / project")
    score = whole("满意度 / score")


class AskedSatisfaction(Schema):
    """A project of one's own, and whether it can be answered for."""

    project_id = identity("项目 / project")
    provider_id = identity("服务商 / provider")
    is_passed = flag("是否通过验收；未验收为 null / accepted, null before the verdict", allow_none=True)
    may_answer = flag("现在可否评价 / can be answered now")
    score = whole("满意度 / score", allow_none=True)
    comment = answer_text("评语 / comment", null=True)


MeasurePage = page_of(MeasureSchema)
