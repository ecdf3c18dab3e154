"""Rows of requests for an assessment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from casework.desks import absent
from casework.division_paths import PATH_COLUMN
from casework.divisions import DivisionPath
from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.wire import from_json, to_json
from policy.refs import PackRef
from services.acceptance.domain.assessment_request import AssessmentRequest, Purpose, RequestState
from services.acceptance.domain.assessment_rights import REQUEST_KIND
from services.acceptance.storage.assessment_tables import assessment_requests

_columns: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in assessment_requests.columns}
_insert = insert(assessment_requests).values(_columns)
_at_version = assessment_requests.c.version == bindparam("at_version")
_update = (
    update(assessment_requests)
    .where((assessment_requests.c.id == bindparam("at_id")) & _at_version)
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
_path = bindparam("new_path", type_=assessment_requests.c.division_path.type)
_move = (
    update(assessment_requests)
    .where(assessment_requests.c.applicant_id == bindparam("of_applicant"))
    .values({"division": bindparam("new_division"), PATH_COLUMN: _path})
)
request_by_id = select(assessment_requests).where(assessment_requests.c.id == bindparam("id"))
_locked = request_by_id.with_for_update()


class AssessmentRequestRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, request_id: UUID) -> AssessmentRequest:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=request_id)
        if row is None:
            raise absent(REQUEST_KIND, request_id)
        return request_from_row(row)

    def add(self, request: AssessmentRequest) -> None:
        self._transaction.write(_insert, **_values(request))

    def save(self, request: AssessmentRequest) -> None:
        """The next version; the command runs again when another one came first."""
        values = _values(request)
        at_id, _ = values.pop("new_id"), values.pop("new_city")
        self._transaction.change_one(_update, at_id=at_id, at_version=request.version - 1, **values)

    def move(self, applicant_id: UUID, division: str, path: DivisionPath) -> None:
        """The enterprise lies elsewhere from now on."""
        self._transaction.write(_move, of_applicant=applicant_id, new_division=division, new_path=to_json(path))


def _values(request: AssessmentRequest) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in _to_row(request).items()}


def _to_row(request: AssessmentRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "city": request.city,
        "version": request.version,
        "case_id": request.case_id,
        "project_id": request.project_id,
        "applicant_kind": request.applicant.kind,
        "applicant_id": request.applicant.id,
        "credit_code": request.applicant.credit_code,
        "applicant_name": request.applicant.name,
        "division": request.division,
        PATH_COLUMN: to_json(request.division_path),
        "pack": request.pack.text,
        "pack_hash": request.pack.sha256,
        "purpose": request.purpose.value,
        "wish": request.wish,
        "state": request.state.value,
        "round": request.round,
        "institution_id": request.institution_id,
        "level": request.level,
        "requested_at": request.requested_at,
    }


def request_from_row(row: Row) -> AssessmentRequest:
    """The opposite of how it is kept."""
    return AssessmentRequest(
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
        pack=PackRef.parse(row.pack, row.pack_hash),
        purpose=Purpose(row.purpose),
        wish=row.wish,
        state=RequestState(row.state),
        round=row.round,
        institution_id=row.institution_id,
        level=row.level,
        requested_at=row.requested_at,
    )
