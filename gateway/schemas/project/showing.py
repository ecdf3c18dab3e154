"""What the city shows: benchmarks and typical cases."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import count, day, identity, instant, many, one_of, said, told

CASE_STATES = ("submitted", "returned", "published", "declined")
VERDICTS = ("publish", "return", "decline")
MOST_FILES = 20
LONGEST_CASE = 20_000


class BenchmarkChoice(Schema):
    """As what a project is picked."""

    kind = said("标杆类别，见政策包 / kind, by the pack", longest=100)
    subsector = said("细分行业；政策包列有细分行业时必填 / sub-industry", longest=100, required=False)
    reason = said("遴选理由，公开 / reason, public", longest=2000)


class BenchmarkFilter(PageQuery):
    """Which benchmarks."""

    programme_year = said("项目年度 / programme and year", longest=100, required=False)
    kind = said("标杆类别 / kind", longest=100, required=False)
    subsector = said("细分行业 / sub-industry", longest=100, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)


class Benchmark(Schema):
    """A benchmark as everybody sees it."""

    id = identity("标识 / id")
    project_id = identity("项目 / project")
    programme_year = told("项目年度 / programme and year")
    applicant_name = told("企业名称 / enterprise")
    division = told("区划代码 / division")
    title = told("项目名称 / project")
    kind = told("标杆类别 / kind")
    kind_title = told("类别名称 / what the kind is called")
    subsector = told("细分行业 / sub-industry", null=True)
    reason = told("遴选理由 / reason")
    chosen_on = day("选定日期 / chosen")


class StoryInput(Schema):
    """What an enterprise tells."""

    title = said("案例标题 / title")
    text = said("案例正文 / text", longest=LONGEST_CASE)
    files = fields.List(
        fields.Nested(FileReference),
        validate=validate.Length(max=MOST_FILES, error="too_long"),
        metadata=described("附件 / files"),
    )


class CaseReview(Schema):
    """What the city makes of it."""

    verdict = one_of("审核结论 / verdict", VERDICTS)
    opinion = said("意见；退回和不采用时必填 / opinion", longest=2000, shortest=0, required=False)


class CaseQuery(PageQuery):
    """Which cases."""

    state = one_of("状态 / state", CASE_STATES, required=False)


class PublishedCaseFilter(PageQuery):
    """Which published cases."""

    programme_year = said("项目年度 / programme and year", longest=100, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)


class CaseFile(Schema):
    """A file of a case."""

    id = identity("标识 / id")
    name = told("文件名 / name")
    size = count("字节数 / bytes")
    media_type = told("媒体类型 / media type")


class TypicalCase(Schema):
    """A typical case."""

    id = identity("标识 / id")
    version = count("版本 / version")
    project_id = identity("项目 / project")
    programme_year = told("项目年度 / programme and year")
    applicant_name = told("企业名称 / enterprise")
    division = told("区划代码 / division")
    title = told("案例标题 / title")
    text = told("案例正文 / text")
    files = many(CaseFile, "附件 / files")
    state = one_of("状态 / state", CASE_STATES)
    opinion = told("审核意见；公开列表中为 null / opinion; null on the public list", null=True)
    submitted_at = instant("提交时间 / submitted")
    published_at = instant("发布时间 / published", null=True)
