"""Rows of projects and of their progress: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, cast, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql

from casework.desk_lists import desk_to_columns
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.dossier import Attachments
from casework.states import State
from casework.tables import dossier_from_columns, dossier_to_columns
from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.wire import from_json, to_json
from services.project.domain.contract import Contract
from services.project.domain.known import Known
from services.project.domain.progress import ProgressReport
from services.project.domain.project import CheckFinding, Progress, Project, ProjectState, Termination
from services.project.storage.around import OF_ROW, around_columns, known_from_row
from services.project.storage.tables import number_sequences, progress_reports, projects

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in projects.columns}
_insert = insert(projects).values(_columns)
_update = (
    update(projects)
    .where((projects.c.id == bindparam("at_id")) & (projects.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
by_id = select(projects).where(projects.c.id == bindparam("id"))
_locked = by_id.with_for_update()
by_id_with_known = select(projects, *around_columns(OF_ROW)).where(projects.c.id == bindparam("id"))
_locked_with_known = by_id_with_known.with_for_update(of=projects)
_locked_several = (
    select(projects)
    .where(projects.c.id == func.any(cast(bindparam("ids"), ARRAY(Uuid()))))
    .order_by(projects.c.id)
    .with_for_update()
)
_ACTIVE = (ProjectState.DRAFT, ProjectState.IN_REVIEW, ProjectState.RETURNED, ProjectState.ENROLLED)
_is_active = or_(*(projects.c.status == state.value for state in _ACTIVE))
_active_of_applicant = (
    select(projects)
    .where(projects.c.applicant_id == bindparam("applicant_id"), _is_active)
    .order_by(projects.c.id)
    .with_for_update()
)
_active_of_pilot = (
    select(projects)
    .where(projects.c.case_id == bindparam("case_id"), projects.c.pilot_id == bindparam("pilot_id"), _is_active)
    .order_by(projects.c.id)
    .with_for_update()
)
_due_from = (
    select(projects)
    .where(projects.c.due_on >= bindparam("first_day"), projects.c.state == State.IN_REVIEW.value)
    .order_by(projects.c.id)
    .with_for_update()
)
_insert_report = insert(progress_reports).values(
    {column.name: bindparam(column.name) for column in progress_reports.columns}
)
_draw = (
    postgresql.insert(number_sequences)
    .values(city=bindparam("city"), name=bindparam("name"), scope=bindparam("scope"), last=1)
    .on_conflict_do_update(index_elements=["city", "name", "scope"], set_={"last": number_sequences.c.last + 1})
    .returning(number_sequences.c.last)
)


class ProjectRepository:
    """Within one transaction. What it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, project_id: UUID) -> Project:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_locked, id=project_id)
        if row is None:
            raise absent("project", project_id)
        return from_row(row)

    def with_known(self, project_id: UUID) -> tuple[Project, Known]:
        """With everything that is known around it, in the one round trip of `get`."""
        row = self._transaction.first(_locked_with_known, id=project_id)
        if row is None:
            raise absent("project", project_id)
        return from_row(row), known_from_row(row)

    def get_all(self, project_ids: Collection[UUID]) -> Sequence[Project]:
        """Those that there are, by id: always locked in the same order, so that nobody waits in a circle."""
        return self._all(_locked_several, ids=list(project_ids))

    def active_of_applicant(self, applicant_id: UUID) -> Sequence[Project]:
        """Those that have not ended."""
        return self._all(_active_of_applicant, applicant_id=applicant_id)

    def active_of_pilot(self, case_id: UUID, pilot_id: UUID) -> Sequence[Project]:
        """Those of one place on the pilot list that have not ended."""
        return self._all(_active_of_pilot, case_id=case_id, pilot_id=pilot_id)

    def due_from(self, first_day: date) -> Sequence[Project]:
        """Those in review with a deadline on that day or later."""
        return self._all(_due_from, first_day=first_day)

    def add(self, project: Project) -> None:
        self._transaction.write(_insert, **to_row(project))

    def save(self, project: Project) -> None:
        """The next version; the command runs again when another one came first."""
        values = to_row(project)
        at_id, _ = values.pop("id"), values.pop("city")
        self._transaction.change_one(_update, at_id=at_id, at_version=project.version - 1, **values)

    def add_report(self, report: ProgressReport) -> None:
        """Reports are only added."""
        self._transaction.write(
            _insert_report,
            id=report.id,
            city=report.city,
            project_id=report.project_id,
            number=report.number,
            percent=report.percent,
            reported_until=report.reported_until,
            answers=to_json(report.answers),
            explanation=report.explanation,
            attachments=to_json(report.attachments),
            at=report.at,
            by=report.by,
        )

    def _all(self, statement: Any, **parameters: Any) -> Sequence[Project]:
        return [from_row(row) for row in self._transaction.read(statement, **parameters)]


