"""Lists of projects: one's own, those that one serves, and what waits for one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from casework.desk_lists import DeskLists
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from services.project.storage.tables import projects, stages

Shown = dict[str, Any]

HEAD = (
    "id", "version", "case_id", "status", "title", "filing_number", "programme_year", "batch", "applicant_kind",
    "applicant_id", "credit_code", "applicant_name", "division", "pack", "provider_id", "contract_amount_fen",
    "percent", "started_at", "filed_at", "submitted_at",
)  # fmt: skip
DESK = ("step_name", "waits_for", "waits_since", "due_on", "is_provisional", "assignee_id")

waiting_stages = (
    select(
        *(stages.c[name] for name in ("id", "name", "state", "started_at", "waits_at", "is_with_institution", *DESK)),
        *(projects.c[name] for name in HEAD if name not in ("id", "started_at")),
        projects.c.id.label("project_id"),
        projects.c.started_at.label("begun_at"),
        projects.c.division_path,
    )
    .join(projects, (projects.c.city == stages.c.city) & (projects.c.id == stages.c.project_id))
    .subquery("waiting_stage")
)
"""Stages with the head of their project: each waits for somebody of its own."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; `text` is the beginning of the applicant's name or credit code.

    `on_behalf_of` is an enterprise that the actor acts for.
    """

    state: str | None = None
    division: str | None = None
    programme_year: str | None = None
    batch: str | None = None
    case_id: UUID | None = None
    provider_id: UUID | None = None
    stage: str | None = None
    step: str | None = None
    text: str | None = None
    on_behalf_of: UUID | None = None


def list_projects(reading: Reading, actor: Actor, wanted: Wanted, *, limit: int, after: str | None) -> Shown:
    """Newest first; by name or credit code where they are searched by their beginning."""
    return _lists.listed(reading, actor, asdict(wanted), limit=limit, after=after)


def list_waiting(reading: Reading, actor: Actor, *, step: str | None, limit: int, after: str | None) -> Shown:
    """What the actor can act on now, longest first (待办); for an applicant what it has still to hand in."""
    return _desks.waiting(reading, actor, limit=limit, after=after, step=step)


def shown_waiting(row: Row) -> Shown:
    """A stage in the list of what waits, as its project."""
    return {**_shown(row, row.project_id, row.name), "started_at": to_json(row.begun_at)}


def shown_summary(row: Row) -> Shown:
    """A project in a list, with the stage that somebody has to act on."""
    return {**_shown(row, row.id, row.stage), "started_at": to_json(row.started_at)}


def _shown(row: Row, project_id: UUID, stage: str) -> Shown:
    return {
        "id": str(project_id),
        "version": row.version,
        "case_id": str(row.case_id),
        "state": row.status,
        "title": row.title,
        "filing_number": row.filing_number,
        "programme_year": row.programme_year,
        "batch": row.batch,
        "pack": row.pack,
        "applicant": {
            "kind": row.applicant_kind,
            "id": str(row.applicant_id),
            "credit_code": row.credit_code,
            "name": row.applicant_name,
        },
        "division": row.division,
        "provider_id": to_json(row.provider_id),
        "contract_amount_fen": row.contract_amount_fen,
        "percent": row.percent,
        "submitted_at": to_json(row.submitted_at),
        "stage": stage,
        "step": row.step_name,
        "waits_for": row.waits_for,
        "waits_since": to_json(row.waits_since),
        "due_on": to_json(row.due_on),
        "is_provisional": row.is_provisional,
        "assignee_id": to_json(row.assignee_id),
    }


_of_assigned = select(stages.c.project_id).where(stages.c.assignee_id == bindparam("assigned"))
_at_step = select(stages.c.project_id).where(stages.c.step_name == bindparam("step"))
_lists = DeskLists(
    projects,
    service="project",
    summary=(*HEAD, "stage", *DESK),
    shown=shown_summary,
    filters={
        "assigned": projects.c.id.in_(_of_assigned),
        "state": projects.c.status == bindparam("state"),
        "division": projects.c.division == bindparam("division"),
        "programme_year": projects.c.programme_year == bindparam("programme_year"),
        "batch": projects.c.batch == bindparam("batch"),
        "case_id": projects.c.case_id == bindparam("case_id"),
        "provider_id": projects.c.provider_id == bindparam("provider_id"),
        "stage": projects.c.stage == bindparam("stage"),
        "step": projects.c.id.in_(_at_step),
    },
)
_desks = DeskLists(
    waiting_stages,
    service="project",
    summary=tuple(column.name for column in waiting_stages.columns if column.name != "division_path"),
    shown=shown_waiting,
    filters={},
)
