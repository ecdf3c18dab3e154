"""Supply and demand: needs, and interest in them or in products (XB6)."""

from __future__ import annotations

from marshmallow import Schema

from gateway.schemas.base import PageQuery, page_of
from gateway.schemas.registry.kinds import answer_text, identity, instant, option, shaped, text, whole
from gateway.schemas.registry.products import CODE, codes

NEED_STATES = ("draft", "published", "closed")
INTEREST_STATES = ("expressed", "matched", "declined")
_YEAR = r"^[a-z0-9][a-z0-9-]{0,59}$"


class NeedChange(Schema):
    """What an enterprise needs."""

    title = text("需求标题 / title")
    text = text("需求说明 / text", longest=5000)
    subsector = shaped("细分行业代码 / sub-industry", CODE, required=False)
    scenarios = codes("应用场景代码 / scenarios")
    budget_fen = whole("预算（分）/ budget in fen", least=1, required=False)


class NeedDraft(NeedChange):
    """What an enterprise needs, under which programme."""

    programme_year = shaped("项目年度；只有一个时可省略 / programme, where there are several", _YEAR, required=False)


class NeedClosing(Schema):
    """Why it is closed."""

    reason = text("关闭原因 / reason", longest=500, shortest=0, required=False)


class NeedQuery(PageQuery):
    """Which needs."""

    division = shaped("区划代码 / division", r"^[0-9]{6}$", required=False)
    programme_year = shaped("项目年度 / programme and year", _YEAR, required=False)
    subsector = shaped("细分行业代码 / sub-industry", CODE, required=False)
    scenario = shaped("应用场景代码 / scenario", CODE, required=False)
    budget_at_least_fen = whole("预算不低于（分）/ budget at least, in fen", strict=False, required=False)
    text = text("标题中的文字 / part of the title", longest=100, required=False)


class NeedSchema(Schema):
    """A need."""

    id = identity("标识 / id")
    version = whole("版本 / version")
    enterprise_id = identity("企业 / enterprise")
    division = answer_text("区划代码 / division")
    programme_year = answer_text("项目年度 / programme and year")
    title = answer_text("需求标题 / title")
    text = answer_text("需求说明 / text")
    subsector = answer_text("细分行业代码 / sub-industry", null=True)
    scenarios = codes("应用场景代码 / scenarios")
    budget_fen = whole("预算（分）/ budget in fen", allow_none=True)
    state = option("状态 / state", NEED_STATES)
    published_at = instant("发布时间 / published", allow_none=True)
    closing_reason = answer_text("关闭原因 / why it was closed")


class NamedNeed(NeedSchema):
    """A need with whose it is."""

    enterprise_name = answer_text("企业名称 / enterprise")


class InterestExpression(Schema):
    """What one has to say."""

    text = text("对接说明 / text", longest=2000)


class InterestAcceptance(Schema):
    """An answer in words, if any."""

    text = text("答复 / answer", longest=2000, shortest=0, required=False)


class InterestDecline(Schema):
    """Why not."""

    text = text("原因 / reason", longest=2000)


class OwnInterestQuery(PageQuery):
    """Which of one's own."""

    state = option("状态 / state", INTEREST_STATES, required=False)


class InterestQuery(OwnInterestQuery):
    """Which of the city's."""

    need_id = identity("需求 / need", required=False)


class InterestSchema(Schema):
    """An interest, accepted or not."""

    id = identity("标识 / id")
    version = whole("版本 / version")
    need_id = identity("需求 / need", allow_none=True)
    product_id = identity("产品 / product", allow_none=True)
    from_id = identity("提出意向的单位 / who is interested")
    to_id = identity("对方单位 / in whose need or product")
    provider_id = identity("其中的服务商 / the provider of both")
    text = answer_text("对接说明 / text")
    state = option("状态 / state", INTEREST_STATES)
    expressed_at = instant("提出时间 / expressed")
    answer = answer_text("答复 / answer")
    answered_at = instant("答复时间 / answered", allow_none=True)


class NamedInterest(InterestSchema):
    """An interest with both names."""

    from_name = answer_text("提出意向的单位名称 / name of who is interested")
    to_name = answer_text("对方单位名称 / name of the other side")


NamedNeedPage, NamedInterestPage = page_of(NamedNeed), page_of(NamedInterest)
