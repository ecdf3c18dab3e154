"""The operations of the funding service."""

from __future__ import annotations

from typing import Final

from marshmallow import INCLUDE, Schema, fields

from gateway.operations import Operation


class Shown(Schema):
    """As the service shows it."""

    class Meta:
        unknown = INCLUDE


class Budget(Schema):
    fund_source = fields.String(required=True)
    fund_year = fields.Integer(required=True)
    category = fields.String(required=True)
    amount_fen = fields.Integer(required=True, strict=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True)
    file = fields.Dict()


class Recommend(Schema):
    tranche_ids = fields.List(fields.UUID(), required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True)
    file = fields.Dict()


class Plan(Schema):
    title = fields.String(required=True)
    fund_year = fields.Integer(required=True)
    tranche_ids = fields.List(fields.UUID(), required=True)


class Decision(Schema):
    verdict = fields.String(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True)
    file = fields.Dict()


class Release(Schema):
    line_ids = fields.List(fields.UUID(), required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True)
    file = fields.Dict()


class Tranches(Schema):
    tranche_ids = fields.List(fields.UUID(), required=True)


class Check(Schema):
    is_approved = fields.Boolean(required=True)
    opinion = fields.String()


class ResultFile(Schema):
    file = fields.Dict(required=True)


class Evaluation(Schema):
    is_done = fields.Boolean(required=True)
    is_passed = fields.Boolean()


def _op(name: str, method: str, path: str, rpc: str, permission: str, body: type[Schema] | None = None) -> Operation:
    return Operation(
        name=name,
        method=method,
        path="/cities/{city}" + path,
        rpc=f"funding.{rpc}",
        permission=f"funding.{permission}",
        title=name,
        summary=name,
        answer=Shown,
        body=body,
    )


OPERATIONS: Final[tuple[Operation, ...]] = (
    _op("list_awards_of_project", "GET", "/projects/{project_id}/awards", "awards_of_project", "read"),
    _op("enter_budget", "POST", "/budget-lines", "enter_budget", "enter_budget", Budget),
    _op("confirm_budget", "POST", "/budget-lines/{line_id}/confirmation", "confirm_budget", "confirm_budget"),
    _op("recommend_awards", "POST", "/recommendations", "recommend", "recommend", Recommend),
    _op("draw_up_plan", "POST", "/allocation-plans", "draw_up_plan", "draw_up_plan", Plan),
    _op("decide_plan", "POST", "/allocation-plans/{plan_id}/meeting-decision", "decide_plan", "decide_plan", Decision),
    _op("publish_plan", "POST", "/allocation-plans/{plan_id}/publication", "publish_plan", "publish_plan"),
    _op("release_tranches", "POST", "/allocation-plans/{plan_id}/releases", "release", "release", Release),
    _op("make_batch", "POST", "/payment-batches", "make_batch", "make_payment", Tranches),
    _op("check_batch", "POST", "/payment-batches/{batch_id}/check", "check_batch", "check_payment", Check),
    _op("import_bank_results", "POST", "/bank-results", "import_results", "import_results", ResultFile),
    _op("evaluate_award", "PUT", "/awards/{award_id}/performance-evaluation", "evaluate", "evaluate", Evaluation),
)
