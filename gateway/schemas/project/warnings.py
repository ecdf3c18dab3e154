"""Warnings about enterprises."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described
from gateway.schemas.declaration.kinds import count, identity, instant, one, one_of, said, told

EFFECTS = ("none", "suspend", "delist")
WARNING_STATES = ("open", "lifted")
MOST_FINDINGS = 50


class WarningToIssue(Schema):
    """Who is warned, why, and what that does to its places on public lists."""

    enterprise_id = identity("企业 / enterprise")
    project_id = identity("涉及的项目 / project that it is about", required=False)
    effect = one_of("对名单的影响：无、暂停、移出 / what it does to places on lists", EFFECTS)
    reason = said("原因，告知企业 / reason, told to the enterprise", longest=2000)
    article = said("依据条款 / article")
    finding_ids = fields.List(
        fields.UUID(),
        validate=validate.Length(max=MOST_FINDINGS, error="too_long"),
        metadata=described("所依据的核查情况（该项目的、针对企业的）/ findings of the project against the enterprise"),
    )


class WarningToLift(Schema):
    """Why it ends."""

    reason = said("解除原因 / reason", longest=2000)


class WarningQuery(PageQuery):
    """Which warnings."""

    state = one_of("状态 / state", WARNING_STATES, required=False)
    enterprise_id = identity("企业 / enterprise", required=False)
    project_id = identity("项目 / project", required=False)


class Warned(Schema):
    """The enterprise."""

    kind = told("主体类型 / kind")
    id = identity("标识 / id")
    credit_code = told("统一社会信用代码 / credit code")
    name = told("名称 / name")


class EnterpriseWarning(Schema):
    """A warning as it is now."""

    id = identity("标识 / id")
    version = count("版本 / version")
    applicant = one(Warned, "企业 / enterprise")
    division = told("区划代码 / division")
    project_id = identity("项目 / project", null=True)
    effect = one_of("对名单的影响 / what it does to places on lists", EFFECTS)
    reason = told("原因 / reason")
    article = told("依据条款 / article")
    finding_ids = fields.List(
        fields.UUID(), required=True, metadata=described("所依据的核查情况 / findings that it rests on")
    )
    state = one_of("状态 / state", WARNING_STATES)
    issued_at = instant("发出时间 / issued")
    lifted_at = instant("解除时间 / lifted", null=True)
    lifting_reason = told("解除原因 / why it was lifted", null=True)
