"""Supports granted elsewhere from a file (XB11): what is right is taken, what is wrong is named row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import Problem
from services.funding.domain.documents import FileReference
from services.funding.domain.supports import (
    GrantedSupport,
    RefusedRow,
    SupportImport,
    SupportKey,
    SupportRow,
    checked_support,
    problems_of_row,
)
from services.funding.domain.views_supports import support_import_view
from services.funding.use_cases.ports import Clock, Packs, Supports, Unit
from services.funding.use_cases.record_support import as_recorded, purposes_of


def import_supports(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, file: FileReference, rows: Sequence[SupportRow]
) -> dict[str, Any]:
    """How many rows were recorded, known before, or refused and why. The same content again changes nothing.

    A row that tells another amount than is recorded is refused: the recorded one is withdrawn first.
    """
    uow.numbers.next("support_import", "")  # one file after the other: a twin waits here, and sees the first
    taken = uow.supports.import_of_content(file.sha256)
    if taken is not None:
        return support_import_view(taken, is_repeated=True)
    sorted_rows = _sorted(rows, purposes_of(uow, packs), uow.supports, today=clock.today())
    import_id = uuid4()
    for found in sorted_rows.new:
        support = as_recorded(uow, clock, actor, found, import_id=import_id)
        uow.supports.add(support)
        uow.audit.record(actor, "record", support, import_id=import_id, amount_fen=support.amount.fen)
    record = SupportImport(
        id=import_id,
        city=uow.city,
        version=1,
        file=file,
        sha256=file.sha256,
        recorded=len(sorted_rows.new),
        known=sorted_rows.known,
        refused=tuple(sorted_rows.refused),
        total=Money(sum(each.amount.fen for each in sorted_rows.new)),
        imported_by=actor.account_id,
        imported_at=clock.now(),
    )
    uow.supports.add_import(record)
    uow.audit.record(actor, "import", record, recorded=record.recorded, refused=len(record.refused))
    return support_import_view(record, is_repeated=False)


@dataclass
class _Sorted:
    new: list[GrantedSupport] = field(default_factory=list)
    known: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


def _sorted(rows: Sequence[SupportRow], purposes: Mapping[str, str], supports: Supports, *, today: date) -> _Sorted:
    found = _Sorted()
    checked: list[tuple[int, GrantedSupport]] = []
    for row in rows:
        told, problems = (None, list(row.problems))
        if row.support is not None:
            told, problems = checked_support(row.support, purposes, today=today)
        if told is None:
            found.refused.append(problems_of_row(row.row, problems))
        else:
            checked.append((row.row, told))
    recorded = supports.recorded({told.credit_code for _, told in checked})
    seen: set[SupportKey] = set()
    for row_number, told in checked:
        before = recorded.get(told.key)
        if told.key in seen:
            problem = Problem(code="support_twice", field="credit_code", inputs={"policy": told.policy})
            found.refused.append(problems_of_row(row_number, [problem]))
        elif before is None:
            found.new.append(told)
        elif before.is_the_same(told):
            found.known += 1
        else:
            inputs = {"recorded_fen": before.amount.fen, "granted_by": before.granted_by}
            problem = Problem(code="support_differs", field="amount_fen", inputs=inputs)
            found.refused.append(problems_of_row(row_number, [problem]))
        seen.add(told.key)
    found.refused.sort(key=lambda refused: refused.row)
    return found
