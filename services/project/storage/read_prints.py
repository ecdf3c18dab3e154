"""Printing the undertaking of a project, and checking a print by its code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from casework.print_codes import PrintCode
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain.prints import checked_print, shown_undertaking_print
from services.project.domain.rulebook import Rulebook
from services.project.storage.projects import from_row
from services.project.storage.read_project import seen
from services.project.storage.tables import projects

Shown = dict[str, Any]

_between = select(projects).where(projects.c.id.between(bindparam("first"), bindparam("last")))


def print_of(reading: Reading, packs: Packs, sealer: Sealer, actor: Actor, project_id: UUID) -> Shown:
    """The document, for who may read the project."""
    project = seen(reading, actor, project_id)
    return shown_undertaking_print(project, Rulebook.of(packs.get(project.dossier.pack)), sealer)


def check_print(reading: Reading, packs: Packs, sealer: Sealer, text: str) -> Shown:
    """What the code says; NotFound, the same for whatever is no code of a print of this city."""
    code = PrintCode.read(text)
    if code is None:
        raise NotFound(kind="print")
    first, last = code.ids
    for row in reading.read(_between, first=first, last=last):
        project = from_row(row)
        told = checked_print(project, Rulebook.of(packs.get(project.dossier.pack)), sealer, code)
        if told is not None:
            return told
    raise NotFound(kind="print")
