"""Reading one declaration: as it is, what is wrong with it, what was changed, its files and its history."""

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
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE, Declaration
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import shown_declaration
from services.declaration.domain.shown_form import shown_form
from services.declaration.domain.submission import check
from services.declaration.storage.declarations import by_id, by_id_with_surroundings, from_row
from services.declaration.storage.surroundings import surroundings_from_row

Shown = dict[str, Any]


def get_declaration(reading: Reading, packs: Packs, actor: Actor, declaration_id: UUID) -> Shown:
    """What this actor may know of it."""
    declaration = seen(reading, actor, declaration_id)
    return shown_declaration(declaration, _rules(packs, declaration), actor)


def check_declaration(reading: Reading, packs: Packs, actor: Actor, declaration_id: UUID, *, at: datetime) -> Shown:
    """A trial: what submitting would refuse now, and what is needed to be eligible (资格自查)."""
    row = reading.first(by_id_with_surroundings, id=declaration_id)
    if row is None:
        raise absent(SERVICE, declaration_id)
    declaration = from_row(row)
    must_see(actor, declaration, service=SERVICE)
    return shown_check(check(declaration, _rules(packs, declaration), surroundings_from_row(row), by=actor, at=at))


def changes_of(reading: Reading, actor: Actor, declaration_id: UUID) -> Shown:
    """What differs from the version that was judged last, so that a reviewer reads only that."""
    declaration = seen(reading, actor, declaration_id)
    return {"items": shown_changes(changes_since_filed(declaration.dossier))}


def form_of(reading: Reading, packs: Packs, actor: Actor, declaration_id: UUID) -> Shown:
    """The form, slots and statement of the pinned pack, so that a client can render them."""
    return shown_form(_rules(packs, seen(reading, actor, declaration_id)))


def history_of(reading: Reading, actor: Actor, declaration_id: UUID, *, after: int, limit: int) -> Shown:
    """What was done with it, by which role, when (DL13: 审计日志)."""
    declaration = seen(reading, actor, declaration_id)
    return read_history(reading, declaration.case_id, after=after, limit=page_size(limit))


def file_of(reading: Reading, actor: Actor, declaration_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download a file that it has, or had when it was filed."""
    declaration = seen(reading, actor, declaration_id)
    for file in _files(declaration):
        if file.id == attachment_id:
            return {"sha256": file.sha256, "media_type": file.media_type, "name": file.name, "size": file.size}
    raise NotFound(kind="attachment", id=str(attachment_id))


def seen(reading: Reading, actor: Actor, declaration_id: UUID) -> Declaration:
    """The declaration, if this actor may see it; NotFound otherwise, the same as for none at all."""
    row = reading.first(by_id, id=declaration_id)
    if row is None:
        raise absent(SERVICE, declaration_id)
    declaration = from_row(row)
    must_see(actor, declaration, service=SERVICE)
    return declaration


def _rules(packs: Packs, declaration: Declaration) -> Rulebook:
    return Rulebook.of(packs.get(declaration.dossier.pack))


def _files(declaration: Declaration) -> list[Attachment]:
    filed = [filing.attachments for filing in declaration.dossier.filings]
    return [
        file
        for attachments in (declaration.dossier.attachments, *filed)
        for files in attachments.values()
        for file in files
    ]
