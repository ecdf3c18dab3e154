"""Evidence from an Excel file: all of it or nothing, every wrong cell named, and a result per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from contracts.actor import Actor
from contracts.refusal import Problem
from services.acceptance.domain.errors import EvidenceFileUnreadable
from services.acceptance.domain.evidence import Evidence, EvidenceItem, Source
from services.acceptance.domain.evidence_changes import held_in_all
from services.acceptance.domain.evidence_checks import GivenItem, item_of, item_problems
from services.acceptance.domain.known import KnownContract


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell: the sheet and the column by their titles, the row as Excel counts it."""

    sheet: str
    row: int
    column: str

    def problem(self, code: str, **inputs: Any) -> Problem:
        """What is wrong there."""
        where = {"sheet": self.sheet, "row": self.row, "column": self.column}
        return Problem(code=code, field=f"{self.sheet}.{self.row}.{self.column}", inputs={**where, **inputs})


@dataclass(frozen=True, kw_only=True)
class PlacedItem:
    """A document as its rows say it; `places` are the cells of its members (`number`, `lines.0.tax_fen`)."""

    item: GivenItem
    rows: tuple[Place, ...]
    places: Mapping[str, Place]

    def place_of(self, member: str) -> Place:
        """The cell of a member, or the nearest that there is."""
        return self.places.get(member) or self.places.get(member.rpartition(".")[0] + ".title") or self.rows[0]


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """What an Excel file says, and the cells that could not be read."""

    items: tuple[PlacedItem, ...]
    problems: tuple[Problem, ...] = field(default=())


class Outcome(StrEnum):
    """`unchanged`: the same was entered before, so that a file can be handed in again."""

    ADDED = "added"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """What became of a row."""

    sheet: str
    row: int
    outcome: Outcome
    item_id: str


def imported(
    evidence: Evidence, reading: SheetReading, contract: KnownContract | None, *, by: Actor, at: datetime
) -> tuple[Evidence, tuple[RowResult, ...]]:
    """With all documents of a file. EvidenceFileUnreadable names every cell that is wrong; nothing is kept then."""
    held = {(item.kind, item.full_number): item for item in evidence.items}
    problems = list(reading.problems)
    new: list[EvidenceItem] = []
    results: list[RowResult] = []
    for placed in reading.items:
        item = item_of(placed.item, uuid4(), source=Source.IMPORTED, file=None, by=by, at=at)
        before = held.get((item.kind, item.full_number))
        if before is not None and not _is_same(before, item):
            problems.append(placed.place_of("number").problem("entered_differently", number=item.number))
        problems += _placed_problems(placed, item_problems(item, contract, at=at))
        new += [] if before is not None else [item]
        results += _results(placed, before or item, Outcome.UNCHANGED if before else Outcome.ADDED)
    if problems:
        raise EvidenceFileUnreadable(problems=problems, reason="rows")
    if not reading.items:
        raise EvidenceFileUnreadable(reason="empty")
    if not new:
        return evidence, tuple(results)
    return held_in_all(evidence.changed(items=(*evidence.items, *new))), tuple(results)


def _placed_problems(placed: PlacedItem, problems: Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield placed.place_of(problem.field or "").problem(problem.code, **problem.inputs)


def _results(placed: PlacedItem, item: EvidenceItem, outcome: Outcome) -> Iterator[RowResult]:
    for place in placed.rows:
        yield RowResult(sheet=place.sheet, row=place.row, outcome=outcome, item_id=str(item.id))


def _is_same(before: EvidenceItem, item: EvidenceItem) -> bool:
    """Whether a row says what is held already; what it belongs to may have been said since."""
    return _figures(before) == _figures(item)


def _figures(item: EvidenceItem) -> tuple[Any, ...]:
    amounts = tuple((line.net_fen, line.tax_fen, line.gross_fen) for line in item.lines)
    return (item.issued_on, item.seller_code, item.buyer_code, item.net_fen, item.tax_fen, item.gross_fen, amounts)
