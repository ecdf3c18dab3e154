"""Everything that is known around a project, as columns of one row: beside the project itself, or by parameters.

Submitting and reviewing read the project with it in one round trip; saving asks again when the answers
name another provider, account or product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Table, Text, Uuid, bindparam, case, cast, func, or_, select

from casework.calendars import calendar_column, working_days_of
from casework.common_facts import Organisation, known_organisation, known_standing
from casework.division_paths import path_column, path_of
from chassis.db.transaction import Row
from contracts.wire import from_json
from services.project.domain.known import Known, KnownPayee, KnownPilot, KnownProduct, KnownProvider, Rectification
from services.project.domain.project import ProjectState
from services.project.storage.tables import (
    known_moves,
    known_payees,
    known_pilots,
    known_products,
    known_providers,
    known_rectifications,
    projects,
)

_is_moved = known_moves.c.sequence > known_pilots.c.sequence
pilots = select(
    *(column for column in known_pilots.columns if column.name not in ("pack", "pack_sha256")),
    case((_is_moved, known_moves.c.pack), else_=known_pilots.c.pack).label("pack"),
    case((_is_moved, known_moves.c.pack_sha256), else_=known_pilots.c.pack_sha256).label("pack_sha256"),
).outerjoin(known_moves, (known_moves.c.city == known_pilots.c.city) & (known_moves.c.id == known_pilots.c.id))
"""Places on the pilot list, each with the pack version that its case is judged by now."""


@dataclass(frozen=True, kw_only=True)
class Of:
    """Whose surroundings: columns of the project, or parameters."""

    project_id: Any
    division: Any
    applicant_id: Any
    credit_code: Any
    pilot_id: Any
    provider_id: Any
    payee_id: Any
    product_ids: Any
    since: Any = None


OF_ROW: Final = Of(
    project_id=projects.c.id,
    division=projects.c.division,
    applicant_id=projects.c.applicant_id,
    credit_code=projects.c.credit_code,
    pilot_id=projects.c.pilot_id,
    provider_id=projects.c.provider_id,
    payee_id=projects.c.payee_account_id,
    product_ids=projects.c.product_ids,
    since=projects.c.started_at,
)
OF_PARAMETERS: Final = Of(
    project_id=bindparam("project_id", type_=Uuid()),
    division=bindparam("division", type_=Text()),
    applicant_id=bindparam("applicant_id", type_=Uuid()),
    credit_code=bindparam("credit_code", type_=Text()),
    pilot_id=bindparam("pilot_id", type_=Uuid()),
    provider_id=bindparam("provider_id", type_=Uuid()),
    payee_id=bindparam("payee_id", type_=Uuid()),
    product_ids=cast(bindparam("product_ids"), ARRAY(Uuid())),
)
_HELD: Final = (ProjectState.IN_REVIEW, ProjectState.RETURNED, ProjectState.ENROLLED)


def around_columns(of: Of) -> list[ColumnElement[Any]]:
    """The columns that `known_from_row` reads."""
    others = projects.alias("other")
    is_held = or_(*(others.c.status == state.value for state in _HELD))
    contracts = func.jsonb_agg(func.jsonb_build_array(others.c.contract_provider_id, others.c.contract_number))
    this_pilot = pilots.where(known_pilots.c.id == of.pilot_id).correlate(projects).lateral("this_pilot")
    columns = {
        "applicant": _one(known_organisation, known_organisation.c.id == of.applicant_id),
        "lists": _only(known_standing.c.lists, known_standing.c.credit_code == of.credit_code),
        "pilot": select(func.to_jsonb(this_pilot.table_valued())).select_from(this_pilot).scalar_subquery(),
        "provider": _one(known_providers, known_providers.c.id == of.provider_id),
        "payee": _one(known_payees, known_payees.c.id == of.payee_id),
        "products": _only(func.jsonb_agg(_json(known_products)), known_products.c.id == func.any(of.product_ids)),
        "contracts": _only(contracts, others.c.applicant_id == of.applicant_id, others.c.id != of.project_id, is_held),
        "rectification": _open_rectification(of),
    }
    calendar, path = calendar_column("known_calendar", since=of.since), path_column("known_path", of.division)
    return [calendar, path, *(column.label(f"known_{name}") for name, column in columns.items())]


def known_from_row(row: Row) -> Known:
    """What the columns of `around_columns` say."""
    products = [from_json(KnownProduct, each) for each in row.known_products or ()]
    applicant = {**row.known_applicant, "lists": list(row.known_lists or ())} if row.known_applicant else None
    return Known(
        calendar=working_days_of(row.known_calendar),
        division_path=path_of(row.known_path),
        applicant=from_json(Organisation | None, applicant),
        pilot=from_json(KnownPilot | None, row.known_pilot),
        provider=from_json(KnownProvider | None, row.known_provider),
        payee=from_json(KnownPayee | None, row.known_payee),
        products={product.id: product for product in products},
        contracts=frozenset((UUID(provider), number) for provider, number in row.known_contracts or ()),
        rectification=from_json(Rectification | None, row.known_rectification),
    )


def _open_rectification(of: Of) -> Any:
    """The order to rectify, unless there is newer news of the project's acceptances."""
    news = known_rectifications.c
    order = select(case((news.is_open, _json(known_rectifications)))).where(news.project_id == of.project_id)
    return order.order_by(news.at.desc(), news.sequence.desc()).limit(1).correlate(projects).scalar_subquery()


def _json(table: Table) -> Any:
    return func.to_jsonb(table.table_valued())


def _one(table: Table, condition: ColumnElement[bool]) -> Any:
    return _only(_json(table), condition)


def _only(column: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(column).where(*conditions).correlate(projects).scalar_subquery()
