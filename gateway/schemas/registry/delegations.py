"""Who may act for whom, and who has to do with whom (ZS4, ZS6)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described, page_of
from gateway.schemas.declaration.declarations import DraftProblem
from gateway.schemas.declaration.kinds import many
from gateway.schemas.registry.kinds import answer_text, flag, identity, instant, option, shaped, text, whole

RELATIONS = ("sold_to", "diagnosed", "advised", "affiliated")
_STAGE = r"^[a-z][a-z0-9_]{0,59}$"


class DelegationGrant(Schema):
    """To whom, in which stages, and the consent that was confirmed."""

    agent_id = identity("服务商 / provider")
    stages = fields.List(
        shaped("阶段代码 / stage of the pack", _STAGE),
        required=True,
        validate=validate.Length(1, 30, error="out_of_range"),
        metadata=described("可代办的阶段 / stages"),
    )
    text_version = text(
        "所确认的委托书文本（SHA-256），政策包没有时不填 / the wording that was confirmed", longest=64, required=False
    )
    programme_year = text("项目年度（本市有多个项目时必填）/ programme, where there are several", required=False)


class DelegationRevocation(Schema):
    """Why it ends, if somebody wants to say."""

    reason = text("终止原因 / reason", longest=1000, shortest=0, required=False)


class DelegationSchema(Schema):
    """What an enterprise lets a provider do."""

    id = identity("委托标识 / id")
    version = whole("版本 / version", least=1)
    principal_id = identity("委托企业 / enterprise")
    agent_id = identity("受托服务商 / provider")
    programme_year = answer_text("项目年度 / programme")
    stages = fields.List(fields.String(), required=True, metadata=described("可代办的阶段 / stages"))
    state = option("状态 / state", ("granted", "revoked"))
    granted_at = instant("委托时间 / granted")
    revoked_at = instant("终止时间 / revoked", allow_none=True)
    reason = answer_text("终止原因 / reason")


class NamedDelegation(DelegationSchema):
    """The same with the names of both."""

    principal_name = answer_text("企业名称 / enterprise")
    agent_name = answer_text("服务商名称 / provider")


class RelationInput(Schema):
    """Who did what for whom, by credit codes of registered organisations."""

    kind = option("关系：销售、诊断、咨询、关联 / sold, diagnosed, advised or affiliated", RELATIONS)
    from_code = text("行为方统一社会信用代码 / who did it", longest=30)
    to_code = text("相对方统一社会信用代码 / for whom", longest=30)


class RelationDeclaration(Schema):
    """Relations, many at once, and where they are known from."""

    relations = fields.List(
        fields.Nested(RelationInput),
        required=True,
        validate=validate.Length(1, 500, error="out_of_range"),
        metadata=described("关系 / relations"),
    )
    source = text("信息来源 / where it is known from", longest=500)


class RelationWithdrawal(Schema):
    """Why it does not hold."""

    reason = text("撤销原因 / reason", longest=1000)


class RelationSchema(Schema):
    """A declared relation."""

    id = identity("关系标识 / id")
    version = whole("版本 / version", least=1)
    kind = option("关系 / kind", RELATIONS)
    from_id = identity("行为方 / who")
    to_id = identity("相对方 / for whom")
    source = answer_text("信息来源或撤销原因 / source, or why it was withdrawn")
    is_in_force = flag("是否有效 / in force")
    declared_at = instant("登记时间 / declared")


class NamedRelation(RelationSchema):
    """The same with the names of both."""

    from_name = answer_text("行为方名称 / who")
    to_name = answer_text("相对方名称 / for whom")


class RelationResult(Schema):
    """What became of one of them."""

    index = whole("序号，从 0 起 / index")
    code = answer_text("未登记的原因代码；已登记为 null / why not, null where it was kept", null=True)
    problems = many(DraftProblem, "问题 / problems")
    relation = fields.Nested(RelationSchema, required=True, allow_none=True, metadata=described("关系 / relation"))


class RelationResults(Schema):
    """A result per relation."""

    items = fields.List(fields.Nested(RelationResult), required=True, metadata=described("结果 / results"))


class RelationQuery(PageQuery):
    """Whose relations."""

    organisation_id = identity("单位 / organisation", required=False)


NamedDelegationPage, NamedRelationPage = page_of(NamedDelegation), page_of(NamedRelation)
