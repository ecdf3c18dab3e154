"""Rows of acceptances: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select, update

from casework.desk_lists import desk_to_columns
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.dossier import Attachment
from casework.states import LIVE, State
from casework.tables import dossier_from_columns, dossier_to_columns
from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.wire import from_json, to_json
from services.acceptance.domain.acceptance import SERVICE, Acceptance, Papers, Result
from services.acceptance.storage.tables import acceptances

# Prefixed, because a dossier has a column `statement`, which is also a parameter of Transaction.write.
_columns: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in acceptances.columns}
_insert = insert(acceptances).values(_columns)
_update = (
    update(acceptances)
    .where((acceptances.c.id == bindparam("at_id")) & (acceptances.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
by_id = select(acceptances).where(acceptances.c.id == bindparam("id"))
_locked = by_id.with_for_update()
_live = select(acceptances).where(or_(*(acceptances.c.state == state for state in sorted(LIVE))))
_live_of = (
    _live.where(acceptances.c.applicant_id == bindparam("applicant_id")).order_by(acceptances.c.id).with_for_update()
)
_live_of_case = _live.where(acceptances.c.case_id == bindparam("case_id")).order_by(acceptances.c.id).with_for_update()
_due_from = (
    select(acceptances)
    .where(acceptances.c.due_on >= bindparam("first_day"), acceptances.c.state == State.IN_REVIEW)
    .order_by(acceptances.c.id)
    .with_for_update()
)


class AcceptanceRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, acceptance_id: UUID) -> Acceptance:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=acceptance_id)
        if row is None:
            raise absent(SERVICE, acceptance_id)
        return from_row(row)

    def live_of(self, applicant_id: UUID) -> Sequence[Acceptance]:
        """Those on which somebody still has to act."""
        return [from_row(row) for row in self._transaction.read(_live_of, applicant_id=applicant_id)]

    def live_of_case(self, case_id: UUID) -> Sequence[Acceptance]:
        """Those of a case on which somebody still has to act."""
        return [from_row(row) for row in self._transaction.read(_live_of_case, case_id=case_id)]

    def due_from(self, first_day: date) -> Sequence[Acceptance]:
        """Those in review with a deadline on that day or later."""
        return [from_row(row) for row in self._transaction.read(_due_from, first_day=first_day)]

    def add(self, acceptance: Acceptance) -> None:
        self._transaction.write(_insert, **_values(acceptance))

    def save(self, acceptance: Acceptance) -> None:
        """The next version; the command runs again when another one came first."""
        values = _values(acceptance)
        at_id, _ = values.pop("new_id"), values.pop("new_city")
        self._transaction.change_one(_update, at_id=at_id, at_version=acceptance.version - 1, **values)


def _values(acceptance: Acceptance) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in to_row(acceptance).items()}


def to_row(acceptance: Acceptance) -> dict[str, Any]:
    """All columns. Those about waiting repeat what the rest says, for the lists that ask by them."""
    result = acceptance.result
    return {
        "id": acceptance.id,
        "city": acceptance.city,
        "version": acceptance.version,
        "case_id": acceptance.case_id,
        "project_id": acceptance.project_id,
        "applicant_kind": acceptance.applicant.kind,
        "credit_code": acceptance.applicant.credit_code,
        "applicant_name": acceptance.applicant.name,
        "division": acceptance.division,
        **desk_to_columns(acceptance),
        "papers": to_json(acceptance.papers.answers),
        "reports": to_json(acceptance.papers.attachments),
        "level": result.level if result else None,
        "edition": result.edition if result else None,
        "accepted_on": result.accepted_on if result else None,
        "completed_on": result.completed_on if result else None,
        "audited_fen": result.audited_fen if result else None,
        **dossier_to_columns(acceptance.dossier),
    }


def from_row(row: Row) -> Acceptance:
    """The opposite of `to_row`."""
    return Acceptance(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        project_id=row.project_id,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        dossier=dossier_from_columns(row),
        division_path=from_json(DivisionPath, row.division_path),
        assigner=row.assigner,
        assignee_id=row.assignee_id,
        papers=Papers(answers=row.papers, attachments=from_json(Mapping[str, tuple[Attachment, ...]], row.reports)),
        result=_result(row),
    )


def _result(row: Row) -> Result | None:
    if row.level is None:
        return None
    return Result(
        level=row.level,
        edition=row.edition,
        accepted_on=row.accepted_on,
        completed_on=row.completed_on,
        audited_fen=row.audited_fen,
    )
