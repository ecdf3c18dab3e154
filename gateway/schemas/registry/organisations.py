"""Organisations, requested changes, divisions and the calendar."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described, page_of
from gateway.schemas.registry.codes import CitySettingsChange
from gateway.schemas.registry.kinds import answer_text, flag, identity, instant, option, shaped, text, whole

KINDS = ("enterprise", "provider", "institution", "authority")
SIZE_CLASSES = ("large", "medium", "small", "micro")
CHANGE_STATES = ("requested", "approved", "rejected", "withdrawn")
LEVELS = ("region", "league", "city", "district", "county", "town")


class OrganisationWarningSchema(Schema):
    """Something that does not fit together; it blocks nothing."""

    code = answer_text("提示码 / code")
    field = answer_text("字段 / field", null=True)
    article = answer_text("依据 / the article it rests on", null=True)
    inputs = fields.Dict(keys=fields.String(), required=True, metadata=described("据以判断的数据 / what was judged"))


class FormerNameSchema(Schema):
    """What an organisation was called."""

    name = answer_text("曾用名 / former name")
    until = instant("使用至 / until")


class OrganisationProfile(Schema):
    """What an organisation says of itself; the whole of it, what is left out is forgotten."""

    registered_address = text("注册地址 / registered address", longest=300, required=False, allow_none=True)
    legal_representative = text("法定代表人 / legal representative", longest=100, required=False, allow_none=True)
    staff = whole("从业人员（人）/ staff", most=10_000_000, required=False, allow_none=True)
    revenue_fen = whole("营业收入（分）/ revenue in fen", required=False, allow_none=True)
    data_year = whole("数据所属年度 / year of the figures", least=2000, most=2100, required=False, allow_none=True)
    industry_code = shaped(
        "国民经济行业代码 GB/T 4754 / industry code", r"^[A-T]?[0-9]{2,4}$", required=False, allow_none=True
    )
    declared_size_class = option("自报企业规模 / declared size class", SIZE_CLASSES, required=False, allow_none=True)


class ChangedOrganisationSchema(Schema):
    """An organisation as a change answers it."""

    id = identity("单位标识 / id")
    version = whole("版本 / version", least=1)
    kind = answer_text("类型 / kind")
    credit_code = answer_text("统一社会信用代码 / credit code")
    name = answer_text("名称 / registered name")
    division = answer_text("区划代码 / division code")
    registered_at = instant("注册时间 / registered")
    registered_address = answer_text("注册地址 / registered address", null=True)
    legal_representative = answer_text("法定代表人 / legal representative", null=True)
    staff = whole("从业人员（人）/ staff", allow_none=True)
    revenue_fen = whole("营业收入（分）/ revenue in fen", allow_none=True)
    data_year = whole("数据所属年度 / year of the figures", allow_none=True)
    industry_code = answer_text("行业代码 / industry code", null=True)
    declared_size_class = answer_text("自报规模 / declared size class", null=True)
    size_class = answer_text("按国家标准划型 / size class by the national table", null=True)
    warnings = fields.List(
        fields.Nested(OrganisationWarningSchema), required=True, metadata=described("提示 / warnings")
    )


class OrganisationSummarySchema(ChangedOrganisationSchema):
    """An organisation in a list."""

    exclusion_lists = fields.List(
        fields.String(), required=True, metadata=described("所在的排除名单 / exclusion lists it stands on")
    )


class OrganisationSchema(OrganisationSummarySchema):
    """An organisation with its name history."""

    former_names = fields.List(
        fields.Nested(FormerNameSchema), required=True, metadata=described("曾用名 / former names")
    )


class OrganisationQuery(PageQuery):
    """Which organisations."""

    kind = option("类型 / kind", KINDS, required=False)
    division = shaped("区划代码 / division", r"^[0-9]{6,12}$", required=False)
    name = text("名称开头 / beginning of the name", required=False)
    credit_code = text("统一社会信用代码 / credit code", longest=40, required=False)


class InstitutionRequest(Schema):
    """A third party or an authority."""

    kind = option("类型 / kind", ("institution", "authority"))
    name = text("名称 / registered name")
    credit_code = text("统一社会信用代码 / credit code", longest=40)
    division = shaped("区划代码 / division code", r"^[0-9]{6,12}$")


class DivisionChangeRequest(Schema):
    """To which division, and why."""

    division = shaped("新的区划代码 / new division code", r"^[0-9]{6,12}$")
    reason = text("原因 / reason", longest=1000)


class NameChangeRequest(Schema):
    """The new registered name, and why."""

    name = text("新的单位名称 / new registered name")
    reason = text("原因 / reason", longest=1000)


class ChangeRequestSchema(Schema):
    """A requested change."""

    id = identity("申请标识 / id")
    version = whole("版本 / version", least=1)
    organisation_id = identity("单位标识 / organisation")
    subject_id = identity("变更对象 / what is changed")
    kind = answer_text("变更类型 / division, name or payee_account")
    state = answer_text("状态 / state")
    content = fields.Dict(keys=fields.String(), required=True, metadata=described("变更内容 / what is asked for"))
    reason = answer_text("原因 / reason")
    requested_at = instant("申请时间 / requested")
    opinion = answer_text("审核意见 / opinion")
    decided_at = instant("审核时间 / decided", allow_none=True)


class ListedChangeRequestSchema(ChangeRequestSchema):
    """A requested change in a list, with who asks."""

    organisation_name = answer_text("单位名称 / organisation")
    division = answer_text("现区划 / present division")


class ChangeRequestQuery(PageQuery):
    """Which requests."""

    state = option("状态 / state", CHANGE_STATES, required=False)


class ChangeDecision(Schema):
    """Approved or rejected, with an opinion."""

    is_approved = flag("是否同意 / whether approved")
    opinion = text("审核意见 / opinion", longest=1000)


class DivisionBody(Schema):
    """A division."""

    code = shaped("区划代码 / division code", r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")
    name = text("名称 / name", longest=100)
    level = option("级别 / level", LEVELS)
    parent = shaped("上级区划 / parent", r"^[0-9]{6,12}$", required=False, allow_none=True)


class DivisionPut(Schema):
    """A division whose code stands in the address."""

    name = text("名称 / name", longest=100)
    level = option("级别 / level", LEVELS)
    parent = shaped("上级区划 / parent", r"^[0-9]{6,12}$", required=False, allow_none=True)


class DivisionSchema(Schema):
    """A division of the city."""

    id = identity("标识 / id")
    version = whole("版本 / version", least=1)
    code = answer_text("区划代码 / code")
    name = answer_text("名称 / name")
    level = answer_text("级别 / level")
    parent = answer_text("上级区划 / parent", null=True)
    takes_applicants = flag("企业可否选择 / whether enterprises choose it")


_EXCEPTIONS = "与周末规则不同的日子，true 为上班 / days that differ from the weekend rule, true where worked"


class CalendarYearPut(Schema):
    """One year, the whole of it."""

    is_confirmed = flag("国务院办公厅通知是否已公布 / whether the State Council's notice is out")
    exceptions = fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", error="not_a_date")),
        values=fields.Boolean(),
        required=True,
        validate=validate.Length(max=366, error="too_large"),
        metadata=described(_EXCEPTIONS),
    )


class CalendarYearSchema(Schema):
    """One year of the working calendar."""

    id = identity("标识 / id")
    version = whole("版本 / version", least=1)
    year = whole("年份 / year")
    is_confirmed = flag("是否已确认 / whether confirmed")
    exceptions = fields.Dict(
        keys=fields.String(), values=fields.Boolean(), required=True, metadata=described(_EXCEPTIONS)
    )


class CalendarQuery(Schema):
    """Which year."""

    year = whole("年份 / year", least=2000, most=2100, required=False, strict=False)


class SeedingRequest(Schema):
    """What a pack brings."""

    divisions = fields.List(
        fields.Nested(DivisionBody),
        required=True,
        validate=validate.Length(max=2000, error="too_large"),
        metadata=described("政策包中的区划 / divisions of the pack"),
    )
    exceptions = fields.Dict(
        keys=fields.String(),
        values=fields.Boolean(),
        required=True,
        validate=validate.Length(max=2000, error="too_large"),
        metadata=described(_EXCEPTIONS),
    )
    settings = fields.Nested(
        CitySettingsChange,
        allow_none=True,
        metadata=described("政策包规定的登录方式等；已设置的不变 / settings of the pack; what was settled stays"),
    )


class SeededSchema(Schema):
    """What was added; what was there stays."""

    divisions = fields.List(fields.String(), required=True, metadata=described("新增区划 / added divisions"))
    years = fields.List(fields.Integer(), required=True, metadata=described("新增年份 / added years"))


ListedChangeRequestPage = page_of(ListedChangeRequestSchema)
