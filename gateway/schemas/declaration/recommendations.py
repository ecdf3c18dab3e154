"""Recommendations as clients send them and as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, PageQuery, described
from gateway.schemas.declaration.declarations import DeclarationAttachment
from gateway.schemas.declaration.kinds import count, day, identity, instant, many, one, said, sha256, texts, told

MOST_CASES = 100
MOST_FILES = 20


class RecommendationDraft(Schema):
    """Which declarations are recommended, in the order of the summary, and with which opinion."""

    declaration_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(1, MOST_CASES, error="out_of_range"),
        metadata=described("推荐的申报，按汇总表的顺序 / declarations, in the order of the summary"),
    )
    opinion = said("推荐意见 / opinion", longest=2000)


class RecommendationFile(Schema):
    """A scan, and the slot of the step that it goes into."""

    slot = said("附件项代码 / slot", longest=100)
    file = fields.Nested(FileReference, required=True, metadata=described("上传的文件 / the uploaded file"))


class RecommendationSubmission(Schema):
    """The letter of the departments (联合行文), and the scans."""

    document_number = said("文号 / number of the letter", longest=200)
    document_on = day("成文日期 / date of the letter")
    departments = fields.List(
        said("部门代码 / code of a department", longest=100),
        required=True,
        validate=validate.Length(1, 20, error="out_of_range"),
        metadata=described("联合行文的部门 / the departments that sign it"),
    )
    files = fields.List(
        fields.Nested(RecommendationFile),
        required=True,
        validate=validate.Length(0, MOST_FILES, error="out_of_range"),
        metadata=described("扫描件 / scans"),
    )
    print_code = said(
        "盖章汇总表上的验证码；要求汇总表时必填 / the code on the sealed summary, where one is asked for",
        longest=64,
        required=False,
    )


class RecommendationFilter(PageQuery):
    """What the list is narrowed to."""

    programme_year = said("项目年度 / programme year", longest=100, required=False)
    batch = said("批次 / batch", longest=100, required=False)


class RecommendedDeclaration(Schema):
    """One line of the summary."""

    declaration_id = identity("申报 / declaration")
    case_id = identity("案件 / case")
    applicant = told("申报主体 / applicant")
    digest = sha256("所推荐内容的摘要 / digest of what was submitted")


class JointDocument(Schema):
    """The letter."""

    number = told("文号 / number")
    issued_on = day("成文日期 / date")
    departments = texts("联合行文的部门 / departments")


class DeclarationRecommendation(Schema):
    """Several declarations of a round, recommended by one letter (推荐上报)."""

    id = identity("标识 / id")
    version = count("版本 / version")
    number = told("编号，印在汇总表上 / the number on the summary")
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    pack = told("政策包版本 / pack")
    step = told("环节 / step")
    division = told("推荐的区划；为空则为本级 / who recommends; empty: the top")
    state = told("draft、submitted 或 withdrawn / state")
    opinion = told("推荐意见 / opinion")
    cases = many(RecommendedDeclaration, "所推荐的申报 / declarations")
    document = one(JointDocument, "联合行文 / letter", null=True)
    attachments = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(DeclarationAttachment)),
        required=True,
        metadata=described("附件项 → 文件 / slot → files"),
    )
    drafted_at = instant("拟定时间 / drawn up")
    submitted_at = instant("上报时间 / submitted", null=True)
