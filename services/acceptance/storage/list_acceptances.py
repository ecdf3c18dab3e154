"""Lists of acceptances: one's own, those that one serves, and what waits for one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam

from casework.desk_lists import DeskLists
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from services.acceptance.domain.acceptance import SERVICE, STAGE
from services.acceptance.storage.tables import acceptances

Shown = dict[str, Any]

SUMMARY = (
    "id", "version", "case_id", "project_id", "state", "applicant_kind", "applicant_id", "credit_code",
    "applicant_name", "division", "pack", "started_at", "filed_at", "submitted_at", "step_name", "waits_for",
    "waits_since", "due_on", "is_provisional", "assignee_id", "level", "audited_fen",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; `text` is the beginning of the applicant's name or credit code.

    `on_behalf_of` is an enterprise that the actor acts for.
    """

    state: str | None = None
    division: str | None = None
    case_id: UUID | None = None
    project_id: UUID | None = None
    step: str | None = None
    text: str | None = None
    on_behalf_of: UUID | None = None


def list_acceptances(reading: Reading, actor: Actor, wanted: Wanted, *, limit: int, after: str | None) -> Shown:
    """Newest first; by name or credit code where they are searched by their beginning."""
    return _lists.listed(reading, actor, asdict(wanted), limit=limit, after=after)


def list_waiting(reading: Reading, actor: Actor, *, step: str | None, limit: int, after: str | None) -> Shown:
    """What the actor can act on now, longest first (待办); for an applicant what it has still to hand in."""
    return _lists.waiting(reading, actor, limit=limit, after=after, step=step)


def shown_summary(row: Row) -> Shown:
    """An acceptance in a list."""
    return {
        "id": str(row.id),
        "version": row.version,
        "case_id": str(row.case_id),
        "project_id": str(row.project_id),
        "state": row.state,
        "pack": row.pack,
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
        "assignee_id": to_json(row.assignee_id),
        "level": row.level,
        "audited_fen": row.audited_fen,
    }


_lists = DeskLists(
    acceptances,
    service=SERVICE,
    summary=SUMMARY,
    stages=(STAGE,),
    shown=shown_summary,
    filters={
        "state": acceptances.c.state == bindparam("state"),
        "division": acceptances.c.division == bindparam("division"),
        "case_id": acceptances.c.case_id == bindparam("case_id"),
        "project_id": acceptances.c.project_id == bindparam("project_id"),
        "step": acceptances.c.step_name == bindparam("step"),
    },
)
