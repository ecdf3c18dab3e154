"""Assessments of the digital level as the API gives them: answers, scores, level, reports, requests."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration import declarations as dossier
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
from policy.assessment import STAGES

HOW: Final = ("self", "provider_precheck", "institution", "third_party", "imported")
STATES: Final = ("draft", "awaiting_confirmation", "disputed", "confirmed", "completed", "discarded")
PURPOSES: Final = ("diagnosis", "evaluation")
REQUEST_STATES: Final = ("requested", "assigned", "below_level", "settled", "withdrawn")
SCOPES: Final = ("common", "own")


def points(description: str, *, null: bool = False) -> fields.String:
    """Three decimals as text."""
    return told(f"{description}，三位小数文本 / text with three decimals", null=null)


def _scores(description: str) -> fields.Dict:
    values = fields.String(required=True)
    return fields.Dict(keys=fields.String(), values=values, required=True, metadata=described(description))


class AssessmentAssessor(Schema):
    """Who assesses; the enterprise itself in a self-assessment."""

    id = identity("机构或企业 / organisation")
    credit_code = told("统一社会信用代码 / credit code")
    name = told("名称 / name")


class AssessmentSummary(Schema):
    """An assessment in a list."""

    id = identity("测评标识 / id")
    version = count("版本 / version")
    applicant = one(dossier.DeclarationApplicant, "企业 / enterprise")
    division = told("区划代码 / division")
    project_id = identity("项目 / project", null=True)
    case_id = identity("案件 / case", null=True)
    request_id = identity("评测需求 / request that it answers", null=True)
    pack = told("政策包版本，开始时固定 / pack, pinned at the start")
    edition = told("评测指标版本，开始时固定 / edition, pinned at the start")
    stage = one_of("改造前、改造中、改造后 / stage", STAGES)
    method = one_of("方式 / method", HOW)
    assessor = one(AssessmentAssessor, "评测者 / assessor")
    assessed_on = day("评测日期 / assessed on")
    state = one_of("状态 / state", STATES)
    level = count("等级，0 为未达到一级 / level, 0 below level 1", null=True)
    total = points("总分 / total", null=True)
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / handed in last", null=True)
    settled_at = instant("生效时间 / counts since", null=True)


class AssessmentReached(Schema):
    """How many scenarios are at a level or above."""

    level = count("等级 / level")
    scenarios = count("达到该级及以上的场景数 / scenarios")
    binding = count("其中约束性场景数 / of which binding")


class AssessmentOutcome(Schema):
    """What was found."""

    level = count("等级 / level")
    total = points("总分 / total")
    dimensions = _scores("维度 → 得分 / dimension → score")
    items = _scores("题目 → 得分；录入的已有结果没有 / item → score; none of imported values")
    reached = many(AssessmentReached, "各级场景数 / scenarios by level")
    binding = count("计入等级的约束性场景数 / binding scenarios that count")
    guiding = count("计入等级的指导性场景数 / guiding scenarios that count")


class AssessmentNeed(Schema):
    """A need that a diagnosis found."""

    scope = one_of("共性或个性 / common or own", SCOPES)
    link = told("环节 / link")
    aim = told("目标 / aim")
    text = told("需求 / need")
    advice = told("建议 / advice")


class AssessmentDiagnosis(Schema):
    """The words of a diagnosis or evaluation."""

    summary = told("诊断意见 / summary")
    subsector = told("细分行业 / subsector")
    needs = many(AssessmentNeed, "需求清单 / needs")
    recommended_for = told("推荐标杆 / benchmark it is recommended for", null=True)


class AssessmentSubmission(Schema):
    """One handing in."""

    at = instant("时间 / at")
    digest = sha256("内容摘要，验证码据此生成 / digest that the code is over")
    level = count("等级 / level")


class AssessmentReason(Schema):
    """Why the enterprise disputes."""

    text = told("理由 / reason")
    item = told("题目或场景 / item or scenario", null=True)


class AssessmentDispute(Schema):
    """What the enterprise disputed, and what was decided."""

    at = instant("提出时间 / at")
    reasons = many(AssessmentReason, "理由 / reasons")
    is_upheld = flag("是否成立，未决定为 null / upheld, null while it waits", allow_none=True)
    opinion = told("处理意见 / opinion")
    decided_at = instant("决定时间 / decided", null=True)


class Assessment(AssessmentSummary):
    """An assessment, as far as the reader may know it."""

    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    edition_title = told("评测指标名称 / title of the edition")
    actions = texts("您现在可以做的 / what you may do now")
    answers = anything("作答：chosen、raw、scenarios、not_applicable、total / answers")
    evidence = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(dossier.DeclarationAttachment)),
        required=True,
        metadata=described("题目或场景 → 佐证文件；report 为机构报告 / item or scenario → files; report"),
    )
    diagnosis = one(AssessmentDiagnosis, "诊断意见和需求 / diagnosis", null=True)
    outcome = one(AssessmentOutcome, "结果 / outcome", null=True)
    submissions = many(AssessmentSubmission, "历次提交 / submissions")
    disputes = many(AssessmentDispute, "历次异议 / disputes")


class AssessmentRequest(Schema):
    """A request for an institution's diagnosis or evaluation."""

    id = identity("需求标识 / id")
    version = count("版本 / version")
    applicant = one(dossier.DeclarationApplicant, "企业 / enterprise")
    division = told("区划代码 / division")
    project_id = identity("项目 / project")
    case_id = identity("案件 / case")
    pack = told("政策包版本 / pack")
    purpose = one_of("诊断或水平评估 / purpose", PURPOSES)
    wish = told("企业的说明 / what the enterprise says")
    state = one_of("状态；below_level 为未达到最低等级，可改进后再次提出 / state", REQUEST_STATES)
    round = count("第几次提出 / which round")
    institution_id = identity("受托机构 / institution", null=True)
    level = count("最近一次结果 / level found last", null=True)
    requested_at = instant("提出时间 / asked")
    actions = texts("您现在可以做的 / what you may do now")


