"""What several schemas of funding are made of: amounts, shares, documents, results per item."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import anything, count, day, many, one, said, told

MOST_IDS = 500
LONGEST_REASON = 1_000


def fen(description: str, *, null: bool = False) -> fields.Integer:
    """Whole fen in an answer; differences may be negative."""
    return fields.Integer(required=True, strict=True, allow_none=null, metadata=described(description))


def amount(description: str, *, least: int = 0, **options: Any) -> fields.Integer:
    """Whole fen in a request."""
    options.setdefault("required", True)
    within = validate.Range(min=least, max=10**15, error="out_of_range")
    return fields.Integer(strict=True, validate=within, metadata=described(description), **options)


def shares(description: str = "按资金来源分担（分）/ shares by fund source in fen") -> fields.Dict:
    return fields.Dict(
        keys=fields.String(), values=fields.Integer(strict=True), required=True, metadata=described(description)
    )


def ids(description: str, *, most: int = MOST_IDS) -> fields.List:
    """The items of a bulk act."""
    within = validate.Length(1, most, error="out_of_range")
    return fields.List(fields.UUID(), required=True, validate=within, metadata=described(description))


def reason(description: str = "原因 / reason", **options: Any) -> fields.String:
    return said(description, longest=LONGEST_REASON, **options)


def year(description: str = "预算年度 / budget year") -> fields.Integer:
    within = validate.Range(2000, 2100, error="out_of_range")
    return fields.Integer(required=True, strict=True, validate=within, metadata=described(description))


def told_year(description: str = "预算年度 / budget year", *, null: bool = False) -> fields.Integer:
    return fields.Integer(required=True, strict=True, allow_none=null, metadata=described(description))


class Documented(Schema):
    """An act that rests on a formal document."""

    document_number = said("文号 / document number")
    document_on = day("文件日期 / date of the document")
    file = fields.Nested(
        FileReference, required=False, allow_none=True, metadata=described("文件扫描件 / its scan, as uploaded")
    )


class FormalDocument(Schema):
    """A formal document as it was entered."""

    number = told("文号 / number")
    issued_on = day("文件日期 / date")
    file = one(FileReference, "扫描件 / scan", null=True)


class RefusedItem(Schema):
    """An item of a bulk act that was left as it was."""

    id = told("对象标识 / id")
    code = told("原因代码 / stable code")
    facts = anything("原因要素 / facts")
    problems = fields.List(fields.Dict(keys=fields.String()), required=True, metadata=described("明细 / problems"))


def refused() -> fields.List:
    return many(RefusedItem, "未办成的对象及原因 / items that were refused, and why")


def document(description: str = "正式文件 / formal document", *, null: bool = False) -> fields.Nested:
    return one(FormalDocument, description, null=null)


class FundingPageQuery(PageQuery):
    """A list by its state."""

    state = fields.String(validate=validate.Length(max=40, error="too_long"), metadata=described("状态 / state"))


class ReasonGiven(Schema):
    """Why."""

    reason = reason()


def version() -> fields.Integer:
    return count("版本 / version")
