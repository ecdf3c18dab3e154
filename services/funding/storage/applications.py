"""Rows of award applications: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select, update

from casework.desk_lists import desk_to_columns
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.states import LIVE, State
from casework.tables import dossier_from_columns, dossier_to_columns
from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.wire import from_json
from services.funding.domain.award_application import SERVICE, AwardApplication
from services.funding.storage.tables import applications

# Prefixed, because a dossier has a column `statement`, which is also a parameter of Transaction.write.
_columns: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in applications.columns}
_insert = insert(applications).values(_columns)
_update = (
    update(applications)
    .where((applications.c.id == bindparam("at_id")) & (applications.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
by_id = select(applications).where(applications.c.id == bindparam("id"))
_locked = by_id.with_for_update()
_live_of = (
    select(applications)
    .where(applications.c.applicant_id == bindparam("applicant_id"))
    .where(or_(*(applications.c.state == state for state in sorted(LIVE))))
    .order_by(applications.c.id)
    .with_for_update()
)
_due_from = (
    select(applications)
    .where(applications.c.due_on >= bindparam("first_day"), applications.c.state == State.IN_REVIEW)
    .order_by(applications.c.id)
    .with_for_update()
)


class ApplicationRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, application_id: UUID) -> AwardApplication:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=application_id)
        if row is None:
            raise absent(SERVICE, application_id)
        return from_row(row)

    def live_of(self, applicant_id: UUID) -> Sequence[AwardApplication]:
        """Those on which somebody still has to act."""
        return [from_row(row) for row in self._transaction.read(_live_of, applicant_id=applicant_id)]

    def due_from(self, first_day: date) -> Sequence[AwardApplication]:
        """Those in review with a deadline on that day or later."""
        return [from_row(row) for row in self._transaction.read(_due_from, first_day=first_day)]

    def add(self, application: AwardApplication) -> None:
        self._transaction.write(_insert, **_values(application))

    def save(self, application: AwardApplication) -> None:
        """The next version; the command runs again when another one came first."""
        values = _values(application)
        at_id, _ = values.pop("new_id"), values.pop("new_city")
        self._transaction.change_one(_update, at_id=at_id, at_version=application.version - 1, **values)


def _values(application: AwardApplication) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in to_row(application).items()}


def to_row(application: AwardApplication) -> dict[str, Any]:
    """All columns. Those about waiting, programme and account repeat what the rest says, to ask by them."""
    return {
        "id": application.id,
        "city": application.city,
        "version": application.version,
        "case_id": application.case_id,
        "project_id": application.project_id,
        "stage": application.stage,
        "programme_year": application.dossier.pack.programme_year,
        "applicant_kind": application.applicant.kind,
        "credit_code": application.applicant.credit_code,
        "applicant_name": application.applicant.name,
        "division": application.division,
        "payee_account_id": application.payee_account_id,
        **desk_to_columns(application),
        **dossier_to_columns(application.dossier),
    }


def from_row(row: Row) -> AwardApplication:
    """The opposite of `to_row`."""
    return AwardApplication(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        project_id=row.project_id,
        stage=row.stage,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        division_path=from_json(DivisionPath, row.division_path),
        dossier=dossier_from_columns(row),
    )
