"""`changed since`, the history of a case, and the files behind formal documents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Column, ColumnElement, FromClause, Select, Text, any_, bindparam, cast, false, select

from casework.changes_feed import changes_statement, read_changes
from casework.cursors import page_size
from casework.history import read_history
from casework.uploads import Download
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.wire import from_json
from services.funding.domain.acting import may_see
from services.funding.domain.documents import Document
from services.funding.storage.served import served_by
from services.funding.storage.tables import (
    allocation_plans,
    budget_lines,
    nettings,
    recommendations,
    recoveries,
    releases,
    tranches,
)

Shown = dict[str, Any]

_concerned = select(tranches.c.applicant_id, tranches.c.division).where(tranches.c.case_id == bindparam("id")).limit(1)


class DocumentOf(StrEnum):
    """What a formal document belongs to."""

    RECOMMENDATION = "recommendation"
    MEETING_DECISION = "meeting_decision"
    BUDGET_LINE = "budget_line"
    RELEASE = "release"
    RECOVERY = "recovery"
    NETTING = "netting"


def _document(document: Column[Any], id_column: Column[Any]) -> Select[Any]:
    return select(document.label("document")).where(id_column == bindparam("id"))


_DOCUMENTS: Final[Mapping[DocumentOf, Select[Any]]] = {
    DocumentOf.RECOMMENDATION: _document(recommendations.c.document, recommendations.c.id),
    DocumentOf.MEETING_DECISION: _document(allocation_plans.c.decision, allocation_plans.c.id),
    DocumentOf.BUDGET_LINE: _document(budget_lines.c.document, budget_lines.c.id),
    DocumentOf.RELEASE: _document(releases.c.document, releases.c.id),
    DocumentOf.RECOVERY: _document(recoveries.c.document, recoveries.c.id),
    DocumentOf.NETTING: _document(nettings.c.document, nettings.c.id),
}


def _own(events: FromClause) -> ColumnElement[bool]:
    return events.c.case_id.in_(select(tranches.c.case_id).where(tranches.c.applicant_id == bindparam("own")))


_divisions = any_(cast(bindparam("served"), ARRAY(Text)))


def _served(events: FromClause) -> ColumnElement[bool]:
    return events.c.case_id.in_(select(tranches.c.case_id).where(tranches.c.division == _divisions))


_everything, _nothing = changes_statement(), changes_statement(lambda events: false())
_changes_of_applicant, _changes_of_division = changes_statement(_own), changes_statement(_served)


def changes_since(reading: Reading, actor: Actor, *, after: int, limit: int) -> Shown:
    """The events after a position, as far as the actor may see them."""
    size = page_size(limit)
    if actor.may("funding.read_city") or (actor.may("funding.read_division") and actor.division is None):
        return read_changes(reading, _everything, after=after, limit=size)
    if actor.may("funding.read_division"):
        return read_changes(
            reading, _changes_of_division, after=after, limit=size, served=list(served_by(reading, actor))
        )
    if actor.organisation_id is None:
        return read_changes(reading, _nothing, after=after, limit=size)
    return read_changes(reading, _changes_of_applicant, after=after, limit=size, own=actor.organisation_id)


def history_of_case(reading: Reading, actor: Actor, case_id: UUID, *, after: int, limit: int) -> Shown:
    """What was done about the awards of a case."""
    row = reading.first(_concerned, id=case_id)
    served = served_by(reading, actor)
    if row is None or not may_see(actor, applicant_id=row.applicant_id, division=row.division, served=served):
        raise NotFound(kind="case", id=str(case_id))
    return read_history(reading, case_id, after=after, limit=page_size(limit))


def document_file(reading: Reading, kind: DocumentOf, thing_id: UUID) -> Download:
    """The permission to download the scan of a formal document; NotFound where there is none."""
    row = reading.first(_DOCUMENTS[kind], id=thing_id)
    found = from_json(Document | None, row.document) if row is not None else None
    if found is None or found.file is None:
        raise NotFound(kind=kind.value, id=str(thing_id))
    file = found.file
    return Download(sha256=file.sha256, media_type=file.media_type, name=file.name, size=file.size)
