"""Schemas that every resource uses."""

from __future__ import annotations

from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

LAST_POSITION = 2**63 - 1
"""The highest that a database counts to."""
SHA256 = validate.Regexp(r"^[0-9a-f]{64}$", error="malformed")


def described(text: str, **more: Any) -> dict[str, Any]:
    """`metadata` for a field: its description, and what else OpenAPI should say."""
    return {"description": text, **more}


class PageQuery(Schema):
    """Every list takes these."""

    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, 200, error="out_of_range"),
        metadata=described("每页条数 / items per page"),
    )
    after = fields.String(
        validate=validate.Length(max=512, error="too_long"),
        metadata=described("上一页的 next / the `next` of the page before"),
    )


class FileReference(Schema):
    """What an upload answered; commands that attach a file hand it back."""

    sha256 = fields.String(
        required=True, validate=SHA256, metadata=described("内容的 SHA-256（十六进制）/ SHA-256 in hex")
    )
    size = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, LAST_POSITION, error="out_of_range"),
        metadata=described("字节数 / bytes"),
    )
    media_type = fields.String(
        required=True, validate=validate.Length(1, 100, error="too_long"), metadata=described("媒体类型 / media type")
    )
    name = fields.String(
        required=True, validate=validate.Length(1, 200, error="too_long"), metadata=described("文件名 / file name")
    )


class Empty(Schema):
    """Nothing."""


class ProblemItem(Schema):
    """One thing that is wrong."""

    code = fields.String(required=True, metadata=described("稳定的错误码 / a stable code"))
    field = fields.String(metadata=described("字段路径 / path of the field"))
    article = fields.String(metadata=described("依据条款 / the article it rests on"))
    requirement = fields.String(metadata=described("要求 / what would have been right"))
    inputs = fields.Dict(keys=fields.String(), metadata=described("据以判断的数据 / the values that were judged"))
    message_zh = fields.String(required=True, metadata=described("中文说明"))
    message_en = fields.String(required=True, metadata=described("the same in English"))


class ProblemDocument(Schema):
    """RFC 9457, with every problem at once."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata=described("稳定的错误码 / a stable code"))
    detail_zh = fields.String(required=True)
    detail_en = fields.String(required=True)
    request_id = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)
    problems = fields.List(fields.Nested(ProblemItem), required=True)


@cache
def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of a list of `item`, the same one for every list of it: `{"items": […], "next": cursor or null}`."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True, metadata=described("本页 / this page")),
            "next": fields.String(
                required=True,
                allow_none=True,
                metadata=described("下一页的 after；没有则为 null / null on the last page"),
            ),
        },
        name=item.__name__.removesuffix("Schema") + "Page",
    )
