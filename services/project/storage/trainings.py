"""Rows of training records: row <-> frozen dataclass, both directions."""

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
from services.project.domain.training import Training, TrainingRecord
from services.project.storage.tables import trainings

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in trainings.columns}
_insert = insert(trainings).values(_columns)
_update = (
    update(trainings)
    .where((trainings.c.id == bindparam("at_id")) & (trainings.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
by_id = select(trainings).where(trainings.c.id == bindparam("id"))
_locked = by_id.with_for_update()
_is_live = or_(*(trainings.c.state == state.value for state in State if state in LIVE))
_active_of_applicant = (
    select(trainings)
    .where(trainings.c.applicant_id == bindparam("applicant_id"), _is_live)
    .order_by(trainings.c.id)
    .with_for_update()
)
_due_from = (
    select(trainings)
    .where(trainings.c.due_on >= bindparam("first_day"), trainings.c.state == State.IN_REVIEW.value)
    .order_by(trainings.c.id)
    .with_for_update()
)


class TrainingRepository:
    """Within one transaction. What it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, training_id: UUID) -> TrainingRecord:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=training_id)
        if row is None:
            raise absent("training", training_id)
        return from_row(row)

    def active_of_applicant(self, applicant_id: UUID) -> Sequence[TrainingRecord]:
        """Those that somebody still has to act on."""
        return [from_row(row) for row in self._transaction.read(_active_of_applicant, applicant_id=applicant_id)]

    def due_from(self, first_day: date) -> Sequence[TrainingRecord]:
        """Those in review with a deadline on that day or later."""
        return [from_row(row) for row in self._transaction.read(_due_from, first_day=first_day)]

    def add(self, record: TrainingRecord) -> None:
        self._transaction.write(_insert, **to_row(record))

    def save(self, record: TrainingRecord) -> None:
        """The next version; the command runs again when another one came first."""
        values = to_row(record)
        at_id, _ = values.pop("id"), values.pop("city")
        self._transaction.change_one(_update, at_id=at_id, at_version=record.version - 1, **values)


def to_row(record: TrainingRecord) -> dict[str, Any]:
    """All columns."""
    training = record.training
    return {
        "id": record.id,
        "city": record.city,
        "version": record.version,
        "case_id": record.case_id,
        "project_id": record.project_id,
        "applicant_kind": record.applicant.kind,
        "credit_code": record.applicant.credit_code,
        "applicant_name": record.applicant.name,
        "division": record.division,
        "recorder_id": record.recorder_id,
        "institution_id": training.institution_id,
        "course": training.course,
        "held_on": training.held_on,
        "persons": training.persons,
        "days": training.days,
        "person_days": training.person_days,
        **desk_to_columns(record),
        **dossier_to_columns(record.dossier),
    }


def from_row(row: Row) -> TrainingRecord:
    """The opposite of `to_row`."""
    return TrainingRecord(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        project_id=row.project_id,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        division_path=from_json(DivisionPath, row.division_path),
        recorder_id=row.recorder_id,
        training=Training(
            course=row.course,
            held_on=row.held_on,
            persons=row.persons,
            days=row.days,
            institution_id=row.institution_id,
        ),
        assigner=row.assigner,
        assignee_id=row.assignee_id,
        dossier=dossier_from_columns(row),
    )
