"""Training records as they go in and come out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described
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
    said,
    sha256,
    texts,
    told,
)
from gateway.schemas.project.requests import MOST_FILES, ProgressFile
from gateway.schemas.project.stages import STAGE_STATES


class TrainingHead(Schema):
    """What a record and its line in a list have in common."""

    id = identity("标识 / id")
    version = count("版本 / version")
    project_id = identity("项目 / project")
    case_id = identity("案件 / case")
    applicant = one(dossier.DeclarationApplicant, "企业 / enterprise")
    division = told("区划代码 / division")
    recorder_id = identity("登记单位 / who recorded it")
    state = one_of("状态，approved 为已确认 / state, approved when it counts", STAGE_STATES)
    course = told("课程 / course")
    held_on = day("培训日期 / held on")
    persons = count("人数 / persons")
    days = told("天数，8学时为一天（十进制文本）/ days of 8 class hours, decimal as text")
    person_days = told("人天（十进制文本）/ person-days, decimal as text")
    institution_id = identity("认定培训机构 / certified institution", null=True)
    started_at = instant("登记时间 / recorded")
    submitted_at = instant("最近提交时间 / submitted last", null=True)


class TrainingSummary(TrainingHead):
    """A record in a list."""

    step = told("环节 / step", null=True)
    waits_for = told("等待的角色 / the role it waits for", null=True)
    waits_since = instant("自何时起 / since", null=True)
    due_on = day("截止日 / due", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")


class TrainingRecord(TrainingHead):
    """A training record."""

    pack = told("政策包版本 / pack")
    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    step = one(dossier.DeclarationStep, "当前环节 / step", null=True)
    next = one(dossier.DeclarationNextActor, "下一步由谁处理 / who acts next")
    actions = texts("您现在可以做的 / what you may do now")
    answers = anything("培训表内容 / answers of the form")
    attachments = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(dossier.DeclarationAttachment)),
        required=True,
        metadata=described("证明材料 / proof, slot → files"),
    )
    items_to_correct = many(dossier.DeclarationCorrection, "须补正的内容 / items to correct")
    reviews = many(dossier.DeclarationReview, "审核记录 / reviews")
    ending = one(dossier.DeclarationEnding, "审核结束 / how it ended", null=True)


class TrainingInput(Schema):
    """A training, the whole of it."""

    answers = anything("页 → 字段 → 内容 / page → field → answer")
    files = fields.List(
        fields.Nested(ProgressFile),
        required=False,
        validate=validate.Length(0, MOST_FILES, error="out_of_range"),
        metadata=described("证明材料 / proof"),
    )


class TrainingFilter(PageQuery):
    """What a list is narrowed to."""

    project_id = identity("项目 / project", required=False)
    state = one_of("状态 / state", STAGE_STATES, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)
    institution_id = identity("培训机构 / institution", required=False)
    text = said("名称或信用代码开头 / beginning of name or credit code", longest=100, required=False)
