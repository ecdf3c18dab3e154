"""Products of the N+X catalogue (DL5, XB3)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described, page_of
from gateway.schemas.registry.kinds import answer_text, flag, identity, instant, option, shaped, text, whole

PRODUCT_STATES = ("proposed", "listed", "declined", "withdrawn")
CATEGORY = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
CODE = r"^[a-z0-9][a-z0-9_]{0,59}$"


def codes(description: str) -> fields.List:
    """Codes of the pack, as `GET /provider-kinds` lists them."""
    return fields.List(
        shaped(description, CODE), validate=validate.Length(max=100, error="out_of_range"),
        metadata=described(description),
    )  # fmt: skip


class ProductOffer(Schema):
    """What a provider proposes for the catalogue, or a unit recommends."""

    category = shaped("目录类别代码 / class of the catalogue", CATEGORY)
    title = text("产品名称 / title")
    unit = text("计价单位（套、年、用户…）/ unit of the price", longest=20)
    proposed_price_fen = whole("报价（分）/ proposed price in fen", least=1)
    description = text("说明 / description", longest=2000, shortest=0, required=False)
    scenarios = codes("应用场景代码 / scenarios of the national indicators")
    subsectors = codes("细分行业代码 / sub-industries")
    aims = codes("改造目标代码 / aims")
    links = codes("环节代码 / links")
    is_light_solution = flag("是否“小快轻准” / small, fast, light, precise", required=False)


class ProductClasses(Schema):
    """What a product is for, in codes of the pack."""

    scenarios = fields.List(fields.String(), required=True, metadata=described("应用场景 / scenarios"))
    subsectors = fields.List(fields.String(), required=True, metadata=described("细分行业 / sub-industries"))
    aims = fields.List(fields.String(), required=True, metadata=described("改造目标 / aims"))
    links = fields.List(fields.String(), required=True, metadata=described("环节 / links"))
    is_light_solution = flag("是否“小快轻准” / small, fast, light, precise")


class ProductSchema(ProductClasses):
    """A product, for its provider and the bureau."""

    id = identity("产品标识 / id")
    version = whole("版本 / version", least=1)
    provider_id = identity("服务商标识 / provider")
    category = answer_text("类别 / class")
    title = answer_text("产品名称 / title")
    unit = answer_text("计价单位 / unit")
    description = answer_text("说明 / description")
    proposed_price_fen = whole("报价（分）/ proposed price in fen")
    ceiling_fen = whole("限价（分）/ price ceiling in fen", allow_none=True)
    state = answer_text("状态 / state")
    opinion = answer_text("意见 / opinion")
    proposed_at = instant("提出时间 / proposed")


class ListedProductSchema(ProductSchema):
    """The same with the provider's name."""

    provider_name = answer_text("服务商名称 / provider")


class CatalogueProductSchema(ProductClasses):
    """A product of the catalogue, for everybody."""

    id = identity("产品标识 / id")
    version = whole("版本 / version", least=1)
    provider_id = identity("服务商标识 / provider")
    provider_name = answer_text("服务商名称 / provider")
    category = answer_text("类别 / class")
    title = answer_text("产品名称 / title")
    unit = answer_text("计价单位 / unit")
    description = answer_text("说明 / description")
    ceiling_fen = whole("限价（分）/ price ceiling in fen")


class CeilingSchema(Schema):
    """A ceiling that a product had, and since when."""

    version = whole("产品版本 / version of the product", least=1)
    ceiling_fen = whole("限价（分）/ price ceiling in fen")
    set_at = instant("定价时间 / since")


class ProductQuery(PageQuery):
    """Which products."""

    state = option("状态 / state", PRODUCT_STATES, required=False)
    category = shaped("类别代码 / class", CATEGORY, required=False)


class CatalogueQuery(PageQuery):
    """Which products of the catalogue."""

    category = shaped("类别代码 / class", CATEGORY, required=False)
    provider_id = identity("服务商标识 / provider", required=False)
    scenario = shaped("应用场景代码 / scenario", CODE, required=False)
    subsector = shaped("细分行业代码 / sub-industry", CODE, required=False)
    aim = shaped("改造目标代码 / aim", CODE, required=False)
    link = shaped("环节代码 / link", CODE, required=False)
    is_light_solution = fields.Boolean(metadata=described("只看“小快轻准” / small, fast, light, precise"))
    ceiling_at_most_fen = whole("限价不高于（分）/ ceiling at most, in fen", least=0, required=False, strict=False)


class ProductListing(Schema):
    """With which ceiling, and in which class."""

    ceiling_fen = whole("限价（分）/ price ceiling in fen", least=1)
    category = shaped("改列的类别 / another class", CATEGORY, required=False)
    opinion = text("意见 / opinion", longest=1000)


class ProductDecline(Schema):
    """Why not."""

    opinion = text("意见 / opinion", longest=1000)


class ProductWithdrawal(Schema):
    """Why."""

    reason = text("原因 / reason", longest=1000)


ListedProductPage = page_of(ListedProductSchema)
