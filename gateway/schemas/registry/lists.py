"""Exclusion lists and history."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import FileReference, PageQuery, described, page_of
from gateway.schemas.registry.kinds import answer_text, identity, instant, text, whole


class EditionImport(Schema):
    """An uploaded Excel or CSV file with a column of credit codes."""

    edition_on = fields.Date(required=True, metadata=described("名单版本日期 / date of the edition"))
    file = fields.Nested(FileReference, required=True, metadata=described("已上传的名单文件 / the uploaded file"))


class RowProblemSchema(Schema):
    """A row that was not taken."""

    row = whole("文件中的行号 / row of the file", least=1)
    code = answer_text("问题码 / what is wrong")
    found = answer_text("原内容 / what stood there")


class ExclusionListSchema(Schema):
    """A list in its newest edition."""

    id = identity("名单标识 / id")
    version = whole("版本 / version", least=1)
    list_code = answer_text("名单代码，见政策包 / code, as the pack names it")
    edition_on = fields.Date(required=True, metadata=described("版本日期 / date of the edition"))
    imported_at = instant("导入时间 / imported")
    file_name = answer_text("文件名 / file")
    rows = whole("文件行数 / rows of the file")
    entries = whole("名单条目数 / entries")
    row_problems = fields.List(
        fields.Nested(RowProblemSchema), required=True, metadata=described("未采用的行 / rows that were not taken")
    )


class ImportedListSchema(ExclusionListSchema):
    """What the import did."""

    changed = whole("信用状态发生变化的单位数 / credit codes whose standing changed")


class ExclusionEntryQuery(PageQuery):
    """Who is on it."""

    credit_code = text("统一社会信用代码 / credit code", longest=18, required=False)


class ExclusionEntrySchema(Schema):
    """One who is on the list."""

    credit_code = answer_text("统一社会信用代码 / credit code")
    name = answer_text("名单中的名称 / the name on the list")


class RegistryHistoryEntrySchema(Schema):
    """One change."""

    at = instant("时间 / when")
    action = answer_text("操作 / what was done")
    kind = answer_text("对象类别 / to what")
    version = whole("变更后的版本 / version after it", least=1)
    roles = fields.List(fields.String(), required=True, metadata=described("操作者角色 / roles of who did it"))
    details = fields.Dict(keys=fields.String(), required=True, metadata=described("详情 / details"))


RegistryHistoryEntryPage = page_of(RegistryHistoryEntrySchema)
