"""Reading one acceptance: as it is, what would be refused, what it is compared with, its files and history."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from casework.cursors import page_size
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
from services.acceptance.domain.acceptance import SERVICE, Acceptance
from services.acceptance.domain.checking import check
from services.acceptance.domain.rights import sees_papers
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import shown_acceptance, shown_form, shown_project
from services.acceptance.storage.acceptances import by_id, from_row
from services.acceptance.storage.projects import KnownProjects
from services.acceptance.storage.read_findings import read_findings

Shown = dict[str, Any]


def get_acceptance(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID) -> Shown:
    """What this actor may know of it."""
    acceptance = seen(reading, actor, acceptance_id)
    return shown_acceptance(acceptance, _rules(packs, acceptance), actor)


def check_acceptance(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID, *, at: datetime) -> Shown:
    """A trial: what submitting, or letting it pass, would refuse now; nobody but its readers sees the papers so."""
    acceptance = seen(reading, actor, acceptance_id)
    rules = _rules(packs, acceptance)
    around = KnownProjects(reading).around(acceptance.project_id)
    found = read_findings(reading, acceptance, around.project, rules)
    return shown_check(check(acceptance, rules, around, by=actor, at=at, found=found))


def changes_of(reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
    """What differs from the version that was judged last, so that a reviewer reads only that."""
    return {"items": shown_changes(changes_since_filed(seen(reading, actor, acceptance_id).dossier))}


def project_of(reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
    """The project and its contract, line by line with the ceilings: what the assessor compares with."""
    acceptance = seen(reading, actor, acceptance_id)
    return shown_project(KnownProjects(reading).around(acceptance.project_id).project)


def form_of(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID) -> Shown:
    """The forms of its pinned pack: the request's, and the assessor's papers."""
    return shown_form(_rules(packs, seen(reading, actor, acceptance_id)))


def history_of(reading: Reading, actor: Actor, acceptance_id: UUID, *, after: int, limit: int) -> Shown:
    """What was done with the acceptances of its case (审计日志)."""
    case_id = seen(reading, actor, acceptance_id).case_id
    return read_history(reading, case_id, after=after, limit=page_size(limit))


def file_of(reading: Reading, packs: Packs, actor: Actor, acceptance_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download a file of the request, as it is or was filed, or a report for those who read it."""
    acceptance = seen(reading, actor, acceptance_id)
    files = _files(acceptance)
    if sees_papers(actor, acceptance, _rules(packs, acceptance)):
        files += [file for held in acceptance.papers.attachments.values() for file in held]
    return dict(to_json(download_of(files, attachment_id)))


def seen(reading: Reading, actor: Actor, acceptance_id: UUID) -> Acceptance:
    """The acceptance, if this actor may see it; NotFound otherwise, the same as for none at all."""
    row = reading.first(by_id, id=acceptance_id)
    if row is None:
        raise absent(SERVICE, acceptance_id)
    acceptance = from_row(row)
    must_see(actor, acceptance, service=SERVICE)
    return acceptance


def _rules(packs: Packs, acceptance: Acceptance) -> Rulebook:
    return Rulebook.of(packs.get(acceptance.dossier.pack))


def _files(acceptance: Acceptance) -> list[Attachment]:
    dossier = acceptance.dossier
    slots = [dossier.attachments, *(filing.attachments for filing in dossier.filings)]
    return [file for attachments in slots for files in attachments.values() for file in files]
