"""The provider pool, and accounts for payment (DL6, DL12)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described, page_of
from gateway.schemas.registry.kinds import answer_text, identity, instant, option, shaped, text, whole

POOL_STATES = ("in_review", "returned", "enrolled", "rejected", "suspended", "removed")
KIND = r"^[a-z][a-z_]{1,39}$"


class Recognition(Schema):
    """A unit that the bureau recognised, and the document that says so."""

    organisation_id = identity("服务商或第三方机构 / provider or institution")
    kinds = fields.List(
        shaped("服务商类型代码，见政策包 / kind, as the pack names it", KIND),
        required=True,
        validate=validate.Length(1, 10, error="out_of_range"),
        metadata=described("服务商类型 / kinds"),
    )
    document_number = text("认定文件文号 / number of the document", longest=100)
    document_on = fields.Date(required=True, metadata=described("文件日期 / its day"))
    programme_year = text(
        "项目年度（本市有多个项目时必填）/ programme, where there are several", longest=60, required=False
    )


class PoolEntrySchema(Schema):
    """A provider's place in the pool."""

    id = identity("服务商（单位）标识 / the provider's organisation")
    entry_id = identity("入库记录标识，用于查询历史 / id of the entry, for its history")
    version = whole("版本 / version", least=1)
    state = answer_text("状态 / state")
    kinds = fields.List(fields.String(), required=True, metadata=described("服务商类型 / kinds"))
    programme_year = answer_text("项目年度 / programme")
    applied_at = instant("入库申请通过时间 / asked for and taken in")
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


class RatingSchema(Schema):
    """How a provider is rated."""

    score = answer_text("得分（三位小数文本）/ score, three decimals as text")
    band = answer_text("评价等级代码 / band")
    title = answer_text("评价等级 / title of the band")


class ProviderSchema(Schema):
    """A provider of the pool, for everybody."""

    id = identity("服务商标识 / id")
    name = answer_text("名称 / name")
    credit_code = answer_text("统一社会信用代码 / credit code")
    kinds = fields.List(fields.String(), required=True, metadata=described("类型 / kinds"))
    enrolled_at = instant("入库时间 / enrolled")
    rating = fields.Nested(
        RatingSchema,
        required=True,
        allow_none=True,
        metadata=described("评价；政策包规定公开且已有评价时给出 / rating, where the pack publishes it"),
    )


class ProviderQuery(PageQuery):
    """Which providers."""

    kind = shaped("类型代码 / kind", KIND, required=False)


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
