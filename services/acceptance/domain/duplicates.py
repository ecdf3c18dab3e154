"""The same invoice, payment proof or file in two projects of the city (查重): what is compared, and what follows.

A flag belongs to one project's use of something that another project uses too; both sides have one. The enterprise
learns only that it is already used; whose it is, officers see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.refusal import Invalid, Problem
from services.acceptance.domain.errors import FlagDecided
from services.acceptance.domain.evidence import Evidence, EvidenceItem, EvidenceKind


class MarkKind(StrEnum):
    """By what two documents are found to be the same."""

    INVOICE = "invoice"
    PAYMENT_PROOF = "payment_proof"
    FILE = "file"


class FlagState(StrEnum):
    """`single` while nobody else uses it: no flag. An officer clears or confirms an open one."""

    SINGLE = "single"
    OPEN = "open"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True, order=True)
class Mark:
    """`value` in its normal form: the number (with its code), or the hash of the bytes."""

    kind: MarkKind
    value: str


@dataclass(frozen=True, kw_only=True)
class Flag:
    """`is_notice`: only an attachment is the same, no evidence: it is shown and blocks nothing."""

    id: UUID
    mark: Mark
    project_id: UUID
    state: FlagState
    is_notice: bool
    raised_at: datetime
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    reason: str | None = None

    @property
    def blocks(self) -> bool:
        return not self.is_notice and self.state is not FlagState.CLEARED


def marks_of(item: EvidenceItem) -> tuple[Mark, ...]:
    """What an item is known by across the city. Two quotations may well have the same number."""
    marks = []
    if item.kind is not EvidenceKind.QUOTATION:
        marks.append(Mark(kind=MarkKind(item.kind.value), value=item.full_number))
    if item.file is not None:
        marks.append(file_mark(item.file.sha256))
    return tuple(marks)


def file_mark(sha256: str) -> Mark:
    """What a file is known by."""
    return Mark(kind=MarkKind.FILE, value=sha256)


def marks_of_all(evidence: Evidence) -> set[Mark]:
    return {mark for item in evidence.items for mark in marks_of(item)}


def flagged_items(evidence: Evidence, flags: Sequence[Flag]) -> frozenset[UUID]:
    """The items that do not count until an officer cleared their flags."""
    blocked = {flag.mark for flag in flags if flag.blocks}
    return frozenset(item.id for item in evidence.items if blocked & set(marks_of(item)))


def flag_problems(flags: Sequence[Flag]) -> Iterator[Problem]:
    """What keeps an acceptance from passing."""
    for flag in flags:
        if flag.blocks and flag.state is FlagState.CONFIRMED:
            yield Problem(code="duplicate_confirmed", field="evidence", inputs=_inputs(flag))
        elif flag.blocks:
            yield Problem(code="duplicate_undecided", field="evidence", inputs=_inputs(flag))


def decide(flag: Flag, *, is_cleared: bool, reason: str) -> FlagState:
    """An open flag may be cleared or confirmed; a decision may be changed, with a reason. Invalid without one.

    FlagDecided where nothing would change.
    """
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    decided = FlagState.CLEARED if is_cleared else FlagState.CONFIRMED
    if flag.state is decided:
        raise FlagDecided(state=flag.state.value)
    return decided


def no_longer_used(before: Evidence, after: Evidence, attached: Collection[str]) -> tuple[set[Mark], set[Mark]]:
    """Marks that left with a change: those that nothing has any more, and files that still are attachments."""
    gone = marks_of_all(before) - marks_of_all(after)
    kept = {mark for mark in gone if mark.kind is MarkKind.FILE and mark.value in attached}
    return gone - kept, kept


def _inputs(flag: Flag) -> dict[str, str]:
    return {"kind": flag.mark.kind.value, "value": flag.mark.value, "flag_id": str(flag.id)}
