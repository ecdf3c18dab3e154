"""Reading training records: one, lists, what waits, and their files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_

from casework.desk_lists import DeskLists
from casework.desks import absent, may_see
from casework.uploads import download_of
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from policy.packs import Packs
from services.project.domain.rulebook import SERVICE, TRAINING, Rulebook
from services.project.domain.shown_training import is_of, shown_training
from services.project.domain.training import TrainingRecord
from services.project.storage.tables import trainings
from services.project.storage.trainings import by_id, from_row

Shown = dict[str, Any]

SUMMARY = (
    "id", "version", "project_id", "case_id", "state", "course", "held_on", "persons", "days", "person_days",
    "institution_id", "recorder_id", "applicant_kind", "applicant_id", "credit_code", "applicant_name", "division",
    "started_at", "filed_at", "submitted_at", "step_name", "waits_for", "waits_since", "due_on", "is_provisional",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class WantedTrainings:
    """What a list is narrowed to; `text` is the beginning of the enterprise's name or credit code."""

    project_id: UUID | None = None
    state: str | None = None
    division: str | None = None
    institution_id: UUID | None = None
    text: str | None = None


def list_trainings(reading: Reading, actor: Actor, wanted: WantedTrainings, *, limit: int, after: str | None) -> Shown:
    """Newest first: an enterprise's own, an institution's that it recorded or held, an authority's by its rights."""
    return _lists.listed(reading, actor, asdict(wanted), limit=limit, after=after)


def list_waiting_trainings(reading: Reading, actor: Actor, *, limit: int, after: str | None) -> Shown:
    """What waits for this actor's confirmation, longest first (待办)."""
    return _lists.waiting(reading, actor, limit=limit, after=after)


def get_training(reading: Reading, packs: Packs, actor: Actor, training_id: UUID) -> Shown:
    """One record."""
    record = _seen(reading, actor, training_id)
    book = Rulebook(packs.get(record.dossier.pack))
    route = book.pack.stage(TRAINING).route
    step = record.dossier.step
    return shown_training(record, book.pack.route(route).step(step.index) if route and step else None, actor)


def file_of_training(reading: Reading, actor: Actor, training_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download a proof."""
    dossier = _seen(reading, actor, training_id).dossier
    slots = [dossier.attachments, *(each.attachments for each in dossier.filings)]
    files = [file for attachments in slots for present in attachments.values() for file in present]
    return dict(to_json(download_of(files, attachment_id)))


def _seen(reading: Reading, actor: Actor, training_id: UUID) -> TrainingRecord:
    row = reading.first(by_id, id=training_id)
    record = from_row(row) if row is not None else None
    if record is None or not (is_of(record, actor) or may_see(actor, record, service=SERVICE)):
        raise absent("training", training_id)
    return record


def _shown(row: Row) -> Shown:
    return {
        "id": str(row.id),
        "version": row.version,
        "project_id": str(row.project_id),
        "case_id": str(row.case_id),
        "state": row.state,
        "course": row.course,
        "held_on": to_json(row.held_on),
        "persons": row.persons,
        "days": str(row.days),
        "person_days": str(row.person_days),
        "institution_id": to_json(row.institution_id),
        "recorder_id": str(row.recorder_id),
        "applicant": {
            "kind": row.applicant_kind,
            "id": str(row.applicant_id),
            "credit_code": row.credit_code,
            "name": row.applicant_name,
        },
        "division": row.division,
        "started_at": to_json(row.started_at),
        "submitted_at": to_json(row.submitted_at),
        "step": row.step_name,
        "waits_for": row.waits_for,
        "waits_since": to_json(row.waits_since),
        "due_on": to_json(row.due_on),
        "is_provisional": row.is_provisional,
    }


_of_institution = or_(
    trainings.c.assignee_id == bindparam("assigned"), trainings.c.recorder_id == bindparam("assigned")
)
_lists = DeskLists(
    trainings,
    service=SERVICE,
    summary=SUMMARY,
    shown=_shown,
    filters={
        "assigned": _of_institution,
        "project_id": trainings.c.project_id == bindparam("project_id"),
        "state": trainings.c.state == bindparam("state"),
        "division": trainings.c.division == bindparam("division"),
        "institution_id": trainings.c.institution_id == bindparam("institution_id"),
    },
)
