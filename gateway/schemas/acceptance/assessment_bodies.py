"""What clients send about assessments."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from gateway.schemas.acceptance.assessments import HOW, PURPOSES, REQUEST_STATES, SCOPES, STATES
from gateway.schemas.base import FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import LONGEST_TEXT, flag, identity, one_of, said
from policy.assessment import STAGES

MOST_ANSWERS, MOST_NEEDS, MOST_ROWS = 200, 100, 200
LONGEST_CODE = 64


def _most(number: int) -> Any:
    return validate.Length(max=number, error="too_long")


def _code(description: str, **options: Any) -> fields.String:
    return said(description, longest=LONGEST_CODE, **options)


def _map(values: fields.Field, description: str) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=_most(LONGEST_CODE)),
        values=values,
        required=True,
        validate=_most(MOST_ANSWERS),
        metadata=described(description),
    )


def _texts(description: str, *, most: int = MOST_ANSWERS, **options: Any) -> fields.List:
    return fields.List(_code("代码 / code"), validate=_most(most), metadata=described(description), **options)


class AssessmentStart(Schema):
    """Of a programme (before there is a project), of a project, or of a request that was assigned."""

    stage = one_of("改造前、改造中、改造后；按需求开始的由需求决定 / stage", STAGES, required=False)
    programme_year = said("项目年度，如 sme-digital-2024 / programme", longest=100, required=False)
    project_id = identity("项目 / project", required=False)
    request_id = identity("评测需求 / request", required=False)
    assessed_on = fields.Date(metadata=described("评测日期，默认今天；决定适用版本 / decides the edition"))


class AnswersOfAssessment(Schema):
    """All answers at once, complete or not."""

    chosen = _map(fields.List(_code("选项 / option"), validate=_most(MOST_ANSWERS)), "题目 → 所选选项 / item → options")
    raw = _map(said("数字文本 / number as text", longest=30), "原始数据 → 数字文本 / figure → number as text")
    scenarios = _map(
        fields.Integer(strict=True, validate=validate.Range(0, 100, error="out_of_range")),
        "场景 → 等级 / scenario → level",
    )
    not_applicable = _texts("本阶段不适用的题目 / items that do not apply at this stage", load_default=())
    total = fields.String(
        allow_none=True, validate=_most(20), metadata=described("总分，只录入总分的版本用 / for editions by total")
    )


class AssessmentNeedBody(Schema):
    """A need that was found."""

    scope = one_of("共性或个性 / common or own", SCOPES)
    link = _code("环节 / link")
    aim = _code("目标 / aim")
    text = said("需求 / need", longest=LONGEST_TEXT)
    advice = said("建议 / advice", longest=LONGEST_TEXT, shortest=0, required=False)


class AssessmentDiagnosisBody(Schema):
    """The words of a diagnosis or evaluation, all of them."""

    summary = said("诊断意见 / summary", longest=LONGEST_TEXT, shortest=0, required=False)
    subsector = said("细分行业 / subsector", longest=100, shortest=0, required=False)
    needs = fields.List(
        fields.Nested(AssessmentNeedBody), validate=_most(MOST_NEEDS), metadata=described("需求清单 / needs")
    )
    recommended_for = _code("推荐标杆 / benchmark it is recommended for", required=False, allow_none=True)


class AssessmentEvidenceUpload(Schema):
    """An uploaded file, and what it is evidence of."""

    slot = _code("题目或场景代码，report 为机构报告 / item, scenario, or report")
    file = fields.Nested(FileReference, required=True, metadata=described("上传的文件 / the uploaded file"))


class AssessmentReasonBody(Schema):
    """Why the enterprise disputes."""

    text = said("理由 / reason", longest=LONGEST_TEXT)
    item = _code("题目或场景 / item or scenario", required=False, allow_none=True)


class AssessmentDisputeBody(Schema):
    """At least one reason."""

    reasons = fields.List(
        fields.Nested(AssessmentReasonBody),
        required=True,
        validate=validate.Length(1, MOST_NEEDS, error="out_of_range"),
        metadata=described("理由 / reasons"),
    )


class AssessmentDisputeDecision(Schema):
    """Upheld: back to the assessor; dismissed: the report counts."""

    is_upheld = flag("异议是否成立 / upheld")
    opinion = said("处理意见，双方可见 / opinion, both sides read it", longest=LONGEST_TEXT)


class AssessmentKnownValues(Schema):
    """One row of an import: six values, or the total where the edition of that day is by total."""

    credit_code = said("统一社会信用代码 / credit code", longest=18, shortest=18)
    assessed_on = fields.Date(required=True, metadata=described("评测日期，决定适用版本 / decides the edition"))
    stage = one_of("阶段，默认改造前 / stage, before unless said", STAGES, required=False)
    project_id = identity("项目 / project", required=False)
    level = fields.Integer(
        strict=True, validate=validate.Range(0, 9, error="out_of_range"), metadata=described("等级 / level")
    )
    dimensions = fields.Dict(
        keys=fields.String(validate=_most(LONGEST_CODE)),
        values=fields.String(validate=_most(20)),
        validate=_most(10),
        metadata=described("维度 → 得分文本 / dimension → score as text"),
    )
    binding = fields.Integer(
        strict=True, validate=validate.Range(0, 100, error="out_of_range"), metadata=described("约束性场景数 / binding")
    )
    guiding = fields.Integer(
        strict=True, validate=validate.Range(0, 100, error="out_of_range"), metadata=described("指导性场景数 / guiding")
    )
    total = fields.String(validate=_most(20), metadata=described("总分文本 / total as text"))


class AssessmentImport(Schema):
    """Assessments that were made elsewhere."""

    programme_year = said("项目年度 / programme", longest=100)
    rows = fields.List(
        fields.Nested(AssessmentKnownValues),
        required=True,
        validate=validate.Length(1, MOST_ROWS, error="out_of_range"),
        metadata=described("逐行 / rows"),
    )


class AssessmentRequestStart(Schema):
    """What is asked for, of which project."""

    project_id = identity("项目 / project")
    purpose = one_of("诊断或水平评估 / purpose", PURPOSES)
    wish = said("说明 / what the enterprise says", longest=LONGEST_TEXT, shortest=0, required=False)


class AssessmentRequestAgain(Schema):
    """Asked again after the level fell short."""

    wish = said("改进情况 / what was improved", longest=LONGEST_TEXT, shortest=0, required=False)


class AssessmentAssignment(Schema):
    """Which institution."""

    institution_id = identity("机构 / institution")


class AssessmentAssignmentItem(AssessmentAssignment):
    """Which institution for which request."""

    request_id = identity("评测需求 / request")


class AssessmentAssignments(Schema):
    """Many at once."""

    items = fields.List(
        fields.Nested(AssessmentAssignmentItem),
        required=True,
        validate=validate.Length(1, MOST_ROWS, error="out_of_range"),
        metadata=described("逐项 / items"),
    )


class AssessmentFilter(PageQuery):
    """What a list is narrowed to."""

    state = one_of("状态 / state", STATES, required=False)
    stage = one_of("阶段 / stage", STAGES, required=False)
    method = one_of("方式 / method", HOW, required=False)
    project_id = identity("项目 / project", required=False)
    applicant_id = identity("企业 / enterprise", required=False)
    request_id = identity("评测需求 / request", required=False)


class AssessmentRequestFilter(PageQuery):
    """What a list of requests is narrowed to."""

    state = one_of("状态 / state", REQUEST_STATES, required=False)
    purpose = one_of("诊断或水平评估 / purpose", PURPOSES, required=False)
    project_id = identity("项目 / project", required=False)
    applicant_id = identity("企业 / enterprise", required=False)


class DiagnosisNeedsFilter(PageQuery):
    """What a list of needs is narrowed to."""

    scope = one_of("共性或个性 / common or own", SCOPES, required=False)
    link = _code("环节 / link", required=False)
    aim = _code("目标 / aim", required=False)
    subsector = said("细分行业 / subsector", longest=100, required=False)