class NumberSequences:
    """Counters for the numbers of a pack. A counter is locked until the transaction ends: none is given twice."""

    def __init__(self, transaction: Transaction, city: str) -> None:
        self._transaction, self._city = transaction, city

    def draw(self, name: str, scope: str) -> int:
        """The next number of this counter, from 1. A rolled back transaction gives it back."""
        row = self._transaction.first(_draw, city=self._city, name=name, scope=scope)
        return int(row.last) if row is not None else 1


def to_row(project: Project) -> dict[str, Any]:
    """All columns. Some repeat what the rest says, for the indexes and lists that ask by them."""
    contract = project.contract
    return {
        "id": project.id,
        "city": project.city,
        "version": project.version,
        "case_id": project.case_id,
        "pilot_id": project.pilot_id,
        "programme_year": project.programme_year,
        "batch": project.batch,
        "applicant_kind": project.applicant.kind,
        "credit_code": project.applicant.credit_code,
        "applicant_name": project.applicant.name,
        "division": project.division,
        "status": project.state.value,
        "title": project.title,
        "provider_id": project.provider_id,
        "payee_account_id": project.payee_account_id,
        "product_ids": list(project.product_ids),
        "filing_number": project.filing_number,
        "contract_number": contract.number if contract else None,
        "contract_provider_id": contract.provider_id if contract else None,
        "contract_amount_fen": contract.amount.fen if contract else None,
        "down_payment_fen": contract.down_payment.fen if contract else None,
        "contract": to_json(contract),
        "percent": project.progress.percent,
        "reports": project.progress.reports,
        "reported_until": project.progress.reported_until,
        "check_findings": to_json(project.findings),
        "termination": to_json(project.termination),
        **desk_to_columns(project),
        **dossier_to_columns(project.dossier),
    }


def from_row(row: Row) -> Project:
    """The opposite of `to_row`."""
    return Project(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        pilot_id=row.pilot_id,
        programme_year=row.programme_year,
        batch=row.batch,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        dossier=dossier_from_columns(row),
        division_path=from_json(DivisionPath, row.division_path),
        title=row.title,
        provider_id=row.provider_id,
        payee_account_id=row.payee_account_id,
        product_ids=tuple(row.product_ids),
        assigner=row.assigner,
        assignee_id=row.assignee_id,
        contract=from_json(Contract | None, row.contract),
        filing_number=row.filing_number,
        progress=Progress(percent=row.percent, reports=row.reports, reported_until=row.reported_until),
        findings=from_json(tuple[CheckFinding, ...], row.check_findings),
        termination=from_json(Termination | None, row.termination),
    )


def report_from_row(row: Row) -> ProgressReport:
    """The opposite of what `add_report` writes."""
    return ProgressReport(
        id=row.id,
        city=row.city,
        project_id=row.project_id,
        number=row.number,
        percent=row.percent,
        reported_until=row.reported_until,
        answers=row.answers,
        explanation=row.explanation,
        attachments=from_json(Attachments, row.attachments),
        at=row.at,
        by=row.by,
    )
