"""Printing a declaration, and checking a print by its code."""

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
from services.declaration.domain.prints import checked_print, shown_form_print, shown_receipt
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.summary import checked_summary
from services.declaration.storage.declarations import from_row
from services.declaration.storage.read_declaration import seen
from services.declaration.storage.recommendations import recommendation_from_row
from services.declaration.storage.tables import declarations, recommendations

Shown = dict[str, Any]

_between = select(declarations).where(declarations.c.id.between(bindparam("first"), bindparam("last")))
_summaries_between = select(recommendations).where(recommendations.c.id.between(bindparam("first"), bindparam("last")))


def print_of(reading: Reading, packs: Packs, sealer: Sealer, actor: Actor, declaration_id: UUID) -> Shown:
    """The document, for who may read the declaration."""
    declaration = seen(reading, actor, declaration_id)
    return shown_form_print(declaration, Rulebook.of(packs.get(declaration.dossier.pack)), sealer)


def receipt_of(reading: Reading, sealer: Sealer, actor: Actor, declaration_id: UUID) -> Shown:
    """The receipt of the last submission, for who may read the declaration."""
    return shown_receipt(seen(reading, actor, declaration_id), sealer)


def check_print(reading: Reading, packs: Packs, sealer: Sealer, text: str) -> Shown:
    """What the code says; NotFound, the same for whatever is no code of a print of this city."""
    code = PrintCode.read(text)
    if code is None:
        raise NotFound(kind="print")
    first, last = code.ids
    for row in reading.read(_between, first=first, last=last):
        declaration = from_row(row)
        told = checked_print(declaration, Rulebook.of(packs.get(declaration.dossier.pack)), sealer, code)
        if told is not None:
            return told
    for row in reading.read(_summaries_between, first=first, last=last):
        found = recommendation_from_row(row)
        told = checked_summary(found, Rulebook.of(packs.get(found.pack)), sealer, code)
        if told is not None:
            return told
    raise NotFound(kind="print")
