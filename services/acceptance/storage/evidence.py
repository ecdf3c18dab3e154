"""Rows of evidence: row <-> frozen dataclass, both directions, no other place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql

from chassis.db.transaction import Reading, Row, Transaction
from contracts.wire import from_json, to_json
from services.acceptance.domain.evidence import (
    Allocation,
    Evidence,
    EvidenceFile,
    EvidenceItem,
    EvidenceKind,
    EvidenceLine,
    Source,
)
from services.acceptance.domain.known import KnownProject
from services.acceptance.storage.evidence_tables import evidence, evidence_items

_begin = (
    postgresql.insert(evidence)
    .values({column.name: bindparam(column.name) for column in evidence.columns})
    .on_conflict_do_nothing()
)
_one = select(evidence).where(evidence.c.project_id == bindparam("project_id"))
_locked = _one.with_for_update()
_save = (
    update(evidence)
    .where((evidence.c.project_id == bindparam("at_id")) & (evidence.c.version == bindparam("at_version")))
    .values({"version": bindparam("new_version"), "allocations": bindparam("new_allocations")})
)
_items = select(evidence_items).where(evidence_items.c.project_id == bindparam("project_id"))
_columns: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in evidence_items.columns}
_add_item = insert(evidence_items).values(_columns)
_save_item = (
    update(evidence_items)
    .where(evidence_items.c.id == bindparam("at_id"))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city", "project_id")})
)
_FIXED = frozenset({"new_id", "new_city", "new_project_id"})
_remove_item = delete(evidence_items).where(evidence_items.c.id == bindparam("id"))


class EvidenceRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, city: str, project: KnownProject) -> Evidence:
        """The evidence of a project; begun where there is none yet."""
        begun = Evidence(project_id=project.id, city=city, case_id=project.case_id, applicant_id=project.applicant.id)
        self._transaction.write(_begin, **_head(begun))
        row = self._transaction.first(_locked, project_id=project.id)
        return _evidence(row, self._transaction.read(_items, project_id=project.id))

    def save(self, before: Evidence, after: Evidence) -> None:
        """The next version, with the documents that differ."""
        old, new = ({item.id: item for item in each.items} for each in (before, after))
        for item_id in sorted(old.keys() - new.keys(), key=str):
            self._transaction.write(_remove_item, id=item_id)
        for item_id, item in new.items():
            values = {f"new_{name}": value for name, value in _item_row(after, item).items()}
            if item_id not in old:
                self._transaction.write(_add_item, **values)
            elif item != old[item_id]:
                kept = {name: value for name, value in values.items() if name not in _FIXED}
                self._transaction.change_one(_save_item, at_id=item_id, **kept)
        self._transaction.change_one(
            _save,
            at_id=after.project_id,
            at_version=before.version,
            new_version=after.version,
            new_allocations=to_json(after.allocations),
        )


def read_evidence(reading: Reading | Transaction, city: str, project: KnownProject) -> Evidence:
    """As it is now, not locked; empty where nothing was entered."""
    row = reading.first(_one, project_id=project.id)
    if row is None:
        return Evidence(project_id=project.id, city=city, case_id=project.case_id, applicant_id=project.applicant.id)
    return _evidence(row, reading.read(_items, project_id=project.id))


def _head(of: Evidence) -> dict[str, Any]:
    return {
        "project_id": of.project_id,
        "city": of.city,
        "version": of.version,
        "case_id": of.case_id,
        "applicant_id": of.applicant_id,
        "allocations": to_json(of.allocations),
    }


def _item_row(of: Evidence, item: EvidenceItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "city": of.city,
        "project_id": of.project_id,
        "kind": item.kind.value,
        "number": item.number,
        "code": item.code,
        "issued_on": item.issued_on,
        "seller_code": item.seller_code,
        "buyer_code": item.buyer_code,
        "net_fen": item.net_fen,
        "tax_fen": item.tax_fen,
        "gross_fen": item.gross_fen,
        "lines": to_json(item.lines),
        "pays": to_json(item.pays),
        "file": to_json(item.file),
        "source": item.source.value,
        "recorded_at": item.recorded_at,
        "recorded_by": item.recorded_by,
    }


def _evidence(row: Row, items: Sequence[Row]) -> Evidence:
    found = sorted((_item(each) for each in items), key=lambda item: (item.kind.value, item.order))
    return Evidence(
        project_id=row.project_id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        applicant_id=row.applicant_id,
        items=tuple(found),
        allocations=from_json(tuple[Allocation, ...], row.allocations),
    )


def _item(row: Row) -> EvidenceItem:
    return EvidenceItem(
        id=row.id,
        kind=EvidenceKind(row.kind),
        number=row.number,
        code=row.code,
        issued_on=row.issued_on,
        seller_code=row.seller_code,
        buyer_code=row.buyer_code,
        net_fen=row.net_fen,
        tax_fen=row.tax_fen,
        gross_fen=row.gross_fen,
        lines=from_json(tuple[EvidenceLine, ...], row.lines),
        pays=tuple(row.pays),
        file=from_json(EvidenceFile | None, row.file),
        source=Source(row.source),
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )
