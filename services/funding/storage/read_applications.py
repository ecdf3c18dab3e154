"""Reading award applications: one, lists of them, what waits, what handing in would say; and what can be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam

from casework.common_facts import CommonFacts
from casework.cursors import page_size
from casework.desk_lists import DeskLists
from casework.desks import absent, must_see
from casework.history import read_history
from casework.uploads import download_of
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from policy.packs import Packs
from policy.refs import PackRef
from services.funding.domain.application_rules import ApplicationRules
from services.funding.domain.application_shown import application_form_shown, application_shown, award_stages_shown
from services.funding.domain.award_application import SERVICE, AwardApplication
from services.funding.domain.trial import newest_valid
from services.funding.storage.applications import by_id, from_row
from services.funding.storage.known import KnownFacts
from services.funding.storage.read_awards import awards_of_ground
from services.funding.storage.supports import SupportRepository
from services.funding.storage.tables import applications

Shown = dict[str, Any]

SUMMARY = (
    "id", "version", "case_id", "project_id", "stage", "state", "programme_year", "applicant_kind", "applicant_id",
    "credit_code", "applicant_name", "division", "pack", "started_at", "filed_at", "submitted_at", "step_name",
    "waits_for", "waits_since", "due_on", "is_provisional",
)  # fmt: skip


def get_application(reading: Reading, packs: Packs, actor: Actor, application_id: UUID) -> Shown:
    """What this actor may know of it."""
    found = seen(reading, actor, application_id)
    return application_shown(found, _rules(packs, found), actor)


def form_of(reading: Reading, packs: Packs, actor: Actor, application_id: UUID) -> Shown:
    """The form and slots of its pinned pack, who reviews it, and what has to hold."""
    return application_form_shown(_rules(packs, seen(reading, actor, application_id)))


def history_of(reading: Reading, actor: Actor, application_id: UUID, *, after: int, limit: int) -> Shown:
    """What was done in its case: with itself, or with everything of the project that it is about."""
    case_id = seen(reading, actor, application_id).case_id
    return read_history(reading, case_id, after=after, limit=page_size(limit))


def awards_of(reading: Reading, actor: Actor, application_id: UUID) -> Shown:
    """The awards that rest on its approval."""
    return awards_of_ground(reading, actor, seen(reading, actor, application_id).id)


def file_of(reading: Reading, actor: Actor, application_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download one of its files, as it is or was filed."""
    dossier = seen(reading, actor, application_id).dossier
    slots = [dossier.attachments, *(filing.attachments for filing in dossier.filings)]
    files = [file for attachments in slots for held in attachments.values() for file in held]
    return dict(to_json(download_of(files, attachment_id)))


def list_applications(
    reading: Reading, actor: Actor, wanted: Mapping[str, Any], *, limit: int, after: str | None
) -> Shown:
    """One's own, or those that one serves; newest first, or by name where it is searched for."""
    return _lists.listed(reading, actor, wanted, limit=limit, after=after)


def list_waiting(reading: Reading, actor: Actor, *, limit: int, after: str | None) -> Shown:
    """What the actor can act on now, longest first (待办); for an applicant what it has still to hand in."""
    return _lists.waiting(reading, actor, limit=limit, after=after)


def list_award_stages(reading: Reading, packs: Packs, *, on: date) -> Shown:
    """What can be asked for by the newest version of every programme, in the order of the packs."""
    released = [PackRef.parse(each.pack, each.sha256) for each in CommonFacts(reading).packs()]
    valid = newest_valid((packs.get(ref) for ref in released), on=on)
    return {"items": [each for _, pack in sorted(valid.items()) for each in award_stages_shown(pack)], "next": None}


def seen(reading: Reading, actor: Actor, application_id: UUID) -> AwardApplication:
    """The application, if this actor may see it; NotFound otherwise, the same as for none at all."""
    row = reading.first(by_id, id=application_id)
    if row is None:
        raise absent(SERVICE, application_id)
    found = from_row(row)
    must_see(actor, found, service=SERVICE)
    return found


class KnownWhileReading:
    """What others told, each asked for in a snapshot of its own; nothing is kept by it."""

    def __init__(self, reading: Reading) -> None:
        only_reads: Any = reading
        self.known = KnownFacts(only_reads)
        self.facts = CommonFacts(reading)
        self.supports = SupportRepository(only_reads)


def _rules(packs: Packs, found: AwardApplication) -> ApplicationRules:
    return ApplicationRules.of(packs.get(found.dossier.pack), found.stage)


def _summary(row: Row) -> Shown:
    """An application in a list."""
    return {
        "id": str(row.id),
        "version": row.version,
        "case_id": str(row.case_id),
        "project_id": to_json(row.project_id),
        "stage": row.stage,
        "state": row.state,
        "programme_year": row.programme_year,
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
    }


_lists = DeskLists(
    applications,
    service=SERVICE,
    summary=SUMMARY,
    shown=_summary,
    filters={
        "state": applications.c.state == bindparam("state"),
        "stage": applications.c.stage == bindparam("stage"),
        "division": applications.c.division == bindparam("division"),
        "project_id": applications.c.project_id == bindparam("project_id"),
        "programme_year": applications.c.programme_year == bindparam("programme_year"),
    },
)
