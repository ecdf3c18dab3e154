"""Cases across all services, and what happened to them."""

from __future__ import annotations

from marshmallow import Schema

from contracts.events.subscriptions import SERVICES
from gateway.schemas.base import PageQuery
from gateway.schemas.declaration.declarations import DeclarationApplicant
from gateway.schemas.declaration.kinds import identity, instant, one, one_of, said, told


class CaseFilter(PageQuery):
    """What a list is narrowed to."""

    programme_year = said("项目年度 / programme year", longest=100, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)


class CaseSummary(Schema):
    """Whose a case is, where it belongs, by which pack it is judged."""

    id = identity("案件标识 / id")
    programme_year = told("项目年度 / programme year")
    pack = told("政策包版本 / pack")
    applicant = one(DeclarationApplicant, "申报主体 / applicant")
    division = told("区划代码 / division")
    changed_at = instant("最近变化时间 / time of the last news")


class CaseHappening(Schema):
    """Something that happened to a case."""

    id = identity("标识 / id")
    at = instant("时间 / time")
    service = one_of("办理环节所属服务 / the service that told it", SERVICES)
    event = told("事件名 / name of the event")
    text = told("说明 / in words")
