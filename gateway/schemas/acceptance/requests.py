"""What clients send to the acceptance service."""

from __future__ import annotations

from marshmallow import Schema, fields

from casework.states import State
from gateway.schemas.base import FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import anything, identity, one_of, said


class AcceptanceStart(Schema):
    """Of which project."""

    project_id = identity("项目 / project")


class AcceptancePageAnswers(Schema):
    """One page of a form, the whole of it."""

    answers = anything("字段 → 内容 / field → answer")


class AcceptanceReportUpload(Schema):
    """A report that was uploaded, and where it goes."""

    slot = said("报告项代码 / slot", longest=100)
    file = fields.Nested(FileReference, required=True, metadata=described("上传的文件 / the uploaded file"))


class AcceptanceFilter(PageQuery):
    """What a list is narrowed to."""

    state = one_of("状态 / state", State, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)
    case_id = identity("案件 / case", required=False)
    project_id = identity("项目 / project", required=False)
    step = said("环节 / step", longest=100, required=False)
    text = said("企业名称或信用代码开头 / beginning of name or credit code", longest=100, required=False)
    on_behalf_of = identity("所代办的企业 / an enterprise that one acts for", required=False)


class WaitingAcceptancesFilter(PageQuery):
    """What the to-do list is narrowed to."""

    step = said("环节 / step", longest=100, required=False)
