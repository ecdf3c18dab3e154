"""Supports granted elsewhere, and sheets for the finance side, as the API takes and gives them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import count, day, flag, identity, instant, many, one, one_of, said, sha256, told
from gateway.schemas.funding.kinds import amount, fen, told_year, version, year
from gateway.schemas.funding.words import GRANTED_BY, SUPPORT_STATES


def _asked(description: str) -> fields.String:
    return fields.String(validate=validate.Length(max=100, error="too_long"), metadata=described(description))


def _year() -> fields.Integer:
    return fields.Integer(validate=validate.Range(2000, 2100, error="out_of_range"), metadata=described("年度 / year"))


class GrantedSupport(Schema):
    """A support that another policy gave an enterprise (XB11)."""

    id = identity("标识 / id")
    version = version()
    credit_code = told("统一社会信用代码 / credit code")
    enterprise_name = told("企业名称 / enterprise")
    purpose = told("支持事项，即奖补政策行 / what it is for, a subsidy line")
    year = told_year("年度 / year")
    amount_fen = fen("金额（分）/ amount in fen")
    policy = told("政策名称 / the policy that gave it")
    granted_by = one_of("支持层级 / level of government", GRANTED_BY)
    granted_on = day("批准日期 / granted on", null=True)
    state = one_of("状态 / state", SUPPORT_STATES)
    reason = told("退还或撤回原因 / why it counts no more")
    import_id = identity("导入批次 / the file it came with", null=True)
    recorded_at = instant("登记时间 / recorded")


class SupportRequest(Schema):
    """A support to record."""

    credit_code = said("统一社会信用代码 / credit code", longest=40)
    purpose = said("支持事项：政策行代码或名称 / a subsidy line, by key or title", longest=100)
    year = year("年度 / year")
    amount_fen = amount("金额（分）/ amount in fen")
    policy = said("政策名称 / the policy that gave it")
    granted_by = said("支持层级：代码或名称 / level of government, by code or title", longest=40)
    enterprise_name = said("企业名称 / enterprise", required=False, shortest=0)
    granted_on = fields.Date(allow_none=True, metadata=described("批准日期 / granted on"))


class SupportFilter(PageQuery):
    """Which supports; an enterprise sees its own."""

    credit_code = _asked("统一社会信用代码 / credit code")
    purpose = _asked("支持事项 / purpose")
    year = _year()
    state = fields.String(
        validate=validate.OneOf(SUPPORT_STATES, error="not_an_option"), metadata=described("状态 / state")
    )


class SheetProblem(Schema):
    """One thing that is wrong in a file."""

    code = told("代码 / stable code")
    field = fields.String(metadata=described("位置 / where"))
    article = fields.String(metadata=described("依据条款 / article"))
    requirement = fields.String(metadata=described("要求 / requirement"))
    inputs = fields.Dict(keys=fields.String(), metadata=described("据以判断的数据 / inputs"))


class RefusedSupportRow(Schema):
    """A row that was not taken."""

    row = count("行号 / row")
    problems = many(SheetProblem, "原因 / why")


class SupportImport(Schema):
    """What a file brought."""

    id = identity("标识 / id")
    version = version()
    name = told("文件名 / file name")
    sha256 = sha256("文件内容 / content")
    recorded = count("新登记行数 / recorded")
    known = count("此前已登记行数 / recorded before")
    refused = many(RefusedSupportRow, "未登记的行及原因 / rows that were not taken, and why")
    total_fen = fen("新登记合计（分）/ recorded in fen")
    imported_at = instant("导入时间 / taken")
    is_repeated = flag("是否此前已导入的文件 / the same file again: nothing was changed")


class TableRequest(Schema):
    """A file, CSV or Excel."""

    file = one(FileReference, "文件 / the file, as uploaded")


class JournalSheetQuery(Schema):
    """Of which books, booked when."""

    fund_source = _asked("资金来源 / fund source")
    fund_year = _year()
    booked_from = fields.Date(metadata=described("记账日期自 / booked on or after"))
    booked_until = fields.Date(metadata=described("记账日期至 / booked on or before"))


class CheckedSheet(Schema):
    """A sheet against its own last row."""

    name = told("文件名 / file name")
    lines = count("行数 / lines")
    totals = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True),
        required=True,
        metadata=described("各金额列合计（分）/ sums by column in fen"),
    )
    digest = sha256("各行校验码 / digest of the lines")
    is_whole = flag("与末行相符 / the lines are what the last row says")
    problems = many(SheetProblem, "不符之处 / what differs")
