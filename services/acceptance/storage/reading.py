"""The read side: one acceptance, lists, history, changes, files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from casework.changes_feed import changes_statement, read_changes
from casework.desk_lists import DeskLists, beginning_with
from casework.desks import absent, must_see
from casework.history import read_history
from casework.shown import shown_conditions, shown_route, shown_slot
from casework.uploads import Download, download_of
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from policy.packs import Packs
from services.acceptance.domain.acceptance import SERVICE, Acceptance
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import shown_acceptance
from services.acceptance.storage.acceptances import by_id, from_row
from services.acceptance.storage.projects import KnownProjects
from services.acceptance.storage.tables import acceptances

Shown = dict[str, Any]

_SUMMARY = (
    "id", "version", "case_id", "project_id", "state", "applicant_kind", "applicant_id", "credit_code",
    "applicant_name", "division", "started_at", "submitted_at", "filed_at", "step_name", "step_role", "due_on",
    "is_provisional", "waits_since", "assignee_id", "level", "audited_fen",
)  # fmt: skip


def _shown_summary(row: Row) -> Shown:
    return {
        "id": str(row.id),
        "version": row.version,
        "case_id": str(row.case_id),
        "project_id": str(row.project_id),
        "state": row.state,
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
        "role": row.step_role,
        "due_on": to_json(row.due_on),
        "is_provisional": row.is_provisional,
        "waits_since": to_json(row.waits_since),
        "assignee_id": to_json(row.assignee_id),
        "level": row.level,
        "audited_fen": row.audited_fen,
    }


lists = DeskLists(
    acceptances,
    service=SERVICE,
    summary=_SUMMARY,
    shown=_shown_summary,
    filters={
        "state": acceptances.c.state == bindparam("state"),
        "division": acceptances.c.division == bindparam("division"),
        "project_id": acceptances.c.project_id == bindparam("project_id"),
        "text": acceptances.c.applicant_name.like(bindparam("text")),
    },
)

_of_applicant = changes_statement(
    lambda event: event.c.aggregate_id.in_(
        select(acceptances.c.id).where(acceptances.c.applicant_id == bindparam("organisation_id"))
    )
)
_of_everybody = changes_statement()


def get_acceptance(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID) -> Shown:
    """With the project as this service knows it."""
    acceptance = _seen(reading, actor, acceptance_id)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    return shown_acceptance(acceptance, rules, actor)


def project_of(reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
    """The project and its contract, line by line with the ceilings: what the assessor compares with."""
    acceptance = _seen(reading, actor, acceptance_id)
    project = KnownProjects(reading).get(acceptance.project_id)
    shown: Shown = to_json(project)
    return shown


def form_of(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID) -> Shown:
    """The forms of its pinned pack: the request's, and those of the step it is in."""
    acceptance = _seen(reading, actor, acceptance_id)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    return {
        "form": rules.form.describe(),
        "slots": [shown_slot(slot) for slot in rules.slots],
        "papers": [form.describe() for form in rules.paper_forms(acceptance.dossier)],
        "reports": [shown_slot(slot) for slot in rules.paper_slots(acceptance.dossier)],
        "route": shown_route(rules.route.steps),
        "conditions": shown_conditions(rules.request_gate, rules.verdict_gate),
    }


def history_of(reading: Reading, actor: Actor, acceptance_id: UUID, *, after: int, limit: int) -> Shown:
    """What was done with it (审计日志)."""
    return read_history(reading, _seen(reading, actor, acceptance_id).case_id, after=after, limit=limit)


def file_of(reading: Reading, actor: Actor, acceptance_id: UUID, attachment_id: UUID) -> Download:
    """A file of the request, or a report once the actor may see it."""
    acceptance = _seen(reading, actor, acceptance_id)
    held = [*acceptance.dossier.attachments.values()]
    if actor.organisation_id != acceptance.applicant.id or acceptance.dossier.step is None:
        held += [*acceptance.papers.attachments.values()]
    return download_of((file for files in held for file in files), attachment_id)


def changes_since(reading: Reading, actor: Actor, *, after: int, limit: int) -> Shown:
    """An applicant's own; everything for those who serve the city."""
    if actor.may("acceptance.read_city"):
        return read_changes(reading, _of_everybody, after=after, limit=limit)
    return read_changes(reading, _of_applicant, after=after, limit=limit, organisation_id=actor.organisation_id)


def text_filter(text: str | None) -> str | None:
    """The beginning of an applicant's name as a pattern."""
    return beginning_with(text) if text else None


def _seen(reading: Reading, actor: Actor, acceptance_id: UUID) -> Acceptance:
    row = reading.first(by_id, id=acceptance_id)
    if row is None:
        raise absent(SERVICE, acceptance_id)
    acceptance = from_row(row)
    must_see(actor, acceptance, service=SERVICE)
    return acceptance
