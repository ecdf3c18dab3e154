"""Lists of declarations: one's own, those that one serves, and what waits for one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam

from casework.desk_lists import DeskLists
from casework.desks import scope_of
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from services.declaration.domain.declaration import SERVICE, STAGE
from services.declaration.storage.tables import declarations

Shown = dict[str, Any]
NEWEST, RANKING = "newest", "ranking"

SUMMARY = (
    "id", "version", "case_id", "call_id", "state", "programme_year", "batch", "applicant_kind", "applicant_id",
    "credit_code", "applicant_name", "division", "pack", "started_at", "filed_at", "submitted_at", "step_name",
    "waits_for", "waits_since", "due_on", "is_provisional", "assignee_id", "pilot_state", "rank_points",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; `text` is the beginning of the applicant's name or credit code.

    `on_behalf_of` is an enterprise that the actor acts for.
    """

    state: str | None = None
    division: str | None = None
    programme_year: str | None = None
    batch: str | None = None
    pilot_state: str | None = None
    text: str | None = None
    on_behalf_of: UUID | None = None


def list_declarations(
    reading: Reading, actor: Actor, wanted: Wanted, *, limit: int, after: str | None, order: str = NEWEST
) -> Shown:
    """Newest first, or by the points of the pack's ranking; by name or code where they are searched by their beginning.

    The ranking is the authorities': an applicant is shown none.
    """
    ranked_by = "rank_points" if order == RANKING else None
    found = _lists.listed(reading, actor, asdict(wanted), limit=limit, after=after, ranked_by=ranked_by)
    if "own" in scope_of(actor, service=SERVICE):
        found["items"] = [{**item, "rank_points": None} for item in found["items"]]
    return found


def list_waiting(reading: Reading, actor: Actor, *, limit: int, after: str | None) -> Shown:
    """What the actor can act on now, longest first (待办); for an applicant what it has still to hand in."""
    found = _lists.waiting(reading, actor, limit=limit, after=after)
    if "own" in scope_of(actor, service=SERVICE):
        found["items"] = [{**item, "rank_points": None} for item in found["items"]]
    return found


def shown_summary(row: Row) -> Shown:
    """A declaration in a list."""
    return {
        "id": str(row.id),
        "version": row.version,
        "case_id": str(row.case_id),
        "call_id": str(row.call_id),
        "state": row.state,
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
        "started_at": to_json(row.started_at),
        "submitted_at": to_json(row.submitted_at),
        "step": row.step_name,
        "waits_for": row.waits_for,
        "waits_since": to_json(row.waits_since),
        "due_on": to_json(row.due_on),
        "is_provisional": row.is_provisional,
        "assignee_id": to_json(row.assignee_id),
        "pilot_state": row.pilot_state,
        "rank_points": row.rank_points,
    }


_lists = DeskLists(
    declarations,
    service=SERVICE,
    summary=SUMMARY,
    stages=(STAGE,),
    shown=shown_summary,
    filters={
        "state": declarations.c.state == bindparam("state"),
        "division": declarations.c.division == bindparam("division"),
        "programme_year": declarations.c.programme_year == bindparam("programme_year"),
        "batch": declarations.c.batch == bindparam("batch"),
        "pilot_state": declarations.c.pilot_state == bindparam("pilot_state"),
    },
)
