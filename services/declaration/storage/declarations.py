"""Rows of declarations: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, cast, func, insert, or_, select, update

from casework.desk_lists import desk_to_columns
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.states import LIVE, State
from casework.tables import dossier_from_columns, dossier_to_columns
from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.wire import from_json
from services.declaration.domain.declaration import SERVICE, Declaration, Ranking
from services.declaration.domain.pilot_list import PilotPlace, PilotState
from services.declaration.domain.surroundings import Surroundings
from services.declaration.storage.surroundings import surroundings_columns, surroundings_from_row, with_surroundings
from services.declaration.storage.tables import declarations

# Prefixed, because a dossier has a column `statement`, which is also a parameter of Transaction.write.
_columns: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in declarations.columns}
_insert = insert(declarations).values(_columns)
_update = (
    update(declarations)
    .where((declarations.c.id == bindparam("at_id")) & (declarations.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
by_id = select(declarations).where(declarations.c.id == bindparam("id"))
_locked = by_id.with_for_update()
by_id_with_surroundings = with_surroundings(select(declarations, *surroundings_columns())).where(
    declarations.c.id == bindparam("id")
)
_locked_with_surroundings = by_id_with_surroundings.with_for_update(of=declarations)
_locked_several = (
    select(declarations)
    .where(declarations.c.id == func.any(cast(bindparam("ids"), ARRAY(Uuid()))))
    .order_by(declarations.c.id)
    .with_for_update()
)
_of_case = select(declarations).where(declarations.c.case_id == bindparam("case_id")).order_by(declarations.c.id)
_live_of = (
    select(declarations)
    .where(
        declarations.c.applicant_id == bindparam("applicant_id"),
        or_(*(declarations.c.state == state for state in sorted(LIVE))),
    )
    .order_by(declarations.c.id)
    .with_for_update()
)
_listed_of = (
    select(declarations)
    .where(
        declarations.c.applicant_id == bindparam("applicant_id"),
        or_(*(declarations.c.pilot_state == state for state in (PilotState.LISTED, PilotState.SUSPENDED))),
    )
    .order_by(declarations.c.id)
    .with_for_update()
)
_due_from = (
    select(declarations)
    .where(declarations.c.due_on >= bindparam("first_day"), declarations.c.state == State.IN_REVIEW)
    .order_by(declarations.c.id)
    .with_for_update()
)


class DeclarationRepository:
    """Within one transaction. What it gives is locked, but for `of_case`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, declaration_id: UUID) -> Declaration:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=declaration_id)
        if row is None:
            raise absent(SERVICE, declaration_id)
        return from_row(row)

    def with_surroundings(self, declaration_id: UUID) -> tuple[Declaration, Surroundings]:
        """With its call, what the registry told of the applicant, and the calendar, in the one round trip of `get`."""
        row = self._transaction.first(_locked_with_surroundings, id=declaration_id)
        if row is None:
            raise absent(SERVICE, declaration_id)
        return from_row(row), surroundings_from_row(row)

    def get_all(self, declaration_ids: Iterable[UUID]) -> Sequence[Declaration]:
        """Those that there are, by id: always locked in the same order, so that nobody waits in a circle."""
        return self._all(_locked_several, ids=list(declaration_ids))

    def of_case(self, case_id: UUID) -> Sequence[Declaration]:
        """All of one applicant in one round, ended ones included; not locked, the unique index decides."""
        return self._all(_of_case, case_id=case_id)

    def live_of(self, applicant_id: UUID) -> Sequence[Declaration]:
        """Those on which somebody still has to act."""
        return self._all(_live_of, applicant_id=applicant_id)

    def listed_of(self, applicant_id: UUID) -> Sequence[Declaration]:
        """Those by which it stands on a list, suspended ones included."""
        return self._all(_listed_of, applicant_id=applicant_id)

    def due_from(self, first_day: date) -> Sequence[Declaration]:
        """Those in review with a deadline on that day or later."""
        return self._all(_due_from, first_day=first_day)

    def add(self, declaration: Declaration) -> None:
        self._transaction.write(_insert, **_values(declaration))

    def save(self, declaration: Declaration) -> None:
        """The next version; the command runs again when another one came first."""
        values = _values(declaration)
        at_id, _ = values.pop("new_id"), values.pop("new_city")
        self._transaction.change_one(_update, at_id=at_id, at_version=declaration.version - 1, **values)

    def _all(self, statement: Any, **parameters: Any) -> Sequence[Declaration]:
        return [from_row(row) for row in self._transaction.read(statement, **parameters)]


def _values(declaration: Declaration) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in to_row(declaration).items()}


def to_row(declaration: Declaration) -> dict[str, Any]:
    """All columns. Those about waiting repeat what the rest says, for the lists that ask by them."""
    dossier, place = declaration.dossier, declaration.place
    return {
        "id": declaration.id,
        "city": declaration.city,
        "version": declaration.version,
        "case_id": declaration.case_id,
        "call_id": declaration.call_id,
        "programme_year": declaration.programme_year,
        "batch": declaration.batch,
        "applicant_kind": declaration.applicant.kind,
        "credit_code": declaration.applicant.credit_code,
        "applicant_name": declaration.applicant.name,
        "division": declaration.division,
        "pilot_state": place.state.value,
        "list_key": place.list_key,
        "scale": place.scale,
        "exclusive_key": declaration.exclusive_key,
        "rank_points": declaration.ranking.points,
        "rank_codes": list(declaration.ranking.codes),
        "notice_id": place.notice_id,
        "listed_at": place.listed_at,
        "delisted_at": place.delisted_at,
        "pilot_reason": place.reason,
        **desk_to_columns(declaration),
        **dossier_to_columns(dossier),
    }


def from_row(row: Row) -> Declaration:
    """The opposite of `to_row`."""
    return Declaration(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        call_id=row.call_id,
        programme_year=row.programme_year,
        batch=row.batch,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        dossier=dossier_from_columns(row),
        division_path=from_json(DivisionPath, row.division_path),
        exclusive_key=row.exclusive_key,
        ranking=Ranking(points=row.rank_points, codes=tuple(row.rank_codes)),
        assigner=row.assigner,
        assignee_id=row.assignee_id,
        place=PilotPlace(
            state=PilotState(row.pilot_state),
            list_key=row.list_key,
            scale=row.scale,
            notice_id=row.notice_id,
            listed_at=row.listed_at,
            delisted_at=row.delisted_at,
            reason=row.pilot_reason,
        ),
    )
