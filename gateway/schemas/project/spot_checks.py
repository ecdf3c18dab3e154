"""Supervision: what is drawn, what the checks came to, and how far projects are."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import described
from gateway.schemas.declaration.kinds import (
    anything,
    count,
    day,
    identity,
    instant,
    many,
    one_of,
    said,
    sha256,
    told,
)
from gateway.schemas.project.projects import CONCERNED, SEVERITIES, STATES

OUTCOMES = ("in_order", "finding")
LINE_STATES = ("drawn", "checked")
MOST_DRAWN = 200


class SpotCheckDraw(Schema):
    """How many running projects are drawn, and among which."""

    size = fields.Integer(
        strict=True,
        required=True,
        validate=validate.Range(1, MOST_DRAWN, error="out_of_range"),
        metadata=described("抽取数量 / how many"),
    )
    seed = said("随机种子；缺省时生成 / seed, made when it is absent", longest=100, required=False)
    division = said("区划代码，含其下级 / division, with all below it", longest=6, shortest=6, required=False)
    provider_id = identity("服务商 / provider", required=False)
    stage = said("所处阶段 / stage", longest=100, required=False)


class SpotCheckResult(Schema):
    """What the check of one project came to."""

    outcome = one_of("结果 / outcome", OUTCOMES)
    checked_on = day("检查日期 / day of the check")
    place = said("检查地点或方式 / place or way", shortest=0)
    text = said("情况；发现问题时必填 / what was found", longest=2000, shortest=0, required=False)
    severity = one_of("严重程度（缺省为提示）/ severity, a note by default", SEVERITIES, required=False)
    concerns = one_of("涉及（缺省为企业）/ whom it concerns", CONCERNED, required=False)


class SpotCheckSummary(Schema):
    """A draw in a list."""

    id = identity("标识 / id")
    version = count("版本 / version")
    drawn_at = instant("抽取时间 / drawn")
    seed = told("随机种子 / seed")
    size = count("要求抽取数量 / how many were asked for")
    criteria = anything("筛选条件 / what the projects were narrowed to")
    candidates_count = count("候选项目数 / candidates")
    candidates_sha256 = sha256("候选项目（升序、每行一个）的 SHA-256 / of the candidates, one a line")
    drawn = count("抽中数 / drawn")
    checked = count("已检查数 / checked")


class SpotCheckLine(Schema):
    """A drawn project."""

    project_id = identity("项目 / project")
    state = one_of("状态 / state", LINE_STATES)
    outcome = one_of("结果 / outcome", OUTCOMES, allow_none=True)
    checked_on = day("检查日期 / day", null=True)
    place = told("地点或方式 / place", null=True)
    text = told("情况 / text", null=True)
    finding_id = identity("登记的核查情况 / finding of the project", null=True)


class SpotCheck(SpotCheckSummary):
    """A draw with all that it takes to draw it again."""

    candidates = fields.List(
        fields.UUID(), required=True, metadata=described("候选项目，升序 / candidates in ascending order")
    )
    lines = many(SpotCheckLine, "抽中项目，按抽取顺序（区县只见本辖区的）/ drawn projects, in the order of the draw")


class ProgressGroup(Schema):
    """The projects of a division that are in the same stage and state."""

    division = told("区划代码 / division")
    stage = told("所处阶段 / stage")
    state = one_of("状态 / state", STATES)
    projects = count("项目数 / projects")
    average_percent = count("平均完成比例（%，向下取整）/ mean percentage, rounded down")
    overdue = count("逾期数 / past the deadline of whoever has it")


class ProgressOverview(Schema):
    """By division, stage and state."""

    items = many(ProgressGroup, "各组 / groups")


class NationalResultImport(Schema):
    """How many lines became findings now, and how many had before."""

    recorded = count("本次登记的行数 / lines that became findings")
    known = count("此前已登记的行数 / lines that had become findings before")
