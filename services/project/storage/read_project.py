"""Reading one project: as it is, what is wrong with it, what was changed, its progress, files and history."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_

from casework.cursors import page, page_size, position
from casework.desks import absent, must_see
from casework.dossier import Attachment
from casework.filing import changes_since_filed
from casework.history import read_history
from casework.shown import shown_changes, shown_check
from casework.uploads import download_of
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.wire import to_json
from policy.packs import Packs
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_project import shown_form, shown_project, shown_report
from services.project.domain.submission import check
from services.project.storage.around import known_from_row
from services.project.storage.projects import by_id, by_id_with_known, from_row, report_from_row
from services.project.storage.tables import progress_reports

Shown = dict[str, Any]

_reports = (
    select(progress_reports)
    .where(progress_reports.c.project_id == bindparam("project_id"))
    .order_by(progress_reports.c.at.desc(), progress_reports.c.id.desc())
    .limit(bindparam("limit"))
)
_reports_after = _reports.where(
    tuple_(progress_reports.c.at, progress_reports.c.id) < tuple_(bindparam("after_key"), bindparam("after_id"))
)
_all_reports = select(progress_reports).where(progress_reports.c.project_id == bindparam("project_id"))


def get_project(reading: Reading, packs: Packs, actor: Actor, project_id: UUID) -> Shown:
    """What this actor may know of it."""
    project, known = _seen_with_known(reading, actor, project_id)
    return shown_project(project, _rules(packs, project), known, actor)


def check_project(reading: Reading, packs: Packs, actor: Actor, project_id: UUID, *, at: datetime) -> Shown:
    """A trial: what submitting would refuse now, and what is needed."""
    project, known = _seen_with_known(reading, actor, project_id)
    return shown_check(check(project, _rules(packs, project), known, by=actor, at=at))


def changes_of(reading: Reading, actor: Actor, project_id: UUID) -> Shown:
    """What differs from the version that was judged last, so that a reviewer reads only that."""
    return {"items": shown_changes(changes_since_filed(seen(reading, actor, project_id).dossier))}


def form_of(reading: Reading, packs: Packs, actor: Actor, project_id: UUID) -> Shown:
    """The forms, slots and texts of the pinned pack, so that a client can render them."""
    return shown_form(_rules(packs, seen(reading, actor, project_id)))


def list_progress(reading: Reading, actor: Actor, project_id: UUID, *, limit: int, after: str | None) -> Shown:
    """The progress reports, newest first."""
    seen(reading, actor, project_id)
    begin = position(after)
    more: dict[str, Any] = {"after_key": begin[0], "after_id": begin[1]} if begin else {}
    statement = _reports if begin is None else _reports_after
    rows = reading.read(statement, project_id=project_id, limit=page_size(limit) + 1, **more)
    return page(rows, [shown_report(report_from_row(row)) for row in rows], limit=limit, by="at")


def history_of(reading: Reading, actor: Actor, project_id: UUID, *, after: int, limit: int) -> Shown:
    """What was done with the projects of its case, by which role, when (DL13: 审计日志)."""
    return read_history(reading, seen(reading, actor, project_id).case_id, after=after, limit=page_size(limit))


def file_of(reading: Reading, actor: Actor, project_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download a file of the filing, as it is or was filed, or of a progress report."""
    files = [*_files(seen(reading, actor, project_id))]
    if all(file.id != attachment_id for file in files):
        reports = (report_from_row(row) for row in reading.read(_all_reports, project_id=project_id))
        files = [file for report in reports for present in report.attachments.values() for file in present]
    return dict(to_json(download_of(files, attachment_id)))


def seen(reading: Reading, actor: Actor, project_id: UUID) -> Project:
    """The project, if this actor may see it; NotFound otherwise, the same as for none at all."""
    row = reading.first(by_id, id=project_id)
    if row is None:
        raise absent("project", project_id)
    project = from_row(row)
    must_see(actor, project, service="project")
    return project


def _seen_with_known(reading: Reading, actor: Actor, project_id: UUID) -> tuple[Project, Known]:
    row = reading.first(by_id_with_known, id=project_id)
    if row is None:
        raise absent("project", project_id)
    project = from_row(row)
    must_see(actor, project, service="project")
    return project, known_from_row(row)


def _rules(packs: Packs, project: Project) -> Rulebook:
    return Rulebook.of(packs.get(project.dossier.pack))


def _files(project: Project) -> list[Attachment]:
    slots = [project.dossier.attachments, *(filing.attachments for filing in project.dossier.filings)]
    return [file for attachments in slots for files in attachments.values() for file in files]
