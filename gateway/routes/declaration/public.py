"""What everybody may read: calls, the pilot list, public notices."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import PageQuery, page_of
from gateway.schemas.declaration import forms, pilots, requests

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_packs",
        method="GET",
        path="/cities/{city}/packs",
        rpc="declaration.list_packs",
        permission=PUBLIC,
        title="已发布的政策包",
        summary="Released pack versions",
        answer=page_of(pilots.ReleasedPack),
    ),
    Operation(
        name="list_calls",
        method="GET",
        path="/cities/{city}/calls",
        rpc="declaration.list_calls",
        permission=PUBLIC,
        title="申报通知",
        summary="Calls of the city",
        answer=page_of(pilots.CallSummary),
    ),
    Operation(
        name="get_call",
        method="GET",
        path="/cities/{city}/calls/{call_id}",
        rpc="declaration.get_call",
        permission=PUBLIC,
        title="申报通知详情",
        summary="A call with its particulars, conditions and materials",
        answer=pilots.Call,
        versioned=True,
    ),
    Operation(
        name="get_form_of_call",
        method="GET",
        path="/cities/{city}/calls/{call_id}/form",
        rpc="declaration.form_of_call",
        permission=PUBLIC,
        title="申报表单",
        summary="The form that a call asks for",
        answer=forms.DeclarationForm,
    ),
    Operation(
        name="list_pilots",
        method="GET",
        path="/cities/{city}/pilots",
        rpc="declaration.pilot_list",
        permission=PUBLIC,
        title="试点企业名单",
        summary="The pilot list",
        query=requests.PilotFilter,
        answer=page_of(pilots.PilotEnterprise),
    ),
    Operation(
        name="list_pilot_notices",
        method="GET",
        path="/cities/{city}/pilot-notices",
        rpc="declaration.list_notices",
        permission=PUBLIC,
        title="试点企业公示",
        summary="Public notices of pilot enterprises",
        query=PageQuery,
        answer=page_of(pilots.PilotNotice),
    ),
    Operation(
        name="get_pilot_notice",
        method="GET",
        path="/cities/{city}/pilot-notices/{notice_id}",
        rpc="declaration.get_notice",
        permission=PUBLIC,
        title="公示详情",
        summary="A public notice with its lines",
        answer=pilots.PilotNotice,
        versioned=True,
    ),
    Operation(
        name="raise_pilot_objection",
        method="POST",
        path="/cities/{city}/pilot-notices/{notice_id}/lines/{line_id}/objections",
        rpc="declaration.raise_objection",
        permission="declaration.raise_objection",
        title="提出异议",
        summary="Object to one line of a notice; officers record those that come by letter or telephone",
        body=requests.PilotObjectionInput,
        answer=pilots.ObjectedNotice,
        status=201,
    ),
)
