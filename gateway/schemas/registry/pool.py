"""The provider pool, the N+X catalogue, and accounts for payment (DL6, DL12)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import FileReference, PageQuery, described, page_of
from gateway.schemas.registry.kinds import answer_text, identity, instant, option, shaped, text, whole

POOL_STATES = ("in_review", "returned", "enrolled", "rejected", "suspended", "removed")
POOL_ACTIONS = ("approve", "return_for_correction", "reject", "suspend", "reinstate", "remove")
PRODUCT_STATES = ("proposed", "listed", "declined", "withdrawn")
_KIND = r"^[a-z][a-z_]{1,39}$"
_CATEGORY = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"


class PoolApplication(Schema):
    """What a provider applies with."""

    kinds = fields.List(
        shaped("服务商类型代码，见政策包 / kind, as the pack names it", _KIND),
        required=True,
        validate=validate.Length(1, 10, error="out_of_range"),
        metadata=described("服务商类型 / kinds"),
    )
    presentation = text("申请说明 / what the provider says of itself", longest=5000)
    files = fields.List(
        fields.Nested(FileReference),
        validate=validate.Length(max=20, error="too_many_files"),
        metadata=described("申请材料 / files"),
    )


class PoolEntrySchema(Schema):
    """A provider's place in the pool."""

    id = identity("服务商（单位）标识 / the provider's organisation")
    entry_id = identity("入库记录标识，用于查询历史 / id of the entry, for its history")
    version = whole("版本 / version", least=1)
    state = answer_text("状态 / state")
    kinds = fields.List(fields.String(), required=True, metadata=described("服务商类型 / kinds"))
    presentation = answer_text("申请说明 / presentation")
    files = fields.List(fields.Nested(FileReference), required=True, metadata=described("申请材料 / files"))
    applied_at = instant("申请时间 / applied")
    opinion = answer_text("审核意见 / opinion")
    decided_at = instant("审核时间 / decided", allow_none=True)


class ListedPoolEntrySchema(PoolEntrySchema):
    """The same with the provider's name."""

    name = answer_text("服务商名称 / name")
    credit_code = answer_text("统一社会信用代码 / credit code")
    division = answer_text("区划代码 / division")


class PoolEntryQuery(PageQuery):
    """Which entries."""

    state = option("状态 / state", POOL_STATES, required=False)


class PoolDecision(Schema):
    """What the bureau decides about a provider."""

    action = option("处理 / action", POOL_ACTIONS)
    opinion = text("意见 / opinion", longest=1000)


class ProviderSchema(Schema):
    """A provider of the pool, for everybody."""

    id = identity("服务商标识 / id")
    name = answer_text("名称 / name")
    credit_code = answer_text("统一社会信用代码 / credit code")
    kinds = fields.List(fields.String(), required=True, metadata=described("类型 / kinds"))
    enrolled_at = instant("入库时间 / enrolled")


class ProviderQuery(PageQuery):
    """Which providers."""

    kind = shaped("类型代码 / kind", _KIND, required=False)


class ProductOffer(Schema):
    """What a provider proposes for the catalogue."""

    category = shaped("目录类别代码 / class of the catalogue", _CATEGORY)
    title = text("产品名称 / title")
    unit = text("计价单位（套、年、用户…）/ unit of the price", longest=20)
    proposed_price_fen = whole("报价（分）/ proposed price in fen", least=1)
    description = text("说明 / description", longest=2000, shortest=0, required=False)


class ProductSchema(Schema):
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


class CatalogueProductSchema(Schema):
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


class ProductQuery(PageQuery):
    """Which products."""

    state = option("状态 / state", PRODUCT_STATES, required=False)
    category = shaped("类别代码 / class", _CATEGORY, required=False)


class CatalogueQuery(PageQuery):
    """Which products of the catalogue."""

    category = shaped("类别代码 / class", _CATEGORY, required=False)
    provider_id = identity("服务商标识 / provider", required=False)


class ProductListing(Schema):
    """With which ceiling, and in which class."""

    ceiling_fen = whole("限价（分）/ price ceiling in fen", least=1)
    category = shaped("改列的类别 / another class", _CATEGORY, required=False)
    opinion = text("意见 / opinion", longest=1000)


class ProductDecline(Schema):
    """Why not."""

    opinion = text("意见 / opinion", longest=1000)


class ProductWithdrawal(Schema):
    """Why."""

    reason = text("原因 / reason", longest=1000)


class PayeeDetails(Schema):
    """What stands on the account-opening permit."""

    account_name = text("户名，须与登记名称完全一致（含括号的全角半角）/ account name, exactly the registered name")
    bank_name = text("开户行 / bank and branch", longest=100)
    branch_code = shaped("12 位联行号 / 12-digit branch code", r"^[0-9]{12}$")
    number = text("账号（加密保存，只显示后四位）/ number: sealed, shown by its last four digits", longest=50)


class PayeeChange(PayeeDetails):
    """What a confirmed account is to become, and why."""

    reason = text("原因 / reason", longest=1000)


class PayeeAccountSchema(Schema):
    """An account for payment."""

    id = identity("收款账户标识 / id")
    version = whole("版本 / version", least=1)
    organisation_id = identity("单位标识 / organisation")
    account_name = answer_text("户名 / account name")
    bank_name = answer_text("开户行 / bank")
    branch_code = answer_text("联行号 / branch code")
    number_last_four = answer_text("账号后四位 / last four digits")
    state = answer_text("状态 / unconfirmed or confirmed")
    registered_at = instant("登记时间 / registered")


class PayeeQuery(Schema):
    """Whose accounts."""

    organisation_id = identity("单位标识 / organisation")


PayeeAccountPage = page_of(PayeeAccountSchema)

ListedProductPage = page_of(ListedProductSchema)
