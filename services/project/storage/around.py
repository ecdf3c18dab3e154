"""Everything that is known around a project, as columns of one row: beside the project itself, or by parameters.

Submitting and reviewing read the project with it in one round trip; saving asks again when the answers
name another provider, account or product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Table, Text, Uuid, and_, bindparam, case, cast, func, or_, select

from casework.calendars import calendar_column, working_days_of
from casework.common_facts import Organisation, known_organisation, known_standing
from casework.division_paths import path_column, path_of
from casework.states import State
from chassis.db.transaction import Row
from contracts.wire import from_json
from services.project.domain.known import (
    Known,
    KnownCall,
    KnownPayee,
    KnownPilot,
    KnownProduct,
    KnownProvider,
    Rectification,
    Trained,
)
from services.project.domain.project import ProjectState
from services.project.storage.known_tables import (
    known_calls,
    known_milestones,
    known_moves,
    known_payees,
    known_pilots,
    known_products,
    known_providers,
    known_rectifications,
)
from services.project.storage.tables import projects, trainings

_is_moved = known_moves.c.sequence > known_pilots.c.sequence
pilots = select(
    *(column for column in known_pilots.columns if column.name not in ("pack", "pack_sha256")),
    case((_is_moved, known_moves.c.pack), else_=known_pilots.c.pack).label("pack"),
    case((_is_moved, known_moves.c.pack_sha256), else_=known_pilots.c.pack_sha256).label("pack_sha256"),
).outerjoin(known_moves, (known_moves.c.city == known_pilots.c.city) & (known_moves.c.id == known_pilots.c.id))
"""Places on the pilot list, each with the pack version that its case is judged by now."""
newest_first = (known_pilots.c.is_listed.desc(), known_pilots.c.sequence.desc(), known_pilots.c.id)
"""The place that counts for a case: the one that is listed, if any is."""


@dataclass(frozen=True, kw_only=True)
class Of:
    """Whose surroundings: columns of the project, or parameters."""

    project_id: Any
    division: Any
    case_id: Any
    applicant_id: Any
    credit_code: Any
    pilot_id: Any
    call_id: Any
    provider_ids: Any
    payee_ids: Any
    product_ids: Any
    since: Any = None


OF_ROW: Final = Of(
    project_id=projects.c.id,
    division=projects.c.division,
    case_id=projects.c.case_id,
    applicant_id=projects.c.applicant_id,
    credit_code=projects.c.credit_code,
    pilot_id=projects.c.pilot_id,
    call_id=projects.c.call_id,
    provider_ids=projects.c.provider_ids,
    payee_ids=projects.c.payee_ids,
    product_ids=projects.c.product_ids,
    since=projects.c.started_at,
)
OF_PARAMETERS: Final = Of(
    project_id=bindparam("project_id", type_=Uuid()),
    division=bindparam("division", type_=Text()),
    case_id=bindparam("case_id", type_=Uuid()),
    applicant_id=bindparam("applicant_id", type_=Uuid()),
    credit_code=bindparam("credit_code", type_=Text()),
    pilot_id=cast(bindparam("pilot_id"), Uuid()),
    call_id=cast(bindparam("call_id"), Uuid()),
    provider_ids=cast(bindparam("provider_ids"), ARRAY(Uuid())),
    payee_ids=cast(bindparam("payee_ids"), ARRAY(Uuid())),
    product_ids=cast(bindparam("product_ids"), ARRAY(Uuid())),
)
_HELD: Final = (
    ProjectState.IN_REVIEW,
    ProjectState.RETURNED,
    ProjectState.FILED,
    ProjectState.ENROLLED,
    ProjectState.COMPLETED,
)


def around_columns(of: Of) -> list[ColumnElement[Any]]:
    """The columns that `known_from_row` reads."""
    others = projects.alias("other")
    is_held = or_(*(others.c.status == state.value for state in _HELD))
    contracts = func.jsonb_agg(func.jsonb_build_array(others.c.contract_provider_id, others.c.contract_number))
    heard, records = known_milestones.c, trainings.c
    trained = func.jsonb_build_object(
        "records", func.count(), "person_days", cast(func.coalesce(func.sum(records.person_days), 0), Text)
    )
    columns = {
        "applicant": _one(known_organisation, known_organisation.c.id == of.applicant_id),
        "lists": _only(known_standing.c.lists, known_standing.c.credit_code == of.credit_code),
        "pilot": _pilot(of),
        "call": _one(known_calls, known_calls.c.id == of.call_id),
        "providers": _all(known_providers, known_providers.c.id == func.any(of.provider_ids)),
        "payees": _all(known_payees, known_payees.c.id == func.any(of.payee_ids)),
        "products": _all(known_products, known_products.c.id == func.any(of.product_ids)),
        "contracts": _only(
            contracts,
            others.c.applicant_id == of.applicant_id,
            others.c.id != of.project_id,
            others.c.contract_number.is_not(None),
            is_held,
        ),
        "heard": _only(
            func.array_agg(heard.name), or_(heard.subject_id == of.project_id, heard.subject_id == of.case_id)
        ),
        "rectification": _open_rectification(of),
        "trained": _only(trained, records.project_id == of.project_id, records.state == State.APPROVED.value),
    }
    calendar, path = calendar_column("known_calendar", since=of.since), path_column("known_path", of.division)
    return [calendar, path, *(column.label(f"known_{name}") for name, column in columns.items())]


def known_from_row(row: Row) -> Known:
    """What the columns of `around_columns` say."""
    applicant = {**row.known_applicant, "lists": list(row.known_lists or ())} if row.known_applicant else None
    return Known(
        calendar=working_days_of(row.known_calendar),
        division_path=path_of(row.known_path),
        applicant=from_json(Organisation | None, applicant),
        pilot=from_json(KnownPilot | None, row.known_pilot),
        call=from_json(KnownCall | None, row.known_call),
        providers=_by_id(KnownProvider, row.known_providers),
        payees=_by_id(KnownPayee, row.known_payees),
        products=_by_id(KnownProduct, row.known_products),
        contracts=frozenset((UUID(provider), number) for provider, number in row.known_contracts or ()),
        rectification=from_json(Rectification | None, row.known_rectification),
        heard=frozenset(row.known_heard or ()),
        trained=from_json(Trained, row.known_trained),
    )


def _by_id(kind: Any, found: Any) -> dict[UUID, Any]:
    known = [from_json(kind, each) for each in found or ()]
    return {each.id: each for each in known}


def _pilot(of: Of) -> Any:
    """The place on the list that the project came from; where a call started it, the one that counts in its case."""
    is_of_case = and_(of.pilot_id.is_(None), known_pilots.c.case_id == of.case_id)
    found = pilots.where(or_(known_pilots.c.id == of.pilot_id, is_of_case)).order_by(*newest_first).limit(1)
    this_pilot = found.correlate(projects).lateral("this_pilot")
    return select(func.to_jsonb(this_pilot.table_valued())).select_from(this_pilot).scalar_subquery()


def _open_rectification(of: Of) -> Any:
    """The order to rectify, unless there is newer news of the project's acceptances."""
    news = known_rectifications.c
    order = select(case((news.is_open, _json(known_rectifications)))).where(news.project_id == of.project_id)
    return order.order_by(news.at.desc(), news.sequence.desc()).limit(1).correlate(projects).scalar_subquery()


def _json(table: Table) -> Any:
    return func.to_jsonb(table.table_valued())


def _one(table: Table, condition: ColumnElement[bool]) -> Any:
    return _only(_json(table), condition)


def _all(table: Table, condition: ColumnElement[bool]) -> Any:
    return _only(func.jsonb_agg(_json(table)), condition)


def _only(column: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(column).where(*conditions).correlate(projects).scalar_subquery()