class AssessmentRefused(Schema):
    """Why an item was left as it was."""

    code = told("错误码 / code")
    facts = anything("事实 / facts")
    problems = fields.List(fields.Dict(keys=fields.String()), required=True, metadata=described("问题 / problems"))


class AssessmentAssignmentResult(Schema):
    """What became of one item."""

    request_id = identity("需求 / request")
    request = one(AssessmentRequest, "委托后的需求 / as it is now", null=True)
    refusal = one(AssessmentRefused, "未办理的原因 / why it was refused", null=True)


class AssessmentAssignmentResults(Schema):
    """Item by item."""

    items = many(AssessmentAssignmentResult, "逐项结果 / results in the order of the items")


class AssessmentImportResult(Schema):
    """What became of one row."""

    row = count("行号，从 0 起 / row, from 0")
    assessment = one(AssessmentSummary, "录入的测评 / as it was taken over", null=True)
    refusal = one(AssessmentRefused, "未录入的原因 / why it was refused", null=True)


class AssessmentImportResults(Schema):
    """Row by row."""

    items = many(AssessmentImportResult, "逐行结果 / results in the order of the rows")


class DiagnosisNeeds(Schema):
    """The needs of one diagnosis."""

    assessment_id = identity("诊断 / diagnosis")
    applicant_id = identity("企业 / enterprise")
    applicant_name = told("企业名称 / name")
    division = told("区划代码 / division")
    subsector = told("细分行业 / subsector")
    needs = many(AssessmentNeed, "需求 / needs")


class DiagnosisNeedCount(Schema):
    """How many needs of a class there are."""

    scope = one_of("共性或个性 / common or own", SCOPES)
    link = told("环节 / link")
    aim = told("目标 / aim")
    count = fields.Integer(strict=True, required=True, metadata=described("数量 / how many"))


class DiagnosisNeedsPage(Schema):
    """A page of needs, and how many there are in all."""

    items = many(DiagnosisNeeds, "本页 / this page")
    next = told("下一页的 after / the `after` of the next page", null=True)
    counts = many(DiagnosisNeedCount, "按环节和目标的数量 / how many by link and aim")
