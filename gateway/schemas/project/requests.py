"""What clients send to the project service."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import (
    anything,
    day,
    identity,
    one,
    one_of,
    said,
    sha256,
)
from gateway.schemas.declaration.requests import DeclarationPackMove
from gateway.schemas.project.projects import CONCERNED, SEVERITIES, STATES

MOST_AT_ONCE, MOST_FILES = 50, 50


class ProjectStart(Schema):
    """In the case whose declaration led to the pilot list; or under a call, where a programme begins with projects."""

    case_id = identity("案件 / case", required=False)
    call_id = identity("申报通知 / call", required=False)


class ProjectStageStart(Schema):
    """Nothing for a further stage; for an amendment of what was approved, why."""

    reason = said("变更理由 / why it is amended", longest=1000, shortest=0, required=False)


class ProjectPackMove(DeclarationPackMove):
    """To which version, and why."""


class ProjectPageAnswers(Schema):
    """One page of a form, the whole of it."""

    answers = anything("字段 → 内容 / field → answer")


class UndertakingConfirmation(Schema):
    """The wording that was on the screen."""

    text_version = sha256("所确认文本的 SHA-256 / which wording was confirmed")


class ProjectsToSubmit(Schema):
    """Those that were ticked."""

    project_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE, error="out_of_range"),
        metadata=described("项目 / projects"),
    )
    stage = said("阶段；缺省为首个阶段 / stage, the first one by default", longest=100, required=False)


class ProgressFile(Schema):
    """An uploaded file, and where it goes."""

    slot = said("附件项代码 / slot", longest=100)
    file = fields.Nested(FileReference, required=True, metadata=described("上传的文件 / the uploaded file"))


class ProgressInput(Schema):
    """A progress report, the whole of it."""

    answers = anything("页 → 字段 → 内容 / page → field → answer")
    files = fields.List(
        fields.Nested(ProgressFile),
        required=False,
        validate=validate.Length(0, MOST_FILES, error="out_of_range"),
        metadata=described("证明材料 / evidence"),
    )
    explanation = said(
        "完成比例低于上次时的说明 / why the percentage went back", longest=500, shortest=0, required=False
    )


class ProjectFindingInput(Schema):
    """What a check found."""

    found_on = day("核查日期 / day of the check")
    place = said("核查地点或方式 / place or way", shortest=0)
    text = said("核查情况 / what was found", longest=2000)
    concerns = one_of("涉及（缺省为企业）/ whom it concerns", CONCERNED, required=False)
    severity = one_of("严重程度（缺省为提示）/ severity, a note by default", SEVERITIES, required=False)


class ProjectEnd(Schema):
    """Why it is ended."""

    reason = said("终止原因 / reason", longest=1000)


class ProjectFilter(PageQuery):
    """What a list is narrowed to."""

    state = one_of("状态 / state", STATES, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)
    programme_year = said("项目年度 / programme year", longest=100, required=False)
    batch = said("批次 / batch", longest=100, required=False)
    case_id = identity("案件 / case", required=False)
    provider_id = identity("服务商 / provider", required=False)
    stage = said("所处阶段 / stage", longest=100, required=False)
    step = said("环节 / step", longest=100, required=False)
    text = said("名称或信用代码开头 / beginning of name or credit code", longest=100, required=False)
    on_behalf_of = identity("所代办的企业 / an enterprise that one acts for", required=False)


class WaitingProjectsFilter(PageQuery):
    """What the to-do list is narrowed to."""

    step = said("环节 / step", longest=100, required=False)


class FiledProjectFilter(PageQuery):
    """What the public list is narrowed to."""

    programme_year = said("项目年度 / programme year", longest=100, required=False)
    batch = said("批次 / batch", longest=100, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)


class NationalResultFile(Schema):
    """JSON Lines or Excel; each line has line_id, project_id, found_on, text, and may have concerns and severity."""

    file = one(FileReference, "文件 / the file, as uploaded")
