"""Reading one project: as it is, what is wrong with it, what was changed, its progress, files and history."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_

from casework.cursors import page, page_size, position
from casework.desks import absent
from casework.dossier import Attachment
from casework.filing import changes_since_filed
from casework.history import read_history
from casework.shown import shown_changes, shown_check
from casework.uploads import download_of
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.wire import to_json
from policy.packs import Packs
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.rights import must_see
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_project import shown_form, shown_project, shown_report, shown_stage_form
from services.project.domain.shown_stage import shown_stage, visible
from services.project.domain.stage import StageDossier
from services.project.domain.submission import Situation, check
from services.project.storage.around import known_from_row
from services.project.storage.projects import by_id, by_id_with_known, report_from_row
from services.project.storage.rows import from_row
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


def get_project(reading: Reading, packs: Packs, actor: Actor, project_id: UUID, *, at: datetime) -> Shown:
    """What this actor may know of it."""
    project, known = _seen_with_known(reading, actor, project_id)
    return shown_project(project, _book(packs, project), known, actor, at=at)


def get_stage(reading: Reading, packs: Packs, actor: Actor, project_id: UUID, stage: str, *, at: datetime) -> Shown:
    """What this actor may know of one stage; NotFound where it was not begun."""
    project, known = _seen_with_known(reading, actor, project_id)
    found, book = stage_of(project, actor, stage), _book(packs, project)
    return shown_stage(project, found, book.of(found), known, actor, at=at)


def check_project(
    reading: Reading, packs: Packs, actor: Actor, project_id: UUID, *, at: datetime, stage: str | None = None
) -> Shown:
    """A trial: what submitting a stage would refuse now, and what is needed."""
    project, known = _seen_with_known(reading, actor, project_id)
    found, book = stage_of(project, actor, stage), _book(packs, project)
    situation = Situation(project=project, stage=found, rules=book.of(found), known=known, at=at)
    return shown_check(check(situation, by=actor))


def changes_of(reading: Reading, actor: Actor, project_id: UUID, *, stage: str | None = None) -> Shown:
    """What differs from the version that was judged last, so that a reviewer reads only that."""
    found = stage_of(seen(reading, actor, project_id), actor, stage)
    return {"items": shown_changes(changes_since_filed(found.dossier))}


def form_of(reading: Reading, packs: Packs, actor: Actor, project_id: UUID, *, stage: str | None = None) -> Shown:
    """The forms, slots and texts of the pinned pack, so that a client can render them; also of a stage to come."""
    project = seen(reading, actor, project_id)
    book = _book(packs, project)
    if stage is None:
        return shown_form(book)
    begun = project.stages.get(stage)
    return shown_stage_form(book, stage, is_amendment=begun is not None and begun.is_amendment)


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
    must_see(actor, project)
    return project


def _seen_with_known(reading: Reading, actor: Actor, project_id: UUID) -> tuple[Project, Known]:
    row = reading.first(by_id_with_known, id=project_id)
    if row is None:
        raise absent("project", project_id)
    project = from_row(row)
    must_see(actor, project)
    return project, known_from_row(row)


def stage_of(project: Project, actor: Actor, name: str | None) -> StageDossier:
    """A stage that was begun, as this actor may see it; the first one where none is named. NotFound otherwise."""
    name = name or project.first.name
    found = visible(project, name, actor)
    if found is None:
        raise NotFound(kind="stage", id=name)
    return found


def _book(packs: Packs, project: Project) -> Rulebook:
    return Rulebook(packs.get(project.pack))


def _files(project: Project) -> list[Attachment]:
    dossiers = [time.dossier for time in project.times]
    slots = [each for dossier in dossiers for each in (dossier.attachments, *(f.attachments for f in dossier.filings))]
    return [file for attachments in slots for files in attachments.values() for file in files]
