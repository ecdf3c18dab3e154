"""Public lists and quotas as the API gives them."""

from __future__ import annotations

from marshmallow import Schema

from gateway.schemas.declaration.declarations import DeclarationApplicant, PilotPlace
from gateway.schemas.declaration.kinds import count, identity, instant, many, one, texts, told


class PublicList(Schema):
    """A list that a programme of the city makes public."""

    list = told("名单代码 / code of the list")
    title = told("名称 / title")
    programme_year = told("项目年度 / programme year")
    programme = told("项目 / programme")


class ListedApplicant(Schema):
    """An enterprise or a platform on a list."""

    id = identity("名单位置 / the place")
    declaration_id = identity("申报；按等级列入的为 null / declaration; null where a level led to it", null=True)
    case_id = identity("案件 / case")
    list = told("名单 / list")
    name = told("名称 / name")
    credit_code = told("统一社会信用代码 / credit code")
    division = told("区划代码 / division")
    scale = told("规上 above_scale、规下 below_scale，政策包所定 / scale, as the pack says", null=True)
    level = count("据以列入的数字化水平等级 / the level that led to it", null=True)
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    listed_at = instant("列入时间 / listed")


class LevelPilot(Schema):
    """A pilot enterprise by its confirmed level."""

    id = identity("标识 / id")
    version = count("版本 / version")
    case_id = identity("案件 / case")
    applicant = one(DeclarationApplicant, "企业 / enterprise")
    division = told("区划代码 / division")
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    pack = told("政策包版本 / pack")
    level = count("数字化水平等级 / level")
    edition = told("评测指标版本 / edition")
    place = one(PilotPlace, "名单位置 / place on the list")


class TakenItem(Schema):
    """What is taken in an account that counts different things."""

    item = told("代码 / code")
    title = told("名称 / title")


class QuotaAccount(Schema):
    """A quota in one scope: a league, a league and a sub-industry."""

    scope = texts("范围，按 within 的顺序 / the values of `within`")
    taken = count("已有 / taken")
    taken_by = many(TakenItem, "已有的种类 / what is taken")
    holders = count("占用的申报数 / declarations that hold a place")


class CallQuota(Schema):
    """A quota of a round (名额)."""

    quota = told("代码 / code")
    title = told("名称 / title")
    step = told("占用名额的环节 / the step that takes a place")
    within = texts("按什么分别计算 / what accounts are told apart by")
    counts = told("计算什么；为空则计申报数 / what is counted; declarations where null", null=True)
    at_most = count("上限 / at most")
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)
    accounts = many(QuotaAccount, "占用情况 / accounts")
