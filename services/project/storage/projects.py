"""Rows of projects and of their progress: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, cast, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql

from casework.desks import absent
from casework.dossier import Attachments
from casework.states import State
from chassis.db.transaction import Row, Transaction
from contracts.wire import from_json, to_json
from services.project.domain.known import Known
from services.project.domain.progress import ProgressReport
from services.project.domain.project import Project, ProjectState
from services.project.storage.around import OF_ROW, around_columns, known_from_row
from services.project.storage.rows import from_row, stage_to_row, stages_column, to_row
from services.project.storage.tables import number_sequences, progress_reports, projects, stages

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in projects.columns}
_insert = insert(projects).values(_columns)
_update = (
    update(projects)
    .where((projects.c.id == bindparam("at_id")) & (projects.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
_stage_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in stages.columns}
_insert_stage = postgresql.insert(stages).values(_stage_columns)
_save_stage = _insert_stage.on_conflict_do_update(
    index_elements=["city", "id"],
    set_={name: _insert_stage.excluded[name] for name in _stage_columns if name not in ("id", "city")},
)
whole = select(projects, stages_column())
"""Projects with all that their stages say, for `from_row`."""
by_id = whole.where(projects.c.id == bindparam("id"))
_locked = by_id.with_for_update(of=projects)
by_id_with_known = whole.add_columns(*around_columns(OF_ROW)).where(projects.c.id == bindparam("id"))
_locked_with_known = by_id_with_known.with_for_update(of=projects)
_locked_several = (
    whole.where(projects.c.id == func.any(cast(bindparam("ids"), ARRAY(Uuid()))))
    .order_by(projects.c.id)
    .with_for_update(of=projects)
)
_ENDED = (ProjectState.REJECTED, ProjectState.WITHDRAWN, ProjectState.VOIDED, ProjectState.TERMINATED)
_is_active = or_(*(projects.c.status == state.value for state in ProjectState if state not in _ENDED))
_standing_in_case = select(func.count()).where(projects.c.case_id == bindparam("case_id"), _is_active)
_active_of_applicant = (
    whole.where(projects.c.applicant_id == bindparam("applicant_id"), _is_active)
    .order_by(projects.c.id)
    .with_for_update(of=projects)
)
_active_of_pilot = (
    whole.where(projects.c.case_id == bindparam("case_id"), projects.c.pilot_id == bindparam("pilot_id"), _is_active)
    .order_by(projects.c.id)
    .with_for_update(of=projects)
)
_is_due = select(stages.c.project_id).where(
    stages.c.due_on >= bindparam("first_day"), stages.c.state == State.IN_REVIEW.value
)
_due_from = whole.where(projects.c.id.in_(_is_due)).order_by(projects.c.id).with_for_update(of=projects)
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

    def standing_in_case(self, case_id: UUID) -> int:
        """How many projects of a case have not ended."""
        row = self._transaction.first(_standing_in_case, case_id=case_id)
        return int(row[0]) if row is not None else 0

    def add(self, project: Project) -> None:
        self._transaction.write(_insert, **to_row(project))
        self._save_stages(project)

    def save(self, project: Project) -> None:
        """The next version, with the stages that changed in it; the command runs again when another one came first."""
        values = to_row(project)
        at_id, _ = values.pop("id"), values.pop("city")
        self._transaction.change_one(_update, at_id=at_id, at_version=project.version - 1, **values)
        self._save_stages(project)

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

    def _save_stages(self, project: Project) -> None:
        for stage in project.stages.values():
            if stage.version == project.version:
                self._transaction.write(_save_stage, **stage_to_row(project, stage))

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
