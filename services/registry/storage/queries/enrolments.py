"""Reading enrolments: one, lists of them, what waits; and what the packs in force say of providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam

from casework.days import local_date
from casework.desk_lists import DeskLists
from casework.desks import absent, must_see
from casework.uploads import download_of
from chassis.clock import Clock
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.wire import to_json
from policy.packs import Packs
from services.registry.domain.enrolment import Enrolment
from services.registry.domain.enrolment_rules import EnrolmentRules
from services.registry.domain.shown_enrolment import SERVICE, enrolment_shown, form_shown, kinds_shown
from services.registry.storage.enrolments import by_id, from_row
from services.registry.storage.pool import KnownPacks
from services.registry.storage.tables.pool import enrolment as enrolments

Shown = dict[str, Any]

SUMMARY = (
    "id", "version", "purpose", "kind", "state", "programme_year", "applicant_kind", "applicant_id", "credit_code",
    "applicant_name", "provider_id", "division", "pack", "started_at", "filed_at", "submitted_at", "step_name",
    "waits_for", "waits_since", "due_on", "is_provisional",
)  # fmt: skip


def get_enrolment(reading: Reading, packs: Packs, actor: Actor, enrolment_id: UUID) -> Shown:
    """What this actor may know of it."""
    found = seen(reading, actor, enrolment_id)
    return enrolment_shown(found, _rules(packs, found), actor)


def form_of(reading: Reading, packs: Packs, actor: Actor, enrolment_id: UUID) -> Shown:
    """The form and slots of its pinned pack, and who reviews it."""
    return form_shown(_rules(packs, seen(reading, actor, enrolment_id)))


def file_of(reading: Reading, actor: Actor, enrolment_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download one of its files, as it is or was filed."""
    dossier = seen(reading, actor, enrolment_id).dossier
    slots = [dossier.attachments, *(filing.attachments for filing in dossier.filings)]
    files = [file for attachments in slots for held in attachments.values() for file in held]
    return dict(to_json(download_of(files, attachment_id)))


def list_enrolments(
    reading: Reading, actor: Actor, wanted: Mapping[str, Any], *, limit: int, after: str | None
) -> Shown:
    """One's own, or those that one serves; newest first, or by name where it is searched for."""
    return _lists.listed(reading, actor, wanted, limit=limit, after=after)


def list_waiting(reading: Reading, actor: Actor, *, limit: int, after: str | None) -> Shown:
    """What the actor can act on now, longest first (待办); for an applicant what it has still to hand in."""
    return _lists.waiting(reading, actor, limit=limit, after=after)


def provider_kinds(reading: Reading, packs: Packs, clock: Clock, city: str) -> Shown:
    """What the packs in force say of providers and products, programme by programme."""
    today = local_date(clock.now())
    for ref in KnownPacks(reading).all():
        packs.release(ref)
    current = [packs.get(ref) for ref in packs.programmes(city, today)]
    return {"items": [kinds_shown(pack) for pack in current], "next": None}


def seen(reading: Reading, actor: Actor, enrolment_id: UUID) -> Enrolment:
    """The enrolment, if this actor may see it; NotFound otherwise, the same as for none at all."""
    row = reading.first(by_id, id=enrolment_id)
    if row is None:
        raise absent(SERVICE, enrolment_id)
    found = from_row(row)
    must_see(actor, found, service=SERVICE)
    return found


def shown_summary(row: Row) -> Shown:
    """An enrolment in a list."""
    return {
        "id": str(row.id),
        "version": row.version,
        "purpose": row.purpose,
        "kind": row.kind,
        "state": row.state,
        "programme_year": row.programme_year,
        "pack": row.pack,
        "applicant": {
            "kind": row.applicant_kind,
            "id": str(row.applicant_id),
            "credit_code": row.credit_code,
            "name": row.applicant_name,
        },
        "provider_id": str(row.provider_id),
        "division": row.division,
        "started_at": to_json(row.started_at),
        "submitted_at": to_json(row.submitted_at),
        "step": row.step_name,
        "waits_for": row.waits_for,
        "waits_since": to_json(row.waits_since),
        "due_on": to_json(row.due_on),
        "is_provisional": row.is_provisional,
    }


def _rules(packs: Packs, found: Enrolment) -> EnrolmentRules:
    return EnrolmentRules.of(packs.get(found.dossier.pack), found.stage)


_lists = DeskLists(
    enrolments,
    service=SERVICE,
    summary=SUMMARY,
    shown=shown_summary,
    filters={
        "state": enrolments.c.state == bindparam("state"),
        "purpose": enrolments.c.purpose == bindparam("purpose"),
        "kind": enrolments.c.kind == bindparam("kind"),
    },
)
