"""Rows of enrolments: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select, update

from casework.desk_lists import desk_to_columns
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.states import LIVE, State
from casework.tables import dossier_from_columns, dossier_to_columns
from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.wire import from_json, to_json
from services.registry.domain.enrolment import Enrolment, Purpose, Recommended
from services.registry.storage.tables.pool import enrolment as enrolments

SERVICE: Final = "registry"

# Prefixed, because a dossier has a column `statement`, which is also a parameter of Transaction.write.
_columns: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in enrolments.columns}
_insert = insert(enrolments).values(_columns)
_update = (
    update(enrolments)
    .where((enrolments.c.id == bindparam("at_id")) & (enrolments.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
by_id = select(enrolments).where(enrolments.c.id == bindparam("id"))
_locked = by_id.with_for_update()
_live_of = (
    select(enrolments)
    .where(enrolments.c.applicant_id == bindparam("applicant_id"))
    .where(or_(*(enrolments.c.state == state for state in sorted(LIVE))))
    .order_by(enrolments.c.id)
    .with_for_update()
)
_due_from = (
    select(enrolments)
    .where(enrolments.c.due_on >= bindparam("first_day"), enrolments.c.state == State.IN_REVIEW)
    .order_by(enrolments.c.id)
    .with_for_update()
)


class EnrolmentRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, enrolment_id: UUID) -> Enrolment:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=enrolment_id)
        if row is None:
            raise absent(SERVICE, enrolment_id)
        return from_row(row)

    def live_of(self, applicant_id: UUID) -> Sequence[Enrolment]:
        """Those on which somebody still has to act."""
        return [from_row(row) for row in self._transaction.read(_live_of, applicant_id=applicant_id)]

    def due_from(self, first_day: date) -> Sequence[Enrolment]:
        """Those in review with a deadline on that day or later."""
        return [from_row(row) for row in self._transaction.read(_due_from, first_day=first_day)]

    def add(self, enrolment: Enrolment) -> None:
        self._transaction.write(_insert, **_values(enrolment))

    def save(self, enrolment: Enrolment) -> None:
        """The next version; the command runs again when another one came first."""
        values = _values(enrolment)
        at_id, _ = values.pop("new_id"), values.pop("new_city")
        self._transaction.change_one(_update, at_id=at_id, at_version=enrolment.version - 1, **values)


def _values(enrolment: Enrolment) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in to_row(enrolment).items()}


def to_row(enrolment: Enrolment) -> dict[str, Any]:
    """All columns. Those about waiting repeat what the rest says, for the lists that ask by them."""
    return {
        "id": enrolment.id,
        "city": enrolment.city,
        "version": enrolment.version,
        "purpose": enrolment.purpose.value,
        "stage": enrolment.stage,
        "kind": enrolment.kind,
        "programme_year": enrolment.programme_year,
        "applicant_kind": enrolment.applicant.kind,
        "credit_code": enrolment.applicant.credit_code,
        "applicant_name": enrolment.applicant.name,
        "division": enrolment.division,
        "provider_id": enrolment.provider_id,
        "recommended": to_json(enrolment.recommended),
        **desk_to_columns(enrolment),
        **dossier_to_columns(enrolment.dossier),
    }


def from_row(row: Row) -> Enrolment:
    """The opposite of `to_row`."""
    return Enrolment(
        id=row.id,
        city=row.city,
        version=row.version,
        purpose=Purpose(row.purpose),
        stage=row.stage,
        kind=row.kind,
        programme_year=row.programme_year,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        provider_id=row.provider_id,
        division=row.division,
        division_path=from_json(DivisionPath, row.division_path),
        dossier=dossier_from_columns(row),
        recommended=from_json(Recommended | None, row.recommended),
    )
