"""Rows of assessments: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from casework.division_paths import PATH_COLUMN
from casework.divisions import DivisionPath
from casework.dossier import Attachments
from chassis.db.transaction import Reading, Row, Transaction
from contracts.events.declaration import Applicant
from contracts.refusal import NotFound
from contracts.wire import from_json, to_json
from policy.assessment_answers import Answers
from policy.refs import PackRef
from services.acceptance.domain.assessment import (
    UNDER_WAY,
    Assessment,
    AssessmentState,
    Assessor,
    Diagnosis,
    Dispute,
    Method,
    Outcome,
    Stage,
    Submission,
)
from services.acceptance.domain.assessment_rights import KIND
from services.acceptance.storage.assessment_tables import assessments

_columns: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in assessments.columns}
_insert = insert(assessments).values(_columns)
_update = (
    update(assessments)
    .where((assessments.c.id == bindparam("at_id")) & (assessments.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
_move = (
    update(assessments)
    .where(assessments.c.applicant_id == bindparam("of_applicant"))
    .values(
        {"division": bindparam("new_division"), PATH_COLUMN: bindparam("new_path", type_=assessments.c.answers.type)}
    )
)
by_id = select(assessments).where(assessments.c.id == bindparam("id"))
_locked = by_id.with_for_update()
_under_way = (
    select(assessments)
    .where(
        assessments.c.request_id == bindparam("request_id"),
        assessments.c.state.in_([state.value for state in sorted(UNDER_WAY)]),
    )
    .with_for_update()
)
_imported = select(assessments.c.id).where(
    assessments.c.applicant_id == bindparam("applicant_id"),
    assessments.c.stage == bindparam("stage"),
    assessments.c.assessed_on == bindparam("assessed_on"),
    assessments.c.method == Method.IMPORTED.value,
)
_of_applicant = (
    select(assessments)
    .where(assessments.c.applicant_id == bindparam("applicant_id"))
    .order_by(assessments.c.started_at, assessments.c.id)
)
_advisers = (
    select(assessments.c.assessor_id, assessments.c.assessor_code, assessments.c.assessor_name)
    .distinct()
    .where(
        assessments.c.applicant_id == bindparam("applicant_id"),
        assessments.c.method.in_((Method.INSTITUTION.value, Method.PROVIDER_PRECHECK.value)),
        assessments.c.state != AssessmentState.DISCARDED.value,
    )
)


class AssessmentRepository:
    """Within one transaction; what it gives by its id is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, assessment_id: UUID) -> Assessment:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=assessment_id)
        if row is None:
            raise NotFound(kind=KIND, id=str(assessment_id))
        return from_row(row)

    def under_way(self, request_id: UUID) -> Assessment | None:
        """The one that the assigned institution is making, or the enterprise still has to answer; locked."""
        row = self._transaction.first(_under_way, request_id=request_id)
        return from_row(row) if row else None

    def is_imported(self, applicant_id: UUID, stage: Stage, assessed_on: date) -> bool:
        """Whether values of that day and stage were taken over already."""
        given = {"applicant_id": applicant_id, "stage": stage.value, "assessed_on": assessed_on}
        return self._transaction.first(_imported, **given) is not None

    def advisers_of(self, applicant_id: UUID) -> Sequence[Assessor]:
        """Who diagnosed or pre-checked the enterprise, in any of its projects."""
        rows = self._transaction.read(_advisers, applicant_id=applicant_id)
        return [Assessor(id=row.assessor_id, credit_code=row.assessor_code, name=row.assessor_name) for row in rows]

    def add(self, assessment: Assessment) -> None:
        self._transaction.write(_insert, **_values(assessment))

    def save(self, assessment: Assessment) -> None:
        """The next version; the command runs again when another one came first."""
        values = _values(assessment)
        at_id, _ = values.pop("new_id"), values.pop("new_city")
        self._transaction.change_one(_update, at_id=at_id, at_version=assessment.version - 1, **values)

    def move(self, applicant_id: UUID, division: str, path: DivisionPath) -> None:
        """The enterprise lies elsewhere from now on: that is where its assessments are read. They stay as they are."""
        self._transaction.write(_move, of_applicant=applicant_id, new_division=division, new_path=to_json(path))


def all_of(reading: Reading, applicant_id: UUID) -> list[Assessment]:
    """Every assessment of an enterprise, the oldest first."""
    return [from_row(row) for row in reading.read(_of_applicant, applicant_id=applicant_id)]


def _values(assessment: Assessment) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in to_row(assessment).items()}


def to_row(assessment: Assessment) -> dict[str, Any]:
    """All columns; level, total and the instants repeat what the documents say, for the lists that ask by them."""
    outcome, submissions = assessment.outcome, assessment.submissions
    return {
        "id": assessment.id,
        "city": assessment.city,
        "version": assessment.version,
        "case_id": assessment.case_id,
        "project_id": assessment.project_id,
        "request_id": assessment.request_id,
        "applicant_kind": assessment.applicant.kind,
        "applicant_id": assessment.applicant.id,
        "credit_code": assessment.applicant.credit_code,
        "applicant_name": assessment.applicant.name,
        "division": assessment.division,
        PATH_COLUMN: to_json(assessment.division_path),
        "pack": assessment.pack.text,
        "pack_hash": assessment.pack.sha256,
        "edition": assessment.edition,
        "stage": assessment.stage.value,
        "method": assessment.method.value,
        "assessor_id": assessment.assessor.id,
        "assessor_code": assessment.assessor.credit_code,
        "assessor_name": assessment.assessor.name,
        "assessed_on": assessment.assessed_on,
        "state": assessment.state.value,
        "started_at": assessment.started_at,
        "submitted_at": submissions[-1].at if submissions else None,
        "settled_at": assessment.settled_at,
        "answers": to_json(assessment.answers),
        "evidence": to_json(assessment.evidence),
        "diagnosis": to_json(assessment.diagnosis),
        "level": outcome.level if outcome else None,
        "total": outcome.total if outcome else None,
        "outcome": to_json(outcome),
        "submissions": to_json(submissions),
        "disputes": to_json(assessment.disputes),
    }


def from_row(row: Row) -> Assessment:
    """The opposite of `to_row`."""
    return Assessment(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        project_id=row.project_id,
        request_id=row.request_id,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        division_path=from_json(DivisionPath, row.division_path),
        pack=PackRef.parse(row.pack, row.pack_hash),
        edition=row.edition,
        stage=Stage(row.stage),
        method=Method(row.method),
        assessor=Assessor(id=row.assessor_id, credit_code=row.assessor_code, name=row.assessor_name),
        assessed_on=row.assessed_on,
        started_at=row.started_at,
        state=AssessmentState(row.state),
        answers=from_json(Answers, row.answers),
        evidence=from_json(Attachments, row.evidence),
        diagnosis=from_json(Diagnosis, row.diagnosis),
        outcome=from_json(Outcome | None, row.outcome),
        submissions=from_json(tuple[Submission, ...], row.submissions),
        disputes=from_json(tuple[Dispute, ...], row.disputes),
        settled_at=row.settled_at,
    )
