"""Printing what is stamped of a stage, the undertaking first of all, and checking a print by its code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam

from casework.print_codes import PrintCode
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain.prints import checked_print, shown_stage_print
from services.project.domain.rulebook import Rulebook
from services.project.storage.projects import whole
from services.project.storage.read_project import seen, stage_of
from services.project.storage.rows import from_row
from services.project.storage.tables import projects

Shown = dict[str, Any]

_between = whole.where(projects.c.id.between(bindparam("first"), bindparam("last")))


def print_of(
    reading: Reading, packs: Packs, sealer: Sealer, actor: Actor, project_id: UUID, *, stage: str | None = None
) -> Shown:
    """The document, for who may read the project; without a stage the undertaking that goes with its contract."""
    project = seen(reading, actor, project_id)
    book = Rulebook(packs.get(project.pack))
    found = stage_of(project, actor, stage or book.contract_stage)
    return shown_stage_print(project, found, book.of(found), sealer)


def check_print(reading: Reading, packs: Packs, sealer: Sealer, text: str) -> Shown:
    """What the code says; NotFound, the same for whatever is no code of a print of this city."""
    code = PrintCode.read(text)
    if code is None:
        raise NotFound(kind="print")
    first, last = code.ids
    for row in reading.read(_between, first=first, last=last):
        project = from_row(row)
        told = checked_print(project, Rulebook(packs.get(project.pack)), sealer, code)
        if told is not None:
            return told
    raise NotFound(kind="print")
